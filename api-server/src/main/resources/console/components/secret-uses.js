/**
 * The deployments that use a secret, with the revision that their replicas hold, and their restart.
 */
import "./recreate-all.js";
import {Element, html, nothing} from "../element.js";
import {get, query} from "../api.js";
import {page, restart} from "../deployment.js";
import {count} from "../format.js";
import {may} from "../session.js";

const PAUSE = 1000;
const MOST = 1000;
const UNDER_WAY = new Set(["image-building", "deploying"]);
const STATES = {
  current: () => "Up to date",
  value_changed: ({revision}) => `Runs with revision ${revision}: a restart takes up the new value`,
  keys_changed: ({revision}) => `Runs with revision ${revision}: keys have changed, recreate or restart it`,
  missing: () => "The secret that it began with is gone",
};

/** Properties: name and cluster of the secret. Fires `loaded` with the number of deployments. */
class Uses extends Element {
  static properties = {
    name: {}, cluster: {}, deployments: {state: true}, problem: {state: true}, restarted: {state: true},
    refused: {state: true},
  };

  constructor() {
    super();
    this.deployments = null;
    this.problem = "";
    /** Names of those that were restarted here, and texts of those that could not be. */
    this.restarted = new Set();
    this.refused = new Map();
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  async load() {
    clearTimeout(this.timer);
    try {
      const found = await get("/api/v2/deployments"
          + query({cluster: this.cluster, q: `secret:${this.name}`, count: MOST}));
      this.deployments = found.items.map((deployment) => this.use(deployment));
      this.problem = "";
      this.dispatchEvent(new CustomEvent("loaded", {detail: this.deployments.length}));
    } catch (problem) {
      this.problem = problem.message;
    }
    if (this.isConnected && this.deployments?.some((one) => this.isUnderWay(one))) {
      this.timer = setTimeout(() => this.load(), PAUSE);
    }
  }

  use(deployment) {
    return {...deployment, held: deployment.secrets.find((secret) => secret.name === this.name)};
  }

  isUnderWay(deployment) {
    return this.restarted.has(deployment.name) && UNDER_WAY.has(deployment.status);
  }

  outdated() {
    const isBehind = ({held, status}) => held && held.state !== "current" && held.state !== "missing" && status !== "terminated";
    return (this.deployments ?? []).filter((one) => isBehind(one) && !this.isUnderWay(one));
  }

  async restart(deployments) {
    for (const deployment of deployments.filter((one) => !this.isUnderWay(one))) {
      const {name} = deployment;
      this.refused.delete(name);
      try {
        const now = await restart(deployment);
        this.restarted.add(name);
        this.deployments = this.deployments.map((one) => one.name === name ? this.use(now) : one);
      } catch (problem) {
        this.refused.set(name, problem.message);
      }
    }
    await this.load();
    this.refocus(".restarts");
  }

  /** What recreates them stays, whatever is shown of them: it may have some that are deleted. */
  render() {
    const others = (this.deployments ?? []).filter(({held, status}) => held?.state === "keys_changed" && status !== "terminated");
    return html`
      <bf-recreate-all .deployments=${may("write_cluster") ? others : []} @edited=${() => this.load()}></bf-recreate-all>
      ${this.content()}`;
  }

  content() {
    if (this.problem) return html`<p role="alert">${this.problem}</p>`;
    if (!this.deployments) return html`<p class="muted">Loading …</p>`;
    if (this.deployments.length === 0) return html`<p class="muted">No deployment uses this secret.</p>`;
    return html`
      <div role="status" class="restarts" tabindex="-1">${this.progress()}</div>
      <div class="scroll" tabindex="0" role="region" aria-label="Deployments that use this secret">
        <table>
          <thead><tr><th scope="col">Deployment</th><th scope="col">Status</th><th scope="col">This secret</th>
            <th scope="col">Action</th></tr></thead>
          <tbody>${this.deployments.map((deployment) => this.row(deployment))}</tbody>
        </table>
      </div>`;
  }

  progress() {
    const outdated = this.outdated();
    const done = this.deployments.filter((one) => this.restarted.has(one.name) && !this.isUnderWay(one)).length;
    return html`
      ${this.restarted.size === 0 ? nothing : html`
        <p>${done} of ${count(this.restarted.size, "restart")} done.
          <progress value=${done} max=${this.restarted.size} aria-label="Restarts"></progress></p>`}
      ${outdated.length === 0 ? nothing : html`
        <div class="notice">
          <p>${count(outdated.length, "deployment")} ${outdated.length === 1 ? "runs" : "run"} with an earlier revision.</p>
          ${may("write_cluster") ? html`
            <button @click=${() => this.restart(outdated)}>Restart ${outdated.length === 1 ? "it" : "all"} now</button>` : nothing}
        </div>`}`;
  }

  row(deployment) {
    const {name, status, held} = deployment;
    const refused = this.refused.get(name);
    const busy = this.isUnderWay(deployment) ? "true" : nothing;
    return html`
      <tr>
        <th scope="row"><a href=${page(deployment)}>${name}</a></th>
        <td>${status.replaceAll("-", " ")}</td>
        <td>${held ? STATES[held.state](held) : "Used by one of its versions"}
          ${refused ? html`<p class="problem">${refused}</p>` : nothing}</td>
        <td>${status === "terminated" || !may("write_cluster") ? nothing
          : html`<button class="tool" aria-label="Restart ${name}" aria-busy=${busy} aria-disabled=${busy}
              @click=${() => this.restart([deployment])}>Restart</button>
            ${held?.state === "keys_changed" ? html`<a href=${page(deployment)}>Recreate it on its page</a>` : nothing}`}</td>
      </tr>`;
  }
}

customElements.define("bf-secret-uses", Uses);
