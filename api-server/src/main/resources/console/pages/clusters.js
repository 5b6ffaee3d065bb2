import {engineText} from "../components/cluster-engine.js";
import {focusProblem} from "../components/field.js";
import {time} from "../components/time.js";
import {Page, html, nothing} from "../element.js";
import {get, post} from "../api.js";
import {leave, take} from "../notice.js";
import {go} from "../router.js";
import {mayAsAdministrator} from "../session.js";

/** The clusters; a cluster keeps names and instance types apart. */
class Clusters extends Page {
  static properties = {clusters: {state: true}, problem: {state: true}, refused: {state: true}, busy: {state: true}};

  constructor() {
    super();
    this.clusters = null;
    this.problem = "";
    this.refused = "";
    this.busy = false;
    this.notice = take();
  }

  get heading() {
    return "Clusters";
  }

  async connectedCallback() {
    super.connectedCallback();
    try {
      this.clusters = (await get("/api/v1/clusters")).items;
    } catch (problem) {
      this.problem = problem.message;
    }
  }

  async create(event) {
    event.preventDefault();
    if (this.busy) return;
    const data = new FormData(event.target);
    this.busy = true;
    this.refused = "";
    try {
      const {name} = await post("/api/v1/clusters", {name: data.get("name").trim(), description: data.get("description")});
      leave(`The cluster ${name} is created, with the standard instance types.`);
      go(`/clusters/${name}`);
    } catch (problem) {
      this.refused = problem.errors?.map((error) => error.detail).join(" ") || problem.message;
      this.busy = false;
      await this.updateComplete;
      focusProblem(this);
    }
  }

  render() {
    return html`
      <div class="heading"><h1 tabindex="-1">Clusters</h1></div>
      ${this.notice ? html`<p role="status" class="done">${this.notice}</p>` : nothing}
      ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
      ${this.clusters ? this.list() : this.problem ? nothing : html`<p aria-busy="true">Loading …</p>`}
      ${mayAsAdministrator("write_organization") ? this.form() : nothing}`;
  }

  list() {
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label="All clusters"><table>
        <thead><tr><th scope="col">Name</th><th scope="col">Runs on</th><th scope="col">Description</th><th scope="col">Created</th></tr></thead>
        <tbody>${this.clusters.map((cluster) => html`
          <tr>
            <th scope="row"><a href="/clusters/${cluster.name}">${cluster.name}</a>${cluster.is_first
                ? html` <small class="muted">used where none is named</small>` : nothing}</th>
            <td>${engineText(cluster.engine)}</td>
            <td>${cluster.description}</td>
            <td>${time(cluster.created_at)}</td>
          </tr>`)}
        </tbody>
      </table></div>`;
  }

  form() {
    return html`
      <section aria-labelledby="create"><h2 id="create">Create a cluster</h2>
        <p class="muted">A cluster has its own secrets, deployments and instance types. One that is created here runs on this server; Terraform and the API also make clusters that run on Kubernetes.</p>
        <form class="wide" @submit=${this.create}>
          <div class="fields">
            <label>Name <input name="name" required maxlength="63" pattern="[a-z]([a-z0-9\\-]*[a-z0-9])?" autocomplete="off"
                aria-invalid=${this.refused ? "true" : nothing} aria-describedby=${this.refused ? "refused" : nothing}></label>
            <label>Description <input name="description" maxlength="1024" autocomplete="off"></label>
          </div>
          ${this.refused ? html`<p role="alert" id="refused">${this.refused}</p>` : nothing}
          <button aria-busy=${this.busy ? "true" : nothing}>Create cluster</button>
        </form>
      </section>`;
  }
}

customElements.define("bf-page-clusters", Clusters);
