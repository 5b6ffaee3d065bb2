import "../components/delete-dialog.js";
import {statusText} from "../components/deployment-status.js";
import {time} from "../components/time.js";
import {Page, html, nothing} from "../element.js";
import {get, query, remove} from "../api.js";
import {bytes, deploy, link, models, page, route, services, upload} from "../artifact.js";
import {tag} from "../bento.js";
import {page as deploymentPage} from "../deployment.js";
import {leave} from "../notice.js";
import {go} from "../router.js";
import {may} from "../session.js";

const MOST = 500;
const NOBODY = {items: []};

/** One version of a bento or of a model: what it is, and who uses it. */
class Artifact extends Page {
  static properties = {
    one: {state: true}, versions: {state: true}, deployments: {state: true}, bentos: {state: true}, problem: {state: true},
  };

  constructor() {
    super();
    /** "bento" or "model" */
    this.kind = location.pathname.split("/")[1].slice(0, -1);
    this.one = null;
    this.problem = "";
  }

  get heading() {
    return `${this.parameters.name}:${this.parameters.version}`;
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    const {name, version} = this.parameters;
    const own = route(this.kind, name, version);
    const isBento = this.kind === "bento";
    try {
      const [one, versions, deployments, bentos] = await Promise.all([
        get(own),
        get(own.slice(0, own.lastIndexOf("/")) + query({count: MOST})),
        isBento && may("read_cluster")
          ? get("/api/v2/deployments" + query({all: true, q: `bento:${this.heading}`, count: MOST})) : NOBODY,
        isBento ? NOBODY : get("/api/v1/bentos" + query({q: `model:${this.heading}`, count: MOST})),
      ]);
      this.versions = versions.items;
      this.deployments = deployments.items;
      this.bentos = bentos.items;
      this.one = one;
    } catch (problem) {
      this.problem = problem.message;
    }
  }

  async delete() {
    const {name, version} = this.parameters;
    await remove(route(this.kind, name, version));
    leave(`The ${this.kind} ${this.heading} is deleted.`);
    go(`/${this.kind}s`, {replace: true});
  }

  render() {
    return html`
      <nav aria-label="Breadcrumb" class="crumbs"><a href="/${this.kind}s">${this.kind === "bento" ? "Bentos" : "Models"}</a></nav>
      <div class="heading">
        <h1 tabindex="-1">${this.heading}</h1>
        ${this.one ? this.actions() : nothing}
      </div>
      ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
      ${this.one ? this.content() : this.problem ? nothing : html`<p aria-busy="true">Loading …</p>`}`;
  }

  actions() {
    const deployable = this.kind === "bento" && this.one.upload_status === "success" && may("write_cluster");
    return html`
      <div class="actions">
        ${deployable ? html`<a class="button" href=${deploy(this.one)}>Deploy</a>` : nothing}
        ${may("write_organization") ? html`
          <button class="danger outline" @click=${() => this.querySelector("bf-delete-dialog").open(() => this.delete())}>Delete</button>` : nothing}
      </div>`;
  }

  content() {
    return html`
      ${this.one.description ? html`<p>${this.one.description}</p>` : nothing}
      ${this.facts()}
      <section aria-labelledby="uses"><h2 id="uses">Used by</h2>${this.uses()}</section>
      <section aria-labelledby="versions"><h2 id="versions">Versions</h2>
        <ul>${this.versions.map((other) => html`
          <li>${other.version === this.one.version ? html`<strong>${other.version}</strong>`
            : html`<a href=${page(this.kind, `${this.parameters.name}:${other.version}`)}>${other.version}</a>`},
            built ${time(other.build_at)}</li>`)}</ul></section>
      <bf-delete-dialog what=${this.kind} name=${this.heading} .warning=${html`
        <p>It is removed from this server; copies elsewhere stay. While ${this.kind === "bento"
          ? "a revision of a deployment uses it" : "a bento or a deployment uses it"}, the server refuses this.</p>`}></bf-delete-dialog>`;
  }

  facts() {
    const {one} = this;
    const fact = (title, text) => text === nothing ? nothing : html`<div><dt>${title}</dt><dd>${text}</dd></div>`;
    return html`
      <dl class="facts">
        ${fact("Size", bytes(one))}
        ${fact("Upload", one.upload_finished_reason ? `${upload(one)}: ${one.upload_finished_reason}` : upload(one))}
        ${this.kind === "bento" ? fact("Services", services(one).join(", ") || "none") : nothing}
        ${this.kind === "bento" && models(one).length > 0
          ? fact("Models", models(one).map((model, i) => html`${i > 0 ? ", " : ""}${link("model", model)}`)) : nothing}
        ${fact("Framework", this.kind === "model" && one.manifest.module || nothing)}
        ${fact("BentoML", one.manifest.bentoml_version || nothing)}
        ${fact("Labels", one.labels.map(({key, value}) => `${key}=${value}`).join(", ") || nothing)}
        ${fact("Built", time(one.build_at))}
        ${fact("Pushed", time(one.created_at))}
      </dl>`;
  }

  uses() {
    if (this.deployments.length + this.bentos.length === 0) {
      return html`<p class="muted">${this.kind === "bento" ? "No deployment runs it." : "No bento uses it."}</p>`;
    }
    return html`
      <ul>
        ${this.deployments.map((one) => html`
          <li><a href=${deploymentPage(one)}>${one.name}</a> ${statusText(one.status)}</li>`)}
        ${this.bentos.map((bento) => html`<li>${link("bento", tag(bento))}</li>`)}
      </ul>`;
  }
}

customElements.define("bf-page-artifact", Artifact);
