import "../components/deployment-secrets.js";
import "../components/equivalent-code.js";
import "../components/name-value-rows.js";
import "../components/service-settings.js";
import {Page, html, nothing} from "../element.js";
import {tag} from "../bento.js";
import {check, create, load, page, requestOf, route} from "../deployment.js";
import {Problem, get, put, query} from "../api.js";
import {go, guard} from "../router.js";

const PAUSE = 400;
const BENTOS = 500;
const NEW = {name: "", bento: "", access_authorization: false, envs: [], labels: [], secrets: [], services: {}};

/** Without the rows that have no name yet. */
const named = (envs) => envs.filter((env) => env.name);

/** Creates a deployment, or changes one, whose name is in the address then. */
class DeploymentEdit extends Page {
  static properties = {
    body: {state: true}, bentos: {state: true}, types: {state: true}, secrets: {state: true},
    clusters: {state: true}, cluster: {state: true}, check: {state: true}, problem: {state: true},
    busy: {state: true},
  };

  constructor() {
    super();
    this.body = null;
    this.bentos = [];
    this.types = [];
    this.secrets = [];
    this.clusters = [];
    this.cluster = new URLSearchParams(location.search).get("cluster") ?? "default";
    this.check = {problems: [], warnings: []};
    this.problem = "";
    this.busy = false;
    this.changed = false;
  }

  get isNew() {
    return this.parameters.name === undefined;
  }

  get heading() {
    return this.isNew ? "Create a deployment" : `Edit ${this.parameters.name}`;
  }

  connectedCallback() {
    super.connectedCallback();
    guard(() => this.changed);
    this.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  async load() {
    try {
      const [bentos, clusters, before] = await Promise.all([
        get(`/api/v1/bentos?count=${BENTOS}`),
        get("/api/v1/clusters?count=100"),
        this.isNew ? null : load(this.parameters.name, this.cluster),
      ]);
      this.bentos = bentos.items.filter((bento) => bento.upload_status === "success");
      this.clusters = clusters.items;
      this.before = before;
      this.body = before ? requestOf(before) : {...NEW, bento: new URLSearchParams(location.search).get("bento") ?? ""};
      await this.loadCluster();
    } catch (problem) {
      this.problem = problem.message;
    }
  }

  /** What another cluster has, too. */
  async loadCluster() {
    const [types, secrets] = await Promise.all([
      get("/api/v1/instance_types" + query({cluster: this.cluster, count: 100})),
      get("/api/v1/org_secrets" + query({cluster: this.cluster, count: 500, q: "sort:name-asc"})),
    ]);
    this.types = types.items ?? types;
    this.secrets = secrets.items;
  }

  change(changes) {
    this.changed = true;
    this.body = {...this.body, ...changes};
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  /** Asks what the server would refuse, and what it would not honour. */
  async ask() {
    if (!this.body.bento) return;
    try {
      this.check = await check(this.request(), this.cluster);
    } catch {
      // The call that saves says what is wrong.
    }
  }

  request() {
    const body = {...this.body, envs: named(this.body.envs), services: {...this.body.services}};
    for (const [name, {envs, ...settings}] of Object.entries(body.services)) {
      body.services[name] = {...settings, ...envs ? {envs: named(envs)} : {}};
    }
    if (!this.isNew) delete body.name;
    if (body.name === "") delete body.name;
    return body;
  }

  at(pointer) {
    return (this.check.problems ?? []).filter((each) => each.pointer === pointer)
        .map((each) => each.detail).join(" ");
  }

  async save(event) {
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    this.problem = "";
    try {
      const saved = this.isNew
        ? await create(this.request(), this.cluster)
        : await put(route(this.before),
            {...this.request(), expected_revision: this.before.revision, expected_uid: this.before.uid});
      this.changed = false;
      go(page(saved));
    } catch (problem) {
      this.busy = false;
      this.refused(problem);
      await this.updateComplete;
      this.querySelector('[role="alert"]')?.scrollIntoView({block: "center"});
    }
  }

  refused(problem) {
    this.problem = problem.message;
    if (problem instanceof Problem && problem.errors.length > 0) {
      this.check = {...this.check, problems: problem.errors};
    }
  }

  services() {
    const bento = this.bentos.find((each) => tag(each) === this.body.bento);
    const named = (bento?.manifest?.services ?? []).map((service) => service.name);
    return [...new Set([...named, ...Object.keys(this.body.services)])];
  }

  render() {
    if (!this.body) {
      return html`<h1 tabindex="-1">${this.heading}</h1>
        ${this.problem ? html`<p role="alert">${this.problem}</p>` : html`<p aria-busy="true">Loading …</p>`}`;
    }
    return html`
      <nav aria-label="Breadcrumb" class="crumbs"><a href="/deployments">Deployments</a>${this.isNew ? nothing
        : html` / <a href=${page(this.before)}>${this.before.name}</a>`}</nav>
      <h1 tabindex="-1">${this.heading}</h1>
      ${this.before?.managed_by ? html`<p class="warning" role="status">The configuration is kept by
        ${this.before.managed_by}: its next run puts back what is changed here.</p>` : nothing}
      <div class="beside">
        <form @submit=${this.save}>
          ${this.identity()}
          <bf-deployment-secrets .secrets=${this.secrets} .chosen=${this.body.secrets} problem=${this.at("/secrets")}
              @edited=${(event) => this.change({secrets: event.detail})}></bf-deployment-secrets>
          ${this.services().map((name) => html`
            <bf-service-settings name=${name} .settings=${this.body.services[name] ?? {}} .types=${this.types}
                .at=${(pointer) => this.at(pointer)}
                @edited=${(event) => this.change({services: {...this.body.services, [name]: event.detail}})}></bf-service-settings>`)}
          <bf-name-value-rows label="Environment variables" first="Name" second="Value"
              .pairs=${this.body.envs.map((env) => [env.name, env.value ?? ""])}
              @edited=${(event) => this.change({envs: event.detail.map(([name, value]) => ({name, value}))})}></bf-name-value-rows>
          <bf-name-value-rows label="Labels" first="Key" second="Value"
              .pairs=${this.body.labels.map((label) => [label.key, label.value])}
              @edited=${(event) => this.change({labels: event.detail.map(([key, value]) => ({key, value}))})}></bf-name-value-rows>
          ${this.remarks()}
          <div class="actions">
            <button aria-busy=${this.busy ? "true" : nothing}>${this.isNew ? "Create" : "Save"}</button>
            <a href=${this.isNew ? "/deployments" : page(this.before)}>Back</a>
          </div>
        </form>
        <aside><bf-equivalent-code .body=${this.body}></bf-equivalent-code></aside>
      </div>`;
  }

  identity() {
    return html`
      <div class="fields">
        <label>Name
          <input .value=${this.body.name} ?disabled=${!this.isNew} placeholder="chosen by the server" pattern="[a-z0-9]([a-z0-9\\-]*[a-z0-9])?" maxlength="63"
              @input=${(event) => this.change({name: event.target.value})}>
          ${this.at("/name") ? html`<small role="alert">${this.at("/name")}</small>` : nothing}
        </label>
        <label>Cluster
          <select ?disabled=${!this.isNew} @change=${(event) => { this.cluster = event.target.value; this.loadCluster(); this.change({secrets: []}); }}>
            ${this.clusters.map((cluster) => html`<option ?selected=${cluster.name === this.cluster}>${cluster.name}</option>`)}
          </select>
        </label>
      </div>
      <label>Bento
        <select required @change=${(event) => this.change({bento: event.target.value, services: {}})}>
          <option value="" ?selected=${!this.body.bento}>Choose one</option>
          ${this.bentos.map((bento) => html`<option ?selected=${tag(bento) === this.body.bento}>${tag(bento)}</option>`)}
        </select>
        ${this.at("/bento") ? html`<small role="alert">${this.at("/bento")}</small>` : nothing}
      </label>
      ${this.bentos.length === 0 ? html`<p class="muted">No bento was pushed yet: <code>bentoml build --push</code></p>` : nothing}
      <label><input type="checkbox" role="switch" .checked=${this.body.access_authorization}
          @change=${(event) => this.change({access_authorization: event.target.checked})}>
        Calls need an API token</label>`;
  }

  /** What is refused without a field of its own here, and what is not honoured. */
  remarks() {
    return html`
      ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
      ${(this.check.problems ?? []).map((each) => html`<p role="alert">${each.detail}</p>`)}
      ${this.body.canary ? html`<p>This deployment has canary versions. Saving keeps them as they are; the
        equivalent code leaves them out.</p>` : nothing}
      ${(this.check.warnings ?? []).map((each) => html`<p class="warning" role="status">${each.detail}</p>`)}`;
  }
}

customElements.define("bf-page-deployment-edit", DeploymentEdit);
