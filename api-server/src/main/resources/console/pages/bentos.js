import "../components/list.js";
import {time} from "../components/time.js";
import {Page, html} from "../element.js";
import {tag} from "../bento.js";
import {size} from "../format.js";

const EMPTY = html`
  <p>No bento was pushed yet. A bento is what a deployment runs.</p>
  <pre><code>bentoml build --push</code></pre>`;

const COLUMNS = [
  {title: "Bento", cell: tag},
  {title: "Services", cell: (bento) => (bento.manifest?.services ?? []).map((service) => service.name).join(", ")},
  {title: "Size", cell: (bento) => bento.manifest?.size_bytes ? size(bento.manifest.size_bytes) : ""},
  {title: "Upload", cell: (bento) => bento.upload_status},
  {title: "Built", cell: (bento) => time(bento.build_at)},
  {title: "Actions", cell: (bento) => html`
    <a href="/deployments?q=${encodeURIComponent(`bento:${tag(bento)}`)}">Used by</a>
    ${bento.upload_status === "success" ? html` <a href="/new/deployment?bento=${encodeURIComponent(tag(bento))}">Deploy</a>` : ""}`},
];

class Bentos extends Page {
  get heading() {
    return "Bentos";
  }

  render() {
    return html`
      <div class="heading"><h1 tabindex="-1">Bentos</h1></div>
      <bf-list path="/api/v1/bentos" label="bento" hint="status:success sort:created_at-desc"
          .columns=${COLUMNS} .empty=${EMPTY}></bf-list>`;
  }
}

customElements.define("bf-page-bentos", Bentos);
