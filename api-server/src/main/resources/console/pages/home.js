import {isBad, statusText, waiting} from "../components/deployment-status.js";
import {changedAt} from "../components/time.js";
import {Page, html, nothing} from "../element.js";
import {get, put} from "../api.js";
import {page} from "../deployment.js";
import {ago, count} from "../format.js";
import {page as secretPage} from "../secret.js";
import {may, mayAsAdministrator} from "../session.js";

const OLD = 365 * 86400 * 1000;
const SOON = 14 * 86400 * 1000;
const LOOKED_AT = 500;

/** What needs attention. */
class Home extends Page {
  static properties = {items: {state: true}, totals: {state: true}, problem: {state: true}};

  constructor() {
    super();
    this.items = null;
    this.totals = null;
    this.problem = "";
  }

  get heading() {
    return "Overview";
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    try {
      const [version, deployments, codespaces, secrets, tokens, rootKey] = await Promise.all([
        get("/api/v1/version"),
        readable("read_cluster", `/api/v2/deployments?all=true&count=${LOOKED_AT}`),
        readable("read_cluster", "/api/v2/deployments?all=true&q=is:dev&count=1"),
        readable("read_cluster", `/api/v1/org_secrets?all=true&q=sort:updated_at-asc&count=${LOOKED_AT}`),
        readable("read_organization", `/api/v1/api_tokens?count=${LOOKED_AT}`),
        mayAsAdministrator("read_organization") ? get("/api/v1/root_key") : null,
      ]);
      this.totals = may("read_cluster") ? {
        deployments: deployments.total - codespaces.total, codespaces: codespaces.total, secrets: secrets.total,
      } : null;
      this.items = [
        ...(version.notices ?? []).map((notice) => ({text: notice.message ?? notice})),
        ...(rootKey && !rootKey.backup ? [this.ofRootKey(rootKey)] : []),
        ...deployments.items.flatMap(ofDeployment),
        ...secrets.items.flatMap(ofSecret),
        ...tokens.items.flatMap(ofToken),
      ];
    } catch (problem) {
      this.problem = problem.message;
    }
  }

  /** Whether a copy is kept the server can not know: somebody says so. */
  ofRootKey({fingerprint, location}) {
    return {
      text: html`Keep a copy of the root key (<code>${location}</code>) apart from the database and its backups: without it the
        values of all secrets are lost.`,
      action: mayAsAdministrator("write_organization")
        ? {text: "It is backed up", run: () => put("/api/v1/root_key/backup", {fingerprint})} : null,
    };
  }

  async done(action) {
    this.problem = "";
    try {
      await action.run();
      await this.load();
      this.querySelector("h1").focus();
    } catch (problem) {
      this.problem = problem.message;
    }
  }

  render() {
    return html`
      <h1 tabindex="-1">Overview</h1>
      ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
      ${this.totals ? html`
        <p><a href="/secrets">${count(this.totals.secrets, "secret")}</a>,
          <a href="/deployments">${count(this.totals.deployments, "deployment")}</a>,
          <a href="/codespaces">${count(this.totals.codespaces, "codespace")}</a></p>` : nothing}
      <section><h2>What needs attention</h2>
      ${!this.items ? html`<p aria-busy=${this.problem ? nothing : "true"}></p>`
        : this.items.length === 0 ? html`<p>Nothing does.</p>`
        : html`<ul class="conditions">${this.items.map((item) => html`
            <li>${item.link ? html`<a href=${item.link}>${item.name}</a> ` : nothing}${item.text}
              ${item.action ? html`<p><button class="outline small" @click=${() => this.done(item.action)}>${item.action.text}</button></p>` : nothing}</li>`)}
          </ul>`}</section>`;
  }
}

/** An empty list where the session may not read one. */
const readable = (scope, path) => may(scope) ? get(path) : Promise.resolve({items: [], total: 0});

function ofDeployment(one) {
  const link = page(one);
  const missed = waiting(one).map((secret) => secret.name);
  return [
    ...(isBad(one.status) ? [{link, name: one.name, text: statusText(one.status)}] : []),
    ...(missed.length > 0
      ? [{link, name: one.name, text: `waits for a restart to use what changed in ${missed.join(", ")}.`}] : []),
  ];
}

function ofSecret(secret) {
  const changed = changedAt(secret);
  return Date.now() - Date.parse(changed) < OLD ? [] : [{
    link: secretPage(secret.name, secret.cluster.name),
    name: secret.name,
    text: `was last changed ${ago(changed)}.`,
  }];
}

function ofToken(token) {
  const left = Date.parse(token.expired_at) - Date.now();
  return !token.expired_at || left > SOON || left < 0 ? [] : [{
    text: `The API token ${token.name} ends ${ago(token.expired_at)}.`,
  }];
}

customElements.define("bf-page-home", Home);
