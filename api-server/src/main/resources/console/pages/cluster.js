import "../components/delete-dialog.js";
import "../components/instance-type-dialog.js";
import {repeat} from "lit/directives/repeat.js";
import {engineSection} from "../components/cluster-engine.js";
import {time} from "../components/time.js";
import {Page, html, nothing} from "../element.js";
import {get, patch, post, query, remove} from "../api.js";
import {leave, take} from "../notice.js";
import {go} from "../router.js";
import {mayAsAdministrator} from "../session.js";

/** One cluster, its engine and its instance types. */
class Cluster extends Page {
  static properties = {
    cluster: {state: true}, problem: {state: true}, notice: {state: true}, doomed: {state: true},
  };

  constructor() {
    super();
    this.cluster = null;
    this.problem = "";
    this.notice = take();
    /** The instance type that the user is asked about. */
    this.doomed = "";
  }

  get heading() {
    return this.parameters.name;
  }

  get path() {
    return `/api/v1/clusters/${encodeURIComponent(this.parameters.name)}`;
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    try {
      this.cluster = await get(this.path);
    } catch (problem) {
      this.problem = problem.message;
    }
  }

  types(name = "") {
    return `/api/v1/instance_types${name ? "/" + encodeURIComponent(name) : ""}${query({cluster: this.cluster.name})}`;
  }

  async describe(event) {
    event.preventDefault();
    this.problem = "";
    try {
      this.cluster = await patch(this.path, {description: new FormData(event.target).get("description")});
      this.notice = "The description is saved.";
    } catch (problem) {
      this.problem = problem.message;
    }
  }

  async changed(notice) {
    await this.load();
    this.notice = notice;
  }

  create() {
    this.querySelector("bf-instance-type-dialog").open(null, async (body) => {
      await post(this.types(), body);
      await this.changed(`The instance type ${body.name} is created.`);
    });
  }

  change(type) {
    this.querySelector("bf-instance-type-dialog").open(type, async (body) => {
      await patch(this.types(type.display_name), body);
      await this.changed(`The instance type ${type.display_name} is changed. Deployments have it with their next start.`);
    });
  }

  /** The row and its button are gone then: the focus goes to what tells of it. */
  async deleteType(name) {
    this.doomed = name;
    await this.updateComplete;
    await this.querySelector("#delete-type").open(async () => {
      await remove(this.types(name));
      await this.changed(`The instance type ${name} is deleted.`);
    });
    this.refocus('[role="status"]');
  }

  delete() {
    this.querySelector("#delete-cluster").open(async () => {
      await remove(this.path);
      leave(`The cluster ${this.cluster.name} is deleted.`);
      go("/clusters", {replace: true});
    });
  }

  render() {
    const writes = mayAsAdministrator("write_organization");
    return html`
      <nav aria-label="Breadcrumb" class="crumbs"><a href="/clusters">Clusters</a></nav>
      <div class="heading">
        <h1 tabindex="-1">${this.heading}</h1>
        ${this.cluster && writes && !this.cluster.is_first ? html`
          <button class="danger outline" @click=${this.delete}>Delete</button>` : nothing}
      </div>
      ${this.notice ? html`<p role="status" class="done" tabindex="-1">${this.notice}</p>` : nothing}
      ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
      ${this.cluster ? this.content(writes) : this.problem ? nothing : html`<p aria-busy="true">Loading …</p>`}`;
  }

  content(writes) {
    const {name, description, created_at, creator, is_first} = this.cluster;
    return html`
      <p class="muted">Created ${time(created_at)} by ${creator.name}${is_first ? "; the default cluster" : ""}.</p>
      ${writes ? html`
        <form class="field wide" @submit=${this.describe}>
          <label for="description">Description</label>
          <div class="together">
            <input id="description" name="description" maxlength="1024" autocomplete="off" .value=${description}>
            <button class="outline">Save</button>
          </div>
        </form>` : description ? html`<p>${description}</p>` : nothing}
      ${engineSection(this.cluster)}
      <section aria-labelledby="types">
        <div class="heading"><h2 id="types">Instance types</h2>
          ${writes ? html`<button @click=${this.create}>Create an instance type</button>` : nothing}</div>
        ${this.list(writes)}
      </section>
      <bf-instance-type-dialog></bf-instance-type-dialog>
      <bf-delete-dialog id="delete-type" what="instance type" name=${this.doomed} .warning=${html`
        <p>Deployments can no longer choose it. While one uses it, the server refuses this.</p>`}></bf-delete-dialog>
      <bf-delete-dialog id="delete-cluster" what="cluster" name=${name} .warning=${html`
        <p>Its instance types go with it. While it has secrets or deployments, the server refuses this.</p>`}></bf-delete-dialog>`;
  }

  list(writes) {
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label="Instance types of this cluster"><table>
        <thead><tr><th scope="col">Name</th><th scope="col">CPU</th><th scope="col">Memory</th><th scope="col">GPUs</th>
          <th scope="col">Price</th><th scope="col">Description</th>${writes ? html`<th scope="col">Actions</th>` : nothing}</tr></thead>
        <tbody>${repeat(this.cluster.resource_instances, (type) => type.display_name, (type) => this.row(type, writes))}</tbody>
      </table></div>`;
  }

  row(type, writes) {
    const {display_name: name, description, config: {price, resources: {requests}, gpu_config}} = type;
    return html`
      <tr>
        <th scope="row">${name}</th>
        <td>${requests.cpu}</td>
        <td>${requests.memory}</td>
        <td>${gpu_config ? `${requests.gpu} × ${gpu_config.type} ${gpu_config.memory}` : "none"}</td>
        <td>${price === "*" ? "" : price}</td>
        <td>${description}</td>
        ${writes ? html`<td class="nowrap">
          <button class="tool" aria-label="Change ${name}" @click=${() => this.change(type)}>Change</button>
          <button class="tool" aria-label="Delete ${name}" @click=${() => this.deleteType(name)}>Delete</button></td>` : nothing}
      </tr>`;
  }
}

customElements.define("bf-page-cluster", Cluster);
