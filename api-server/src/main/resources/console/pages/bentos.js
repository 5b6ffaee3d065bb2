import "../components/list.js";
import {Page, html, nothing} from "../element.js";
import {columns, deploy, services} from "../artifact.js";
import {tag} from "../bento.js";
import {take} from "../notice.js";
import {may} from "../session.js";

const EMPTY = html`
  <p>No bento was pushed yet. A bento is what a deployment runs.</p>
  <pre><code>bentoml build --push</code></pre>`;

const COLUMNS = [
  ...columns("bento", "Bento", {title: "Services", cell: (bento) => services(bento).join(", ")}),
  {title: "Actions", cell: (bento) => bento.upload_status === "success" && may("write_cluster") ? html`
    <a href=${deploy(bento)} aria-label="Deploy ${tag(bento)}">Deploy</a>` : nothing},
];

class Bentos extends Page {
  constructor() {
    super();
    this.notice = take();
  }

  get heading() {
    return "Bentos";
  }

  render() {
    return html`
      <div class="heading"><h1 tabindex="-1">Bentos</h1></div>
      ${this.notice ? html`<p role="status" class="done">${this.notice}</p>` : nothing}
      <bf-list path="/api/v1/bentos" label="bento" hint="status:success sort:created_at-desc"
          .columns=${COLUMNS} .empty=${EMPTY}></bf-list>`;
  }
}

customElements.define("bf-page-bentos", Bentos);
