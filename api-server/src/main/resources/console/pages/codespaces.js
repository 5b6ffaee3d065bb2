import "../components/list.js";
import {statusText} from "../components/deployment-status.js";
import {changedAt, time} from "../components/time.js";
import {Page, html, nothing} from "../element.js";
import {page} from "../deployment.js";
import {take} from "../notice.js";

const COLUMNS = [
  {title: "Name", cell: (one) => html`<a href=${page(one)}>${one.name}</a>`},
  {title: "Status", cell: (one) => statusText(one.status)},
  {title: "Address", cell: (one) => one.urls.map((url) => html`<a href=${url} target="_blank" rel="noreferrer">${url}</a>`)},
  {title: "Cluster", cell: (one) => one.cluster.name},
  {title: "Changed", cell: (one) => time(changedAt(one))},
  {title: "Created by", cell: (one) => one.creator.name},
];

const EMPTY = html`
  <p>There is no codespace yet. A codespace runs a project while you change it. In the folder of the project:</p>
  <pre><code>bentoml code</code></pre>`;

class Codespaces extends Page {
  constructor() {
    super();
    this.notice = take();
  }

  get heading() {
    return "Codespaces";
  }

  render() {
    return html`
      <div class="heading"><h1 tabindex="-1">Codespaces</h1></div>
      ${this.notice ? html`<p role="status" class="done">${this.notice}</p>` : nothing}
      <bf-list path="/api/v2/deployments" clusters within="is:dev" label="codespace" hint="status:running creator:me"
          .columns=${COLUMNS} .empty=${EMPTY}></bf-list>`;
  }
}

customElements.define("bf-page-codespaces", Codespaces);
