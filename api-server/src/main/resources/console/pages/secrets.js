import "../components/list.js";
import {changedAt, time} from "../components/time.js";
import {Page, html, nothing} from "../element.js";
import {take} from "../notice.js";
import {TYPES, page} from "../secret.js";
import {may} from "../session.js";
import {terraformPage} from "../terraform.js";

const COLUMNS = [
  {title: "Name", cell: (secret) => html`<a href=${page(secret.name, secret.cluster.name)}>${secret.name}</a>`},
  {title: "Mounted as", cell: (secret) => TYPES[secret.content.type]},
  {title: "Keys", cell: (secret) => html`<span class="keys">${secret.content.items.map((item) => item.key).join(", ")}</span>`},
  {title: "Used by", cell: (secret) => secret.used_by ?? "–"},
  {title: "Revision", cell: (secret) => secret.revision},
  {title: "Changed", cell: (secret) => time(changedAt(secret))},
  {title: "Cluster", cell: (secret) => secret.cluster.name},
  {title: "Changed by", cell: (secret) => (secret.updated_by ?? secret.creator).name},
];

const FILTERS = [{name: "type", label: "Mounted as", choices: TYPES}];

class Secrets extends Page {
  constructor() {
    super();
    this.notice = take();
  }

  get heading() {
    return "Secrets";
  }

  render() {
    return html`
      <div class="heading"><h1 tabindex="-1">Secrets</h1><div class="actions">
        <a role="button" class="outline" href=${terraformPage()}>All to Terraform</a>
        ${may("write_cluster") ? html`<a class="button" href="/new/secret">Create a secret</a>` : nothing}</div></div>
      ${this.notice ? html`<p role="status" class="done">${this.notice}</p>` : nothing}
      <bf-list path="/api/v1/org_secrets" clusters label="secret" hint="label:team=ml sort:updated_at-desc"
          .columns=${COLUMNS} .filters=${FILTERS} .empty=${EMPTY}></bf-list>`;
  }
}

const EMPTY = html`
  <p>There is no secret yet. Secrets keep API keys and tokens, and give them to deployments as
    environment variables or files.</p>
  <p>With the command line:</p>
  <pre><code>bentoml secret create hugging-face HF_TOKEN=…</code></pre>
  <p>With Terraform:</p>
  <pre><code>resource "bentocloud_secret" "hugging_face" {
  name      = "hugging-face"
  values_wo = { HF_TOKEN = var.hf_token }
}</code></pre>`;

customElements.define("bf-page-secrets", Secrets);
