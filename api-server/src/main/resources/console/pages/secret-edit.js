import "../components/secret-form.js";
import "../components/secret-impact.js";
import "../components/secret-templates.js";
import {Page, html, nothing} from "../element.js";
import {Problem, get, patch, post, query} from "../api.js";
import {focusProblem} from "../components/field.js";
import {leave} from "../notice.js";
import {go, guard} from "../router.js";
import {body, complete, draft, draftOf, forget, ifThere, missing, page, route, takeUp} from "../secret.js";
import {fromTemplate} from "../secret-template.js";

/** Creates a secret, or changes one that is there. */
class SecretEdit extends Page {
  static properties = {
    secret: {state: true}, draft: {state: true}, templates: {state: true}, clusters: {state: true},
    problem: {state: true}, busy: {state: true}, moved: {state: true},
  };

  constructor() {
    super();
    this.secret = null;
    this.draft = null;
    this.templates = [];
    this.clusters = [];
    this.problem = null;
    this.busy = false;
    this.moved = false;
    this.unsaved = false;
  }

  get heading() {
    return this.parameters.name ? `Edit ${this.parameters.name}` : "Create a secret";
  }

  connectedCallback() {
    super.connectedCallback();
    const asked = new URLSearchParams(location.search);
    this.cluster = asked.get("cluster") ?? "";
    guard(() => this.unsaved);
    this.load(asked.get("template")).catch((problem) => { this.problem = problem; });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    forget(this.draft);
  }

  async load(template) {
    if (this.parameters.name) {
      this.secret = await get(this.route());
      this.draft = draftOf(this.secret);
      return;
    }
    const [templates, clusters] = await Promise.all([
      ifThere("/api/v1/secret_templates", {items: []}), ifThere("/api/v1/clusters", {items: []})]);
    this.clusters = clusters.items.map((cluster) => cluster.name);
    this.templates = templates.items;
    if (template === null && this.templates.length > 0) return;
    const chosen = this.templates.find(({name}) => name === template);
    this.draft = draft({cluster: this.clusters[0] ?? "", ...(chosen ? fromTemplate(chosen) : {})});
  }

  route(more = "") {
    return route(this.parameters.name, this.cluster, more);
  }

  edited(event) {
    this.unsaved = true;
    if (event.detail?.moved) this.problem = null;
  }

  async submit(event) {
    event.preventDefault();
    if (this.busy) return;
    complete(this.draft);
    this.problem = missing(this.draft);
    if (!this.problem) {
      this.busy = true;
      try {
        const saved = this.secret ? await this.change() : await this.create();
        if (saved) this.done(saved);
      } catch (problem) {
        this.failed(problem);
      }
      this.busy = false;
    }
    await this.updateComplete;
    if (this.problem) setTimeout(() => focusProblem(this));
  }

  create() {
    return post("/api/v1/org_secrets" + query({cluster: this.draft.cluster}),
        {name: this.draft.name.trim(), ...body(this.draft)});
  }

  /** Says what the change leads to before it is made. @returns {Promise<?object>} null when the user goes back */
  async change() {
    const wanted = {...body(this.draft), expected_uid: this.secret.uid, expected_revision: this.secret.revision};
    const impact = await this.impact(wanted);
    const matters = impact?.deployments.some((deployment) => deployment.effect !== "none");
    if (matters && !await this.querySelector("bf-secret-impact").ask(impact)) return null;
    return patch(this.route(), wanted);
  }

  /** What is wrong with the body, and whether somebody else was faster, the write itself tells. */
  async impact(wanted) {
    try {
      return await post(this.route("/impact"), wanted);
    } catch (problem) {
      if (problem instanceof Problem && [403, 404, 422].includes(problem.status)) return null;
      throw problem;
    }
  }

  done(saved) {
    this.unsaved = false;
    forget(this.draft);
    this.draft = null;
    leave(saved.unchanged ? "Nothing has changed." : `Saved as revision ${saved.revision}.`);
    go(page(saved.name, saved.cluster.name), {replace: true});
  }

  failed(problem) {
    const taken = problem.type.endsWith(":already_exists");
    this.moved = problem.type.endsWith(":revision_moved");
    this.problem = taken
      ? new Problem(problem.status, problem.message, [{pointer: "/name", detail: problem.message}])
      : problem;
  }

  /** Goes on with what was typed, from the revision that somebody else made. */
  async takeUp() {
    try {
      const now = await get(this.route());
      takeUp(this.draft, this.secret, now);
      this.secret = now;
      this.problem = null;
      this.moved = false;
    } catch (problem) {
      this.problem = problem;
    }
  }

  render() {
    return html`
      <nav aria-label="Breadcrumb" class="crumbs"><a href="/secrets">Secrets</a>${this.secret
        ? html` / <a href=${page(this.secret.name, this.cluster)}>${this.secret.name}</a>` : nothing}</nav>
      <h1 tabindex="-1">${this.heading}</h1>
      ${this.draft ? this.form() : this.templates.length > 0
        ? html`<bf-secret-templates .templates=${this.templates}></bf-secret-templates>`
        : this.problem ? html`<p role="alert" tabindex="-1">${this.problem.message}</p>`
        : html`<p role="status" class="muted">Loading …</p>`}`;
  }

  form() {
    const back = this.secret ? page(this.secret.name, this.cluster)
      : this.templates.length > 0 ? "/new/secret" : "/secrets";
    return html`
      <form class="wide" novalidate autocomplete="off" @submit=${this.submit} @edited=${this.edited}>
        <bf-secret-form .draft=${this.draft} .problem=${this.problem} .clusters=${this.clusters}
            ?existing=${this.secret !== null}></bf-secret-form>
        ${this.problem ? this.alert() : nothing}
        <div class="actions end-of-form">
          <button aria-busy=${this.busy ? "true" : nothing}>Save</button>
          <a href=${back}>${this.secret ? "Cancel" : "Back"}</a>
        </div>
      </form>
      <bf-secret-impact></bf-secret-impact>`;
  }

  alert() {
    return html`
      <div role="alert" tabindex="-1">
        <p>${this.problem.message}</p>
        ${this.moved ? html`
          <p>What you typed is still here. Keys that were added or removed are taken up into this form, and you can look at
            them before you save.</p>
          <button type="button" class="secondary outline" @click=${this.takeUp}>Take up the other change</button>` : nothing}
      </div>`;
  }
}

customElements.define("bf-page-secret-edit", SecretEdit);
