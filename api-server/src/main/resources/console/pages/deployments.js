import "../components/list.js";
import {statusText, waiting} from "../components/deployment-status.js";
import {changedAt, time} from "../components/time.js";
import {Page, html, nothing} from "../element.js";
import {bentoOf} from "../bento.js";
import {page} from "../deployment.js";
import {may} from "../session.js";
import {terraformPage} from "../terraform.js";

const replicas = (deployment) => deployment.services
    .map((service) => `${service.name} ${service.ready}/${service.wanted}`).join(", ");

const COLUMNS = [
  {title: "Name", cell: (one) => html`<a href=${page(one)}>${one.name}</a>`},
  {title: "Status", cell: (one) => statusText(one.status)},
  {title: "Replicas", cell: replicas},
  {title: "Bento", cell: bentoOf},
  {title: "Secrets that wait for a restart", cell: (one) => waiting(one).map((secret) => secret.name).join(", ") || nothing},
  {title: "Cluster", cell: (one) => one.cluster.name},
  {title: "Changed", cell: (one) => time(changedAt(one))},
];

const EMPTY = html`
  <p>There is no deployment yet. A deployment runs a bento and gives it an address.</p>
  <p>With the command line:</p>
  <pre><code>bentoml deploy . --name llm --secret hugging-face</code></pre>
  <p>With Terraform:</p>
  <pre><code>resource "bentocloud_deployment" "llm" {
  name    = "llm"
  bento   = "summarization:v1"
  secrets = [bentocloud_secret.hugging_face]
}</code></pre>`;

class Deployments extends Page {
  get heading() {
    return "Deployments";
  }

  render() {
    return html`
      <div class="heading"><h1 tabindex="-1">Deployments</h1><div class="actions">
        <a role="button" class="outline" href=${terraformPage()}>All to Terraform</a>
        ${may("write_cluster", "read_organization") ? html`<a class="button" href="/new/deployment">Create</a>` : nothing}</div></div>
      <bf-list path="/api/v2/deployments" clusters within="not:dev" label="deployment" hint="status:running secret:hugging-face"
          .columns=${COLUMNS} .empty=${EMPTY}></bf-list>`;
  }
}

customElements.define("bf-page-deployments", Deployments);
