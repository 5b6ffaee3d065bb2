import "../components/delete-dialog.js";
import "../components/secret-uses.js";
import {changedAt, time} from "../components/time.js";
import {Page, html, nothing} from "../element.js";
import {get, remove} from "../api.js";
import {count} from "../format.js";
import {leave, take} from "../notice.js";
import {go} from "../router.js";
import {STAGES, TYPES, file, ifThere, page, route} from "../secret.js";
import {may} from "../session.js";
import {terraformPage} from "../terraform.js";

/** One secret: its keys, who uses it, its history. */
class Secret extends Page {
  static properties = {
    secret: {state: true}, history: {state: true}, uses: {state: true}, problem: {state: true},
  };

  constructor() {
    super();
    this.secret = null;
    this.history = [];
    this.uses = 0;
    this.problem = "";
    this.notice = take();
  }

  get heading() {
    return this.parameters.name;
  }

  connectedCallback() {
    super.connectedCallback();
    this.cluster = new URLSearchParams(location.search).get("cluster") ?? "";
    this.load().catch((problem) => { this.problem = problem.message; });
  }

  async load() {
    const {name} = this.parameters;
    const [secret, history] = await Promise.all([
      get(route(name, this.cluster)), ifThere(route(name, this.cluster, "/revisions"), {items: []})]);
    this.history = history.items;
    this.uses = secret.used_by ?? 0;
    this.secret = secret;
  }

  async delete() {
    const {name, uid} = this.secret;
    await remove(route(name, this.cluster, "", {expected_uid: uid}));
    leave(`The secret ${name} is deleted.`);
    go("/secrets", {replace: true});
  }

  render() {
    return html`
      <nav aria-label="Breadcrumb" class="crumbs"><a href="/secrets">Secrets</a></nav>
      <div class="heading">
        <h1 tabindex="-1">${this.heading}</h1>
        ${this.secret ? html`
          <div class="actions">
            ${may("write_cluster") ? html`<a class="button" href=${page(this.heading, this.cluster, "/edit")}>Edit</a>` : nothing}
            <a role="button" class="outline" href=${terraformPage({secret: this.secret.name, cluster: this.secret.cluster.name})}>To Terraform</a>
            ${may("write_cluster") ? html`<button class="danger outline" @click=${this.ask}>Delete</button>` : nothing}
          </div>` : nothing}
      </div>
      ${this.notice ? html`<p role="status" class="done">${this.notice}</p>` : nothing}
      ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
      ${this.secret ? this.content() : nothing}`;
  }

  ask() {
    this.querySelector("bf-delete-dialog").open(() => this.delete());
  }

  content() {
    const {secret} = this;
    const {name} = secret.cluster;
    return html`
      ${secret.description ? html`<p>${secret.description}</p>` : nothing}
      ${this.facts()}
      <section aria-labelledby="keys"><h2 id="keys">Keys</h2>${this.keys()}</section>
      <section aria-labelledby="uses"><h2 id="uses">Used by</h2>
        <bf-secret-uses name=${secret.name} cluster=${name}
            @loaded=${(event) => { this.uses = event.detail; }}></bf-secret-uses></section>
      ${this.history.length === 0 ? nothing : html`
        <section aria-labelledby="history"><h2 id="history">History</h2>${this.revisions()}</section>`}
      <bf-delete-dialog what="secret" name=${secret.name} ?typed=${this.uses > 0}
          .warning=${this.warning()}></bf-delete-dialog>`;
  }

  warning() {
    return this.uses === 0
      ? html`<p>Its values are lost. No deployment uses it.</p>`
      : html`<p>Its values are lost. ${count(this.uses, "deployment")} ${this.uses === 1 ? "uses" : "use"} it:
          what runs goes on, and a later start fails while there is no secret of this name.</p>`;
  }

  facts() {
    const {content, cluster, revision, creator, created_at, updated_by} = this.secret;
    const fact = (title, text) => html`<div><dt>${title}</dt><dd>${text}</dd></div>`;
    return html`
      <dl class="facts">
        ${fact("Mounted as", TYPES[content.type])}
        ${content.path ? fact("Path", html`<code>${content.path}</code>`) : nothing}
        ${fact("Available to", STAGES[content.stage])}
        ${fact("Cluster", cluster.name)}
        ${fact("Revision", revision)}
        ${fact("Created", html`${time(created_at)} by ${creator.name}`)}
        ${fact("Changed", html`${time(changedAt(this.secret))}${updated_by ? ` by ${updated_by.name}` : ""}`)}
      </dl>`;
  }

  keys() {
    const {content} = this.secret;
    const files = content.type === "mountfile";
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label="Keys of this secret">
        <table>
          <thead><tr><th scope="col">Key</th>${files ? html`<th scope="col">File</th>` : nothing}
            <th scope="col">Value since revision</th></tr></thead>
          <tbody>${content.items.map((item) => html`
            <tr><th scope="row"><code>${item.key}</code></th>
              ${files ? html`<td><code>${file(content.path, item.sub_path, item.key)}</code></td>` : nothing}
              <td>${item.revision}</td></tr>`)}</tbody>
        </table>
      </div>`;
  }

  revisions() {
    const keys = (what, list) => list?.length > 0 ? html`${what} <code>${list.join(", ")}</code> ` : nothing;
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label="History of this secret">
        <table>
          <thead><tr><th scope="col">Revision</th><th scope="col">When</th><th scope="col">Who</th>
            <th scope="col">Keys</th></tr></thead>
          <tbody>${this.history.map((one) => html`
            <tr><th scope="row">${one.revision}</th><td>${time(one.created_at)}</td><td>${one.creator?.name ?? ""}</td>
              <td>${keys("added", one.added)}${keys("removed", one.removed)}${keys("new value of", one.changed)}${keys("moved", one.moved)}</td></tr>`)}
          </tbody>
        </table>
      </div>`;
  }
}

customElements.define("bf-page-secret", Secret);
