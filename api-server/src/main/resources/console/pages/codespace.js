import "../components/delete-dialog.js";
import "../components/deployment-log.js";
import {conditions, isBusy, statusText} from "../components/deployment-status.js";
import {Refresh} from "../components/refresh.js";
import {changedAt, time} from "../components/time.js";
import {Page, html, nothing} from "../element.js";
import {get, remove} from "../api.js";
import {load, route} from "../deployment.js";
import {count, size} from "../format.js";
import {leave} from "../notice.js";
import {go} from "../router.js";
import {may} from "../session.js";

const BUSY_PAUSE = 1000;
const PAUSE = 5000;

/** One codespace: its state, its files, its log. */
class Codespace extends Page {
  static properties = {one: {state: true}, files: {state: true}, problem: {state: true}};

  constructor() {
    super();
    this.one = null;
    this.files = [];
    this.problem = "";
    this.cluster = new URLSearchParams(location.search).get("cluster") ?? "";
    this.refresh = new Refresh(this, () => this.load(),
        () => this.one && isBusy(this.one.status) ? BUSY_PAUSE : PAUSE);
  }

  get heading() {
    return this.parameters.name;
  }

  async load() {
    try {
      const one = await load(this.parameters.name, this.cluster);
      this.files = (await get(route(one, "/files"))).files;
      this.one = one;
      this.problem = "";
    } catch (problem) {
      this.problem = problem.message;
    }
  }

  async delete() {
    await remove(route(this.one, "", {expected_uid: this.one.uid}));
    leave(`The codespace ${this.one.name} is deleted.`);
    go("/codespaces", {replace: true});
  }

  render() {
    return html`
      <nav aria-label="Breadcrumb" class="crumbs"><a href="/codespaces">Codespaces</a></nav>
      <div class="heading">
        <h1 tabindex="-1">${this.heading}</h1>
        ${this.one && may("write_cluster") ? html`
          <button class="danger outline" @click=${() => this.querySelector("bf-delete-dialog").open(() => this.delete())}>Delete</button>` : nothing}
      </div>
      ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
      ${this.one ? this.content() : this.problem ? nothing : html`<p aria-busy="true">Loading …</p>`}`;
  }

  content() {
    return html`
      ${this.facts()}
      ${conditions(this.one)}
      <section aria-labelledby="files"><h2 id="files">Files</h2>${this.list()}</section>
      <section aria-labelledby="log"><h2 id="log">Log</h2><bf-deployment-log .deployment=${this.one}></bf-deployment-log></section>
      <bf-delete-dialog what="codespace" name=${this.one.name} .warning=${html`
        <p>It ends, and its address, log and the copies of its files on the server are removed. The project on your
          machine stays.</p>`}></bf-delete-dialog>`;
  }

  facts() {
    const {one} = this;
    const url = one.urls[0];
    const fact = (title, text) => html`<div><dt>${title}</dt><dd>${text}</dd></div>`;
    return html`
      <dl class="facts">
        ${fact("Status", html`<span role="status">${statusText(one.status)}</span>`)}
        ${fact("Address", url ? html`<a href=${url} target="_blank" rel="noreferrer">${url}</a>` : "none yet")}
        ${fact("Cluster", one.cluster.name)}
        ${fact("Secrets", one.secrets.map((secret) => secret.name).join(", ") || "none")}
        ${fact("Created", html`${time(one.created_at)} by ${one.creator.name}`)}
        ${fact("Changed", time(changedAt(one)))}
      </dl>`;
  }

  list() {
    if (this.files.length === 0) return html`<p class="muted">Nothing was uploaded yet.</p>`;
    const all = this.files.reduce((sum, file) => sum + file.size, 0);
    return html`
      <details>
        <summary>${count(this.files.length, "file")}, ${size(all)}</summary>
        <ul>${this.files.map((file) => html`<li><code>${file.path}</code> <span class="muted">${size(file.size)}</span></li>`)}</ul>
      </details>`;
  }
}

customElements.define("bf-page-codespace", Codespace);
