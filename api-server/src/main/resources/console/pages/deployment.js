import "../components/code.js";
import "../components/delete-dialog.js";
import "../components/deployment-events.js";
import "../components/deployment-log.js";
import "../components/deployment-metrics.js";
import "../components/deployment-revisions.js";
import "../components/playground.js";
import {conditions, isBusy, statusText, waiting} from "../components/deployment-status.js";
import {Refresh} from "../components/refresh.js";
import {Page, html, nothing} from "../element.js";
import {post, remove} from "../api.js";
import {bentoOf} from "../bento.js";
import {snippets} from "../call-code.js";
import {load, page, restart, route} from "../deployment.js";
import {Recreation, consequences} from "../recreation.js";
import {go, guard} from "../router.js";
import {page as secretPage} from "../secret.js";
import {may} from "../session.js";
import {terraformPage} from "../terraform.js";

const BUSY_PAUSE = 1000;
const PAUSE = 5000;

const STATES = {
  current: "as the replicas hold it",
  value_changed: "a value changed: restart to use it",
  keys_changed: "its keys changed: recreate the deployment, or restart it",
  missing: "the secret is gone",
};

class Deployment extends Page {
  static properties = {one: {state: true}, problem: {state: true}, busy: {state: true}};

  constructor() {
    super();
    this.one = null;
    this.problem = "";
    this.busy = "";
    this.cluster = new URLSearchParams(location.search).get("cluster") ?? "";
    this.refresh = new Refresh(this, () => this.load(),
        () => this.one && isBusy(this.one.status) ? BUSY_PAUSE : PAUSE);
  }

  get heading() {
    return this.parameters.name;
  }

  connectedCallback() {
    /** Which one: for parts of the page that need not change with its state. */
    this.identity = {name: this.parameters.name, cluster: {name: this.cluster}};
    super.connectedCallback();
  }

  async load() {
    try {
      const one = await load(this.parameters.name, this.cluster);
      if (one.manifest.dev) go(page(one), {replace: true});
      this.one = one;
    } catch (problem) {
      this.problem = problem.message;
    }
  }

  async act(name, action) {
    if (this.busy) return;
    this.busy = name;
    this.problem = "";
    try {
      await action();
      await this.refresh.now();
    } catch (problem) {
      this.problem = problem.message;
    } finally {
      this.busy = "";
    }
    this.refocus("h1");
  }

  restart() {
    return this.act("restart", () => restart(this.one));
  }

  terminate() {
    return this.act("terminate", () => post(route(this.one, "/terminate")));
  }

  async delete() {
    await remove(route(this.one));
    go("/deployments", {replace: true});
  }

  /** Asks first. What was deleted and not yet created again keeps the user on this page. */
  recreate() {
    if (!this.recreation?.loss) this.recreation = new Recreation(this.one);
    const {recreation} = this;
    guard(() => recreation.loss);
    this.querySelector('bf-delete-dialog[verb="Recreate"]').open(async () => {
      await recreation.run();
      go(page(this.one), {replace: true});
    });
  }

  render() {
    const alert = this.problem ? html`<p role="alert">${this.problem}</p>` : nothing;
    if (!this.one) {
      return html`<h1 tabindex="-1">${this.parameters.name}</h1>${alert || html`<p aria-busy="true">Loading …</p>`}`;
    }
    return html`
      <nav aria-label="Breadcrumb" class="crumbs"><a href="/deployments">Deployments</a></nav>
      <div class="heading">
        <h1 tabindex="-1">${this.one.name}</h1>
        ${this.actions()}
      </div>
      ${alert}
      ${this.summary()}
      ${conditions(this.one)}
      <section><h2>Services</h2>${this.services()}</section>
      <section><h2>Secrets</h2>${this.secrets()}</section>
      ${this.one.urls[0] && may("protected_endpoint_access") ? this.details("Playground", html`
        <bf-playground .deployment=${this.identity} url=${this.one.urls[0]}
            ?protected=${this.isProtected}></bf-playground>`) : nothing}
      ${this.details("Traffic", html`<bf-deployment-metrics .deployment=${this.identity}></bf-deployment-metrics>`)}
      ${this.details("Logs", html`<bf-deployment-log .deployment=${this.one}></bf-deployment-log>`)}
      ${this.details("Events", html`<bf-deployment-events .deployment=${this.identity}></bf-deployment-events>`)}
      ${this.details("Revisions", html`<bf-deployment-revisions .deployment=${this.identity}
          revision=${this.one.revision} @edited=${() => this.refresh.now()}></bf-deployment-revisions>`)}
      ${this.questions()}`;
  }

  get isProtected() {
    return this.one.latest_revision?.targets[0].config.access_authorization ?? false;
  }

  actions() {
    return html`
      <div class="actions">
        ${may("write_cluster", "read_organization") ? html`
          <a role="button" class="outline" href=${page(this.one, "/edit")}>Edit</a>` : nothing}
        <a role="button" class="outline" href=${terraformPage({deployment: this.one.name, cluster: this.one.cluster.name})}>To Terraform</a>
        ${may("write_cluster") ? html`
          ${this.one.status === "terminated" ? this.action("restart", "Start", () => this.restart()) : html`
            ${this.action("restart", "Restart", () => this.restart())}
            ${this.action("terminate", "Terminate", () => this.terminate())}`}
          <button class="danger outline" @click=${() => this.querySelector('bf-delete-dialog[verb="Delete"]').open(() => this.delete())}>Delete</button>` : nothing}
      </div>`;
  }

  /** Not `disabled` while it runs: that would take the focus away. */
  action(name, text, run) {
    return html`<button class="outline" aria-disabled=${this.busy === "" ? nothing : "true"} aria-busy=${this.busy === name ? "true" : nothing} @click=${run}>${text}</button>`;
  }

  summary() {
    const url = this.one.urls[0];
    return html`
      <dl class="facts">
        <div><dt>Status</dt><dd role="status">${statusText(this.one.status)}</dd></div>
        <div><dt>Bento</dt><dd>${bentoOf(this.one)}</dd></div>
        <div><dt>Revision</dt><dd>${this.one.observed_revision === this.one.revision || this.one.observed_revision === null
          ? this.one.revision : `${this.one.revision}, replicas run ${this.one.observed_revision}`}</dd></div>
        <div><dt>Cluster</dt><dd>${this.one.cluster.name}</dd></div>
        ${this.one.managed_by ? html`<div><dt>Managed by</dt><dd>${this.one.managed_by}</dd></div>` : nothing}
        <div><dt>Address</dt><dd>${url ? html`<a href=${url} target="_blank" rel="noreferrer">${url}</a>` : "none yet"}</dd></div>
      </dl>
      ${url ? html`
        <div class="snippets">${snippets(this.one, this.isProtected).map(([language, text]) => html`
          <bf-code label="A call with ${language}" .text=${text}></bf-code>`)}</div>` : nothing}`;
  }

  services() {
    if (this.one.services.length === 0) return html`<p class="muted">Nothing runs.</p>`;
    return html`
      <div class="scroll"><table>
        <thead><tr><th scope="col">Service</th><th scope="col">Replicas ready</th><th scope="col">Requests in flight</th><th scope="col">Waiting</th></tr></thead>
        <tbody>${this.one.services.map((service) => html`
          <tr><th scope="row">${service.name}</th><td>${service.ready} of ${service.wanted}</td><td>${service.in_flight}</td><td>${service.waiting}</td></tr>`)}
        </tbody>
      </table></div>`;
  }

  secrets() {
    if (this.one.secrets.length === 0) return html`<p class="muted">No secret is attached.</p>`;
    return html`
      ${waiting(this.one).length > 0 ? this.behind() : nothing}
      <div class="scroll"><table>
        <thead><tr><th scope="col">Secret</th><th scope="col">Keys</th><th scope="col">Held</th><th scope="col">Newest</th><th scope="col">State</th></tr></thead>
        <tbody>${this.one.secrets.map((secret) => html`
          <tr>
            <th scope="row"><a href=${secretPage(secret.name, this.one.cluster.name)}>${secret.name}</a></th>
            <td>${secret.keys.join(", ")}</td>
            <td>${secret.revision ?? "none"}</td>
            <td>${secret.current_revision ?? "none"}</td>
            <td>${STATES[secret.state] ?? secret.state}</td>
          </tr>`)}
        </tbody>
      </table></div>`;
  }

  /** That secrets have changed, and what to do. */
  behind() {
    const keys = this.one.secrets.some((secret) => secret.state === "keys_changed");
    return html`
      <div class="notice">
        <p>The replicas do not hold the newest ${keys ? "keys" : "values"}.</p>
        ${may("write_cluster") ? html`
          ${keys ? html`<button @click=${this.recreate}>Recreate</button>` : nothing}
          ${this.action("restart", "Restart with the newest values", () => this.restart())}` : nothing}
      </div>`;
  }

  /** What is opened is loaded then, and not before. */
  details(title, content) {
    this.opened ??= new Set();
    return html`
      <details ?open=${this.opened.has(title)} @toggle=${(event) => this.toggled(title, event.target.open)}>
        <summary><h2>${title}</h2></summary>
        ${this.opened.has(title) ? content : nothing}
      </details>`;
  }

  toggled(title, open) {
    this.opened[open ? "add" : "delete"](title);
    this.requestUpdate();
  }

  questions() {
    return html`
      <bf-delete-dialog verb="Delete" what="deployment" name=${this.one.name} .warning=${html`
        <p>Its replicas end, and its address, revisions, events and logs are removed. Secrets and bentos stay.</p>`}></bf-delete-dialog>
      <bf-delete-dialog verb="Recreate" what="deployment" name=${this.one.name}
          .warning=${consequences("It")}></bf-delete-dialog>`;
  }
}

customElements.define("bf-page-deployment", Deployment);
