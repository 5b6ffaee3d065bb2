import "../components/list.js";
import {Page, html} from "../element.js";
import {ago, moment} from "../format.js";

const COLUMNS = [
  {title: "Name", cell: (secret) => html`<a href="/secrets/${secret.name}?cluster=${secret.cluster.name}">${secret.name}</a>`},
  {title: "Mounted as", cell: (secret) => secret.content.type === "mountfile" ? "file" : "environment variables"},
  {title: "Keys", cell: (secret) => secret.content.items.map((item) => item.key).join(", ")},
  {title: "Revision", cell: (secret) => secret.revision},
  {title: "Changed", cell: (secret) => html`<time datetime=${secret.updated_at ?? secret.created_at} title=${moment(secret.updated_at ?? secret.created_at)}>${ago(secret.updated_at ?? secret.created_at)}</time>`},
];

class Secrets extends Page {
  get heading() {
    return "Secrets";
  }

  render() {
    return html`
      <div class="heading"><h1 tabindex="-1">Secrets</h1></div>
      <bf-list path="/api/v1/org_secrets" label="secret" hint="label:team=ml sort:updated_at-desc"
          .columns=${COLUMNS} .empty=${EMPTY}></bf-list>`;
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
