import "../components/delete-dialog.js";
import {repeat} from "lit/directives/repeat.js";
import {Page, html, nothing} from "../element.js";
import {get, post, remove} from "../api.js";
import {ago, moment} from "../format.js";
import {may} from "../session.js";

const COUNT = 500;

/** What each scope opens, as the README says it. */
const SCOPES = {
  api: "everything below",
  read_organization: "reading bentos, models, clusters and API tokens",
  write_organization: "the same, and pushing, creating API tokens",
  read_cluster: "reading secrets (never values) and deployments, their logs",
  plan_cluster: "the same, and comparing and checking: a terraform plan",
  write_cluster: "the same, and changing secrets and deployments",
  protected_endpoint_access: "calling deployments, those that need a token and all through the API",
};

/** Creates and revokes the API tokens of the user. The value of a new one is shown once. */
class Tokens extends Page {
  static properties = {
    tokens: {state: true}, created: {state: true}, problem: {state: true}, busy: {state: true},
    notice: {state: true}, doomed: {state: true},
  };

  constructor() {
    super();
    this.tokens = null;
    this.created = null;
    this.problem = "";
    this.busy = false;
    this.notice = "";
    /** The name of the token that the user is asked about. */
    this.doomed = "";
  }

  get heading() {
    return "API tokens";
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.created = null;
  }

  async load() {
    try {
      this.tokens = (await get(`/api/v1/api_tokens?count=${COUNT}`)).items;
    } catch (problem) {
      this.problem = problem.message;
    }
  }

  async create(event) {
    event.preventDefault();
    if (this.busy) return;
    const form = event.target;
    const data = new FormData(form);
    const days = Number(data.get("days"));
    this.busy = true;
    this.problem = "";
    try {
      this.created = await post("/api/v1/api_tokens", {
        name: data.get("name"),
        description: "",
        scopes: data.getAll("scope"),
        ...(days > 0 ? {expired_at: new Date(Date.now() + days * 86400000).toISOString()} : {}),
      });
      form.reset();
      await this.load();
      await this.updateComplete;
      this.querySelector("#created")?.focus();
    } catch (problem) {
      this.problem = problem.message;
    } finally {
      this.busy = false;
    }
  }

  /** Asks first. The row and its button are gone then: the focus goes to what tells of it. */
  async revoke(token) {
    this.doomed = token.name;
    await this.updateComplete;
    await this.querySelector("bf-delete-dialog").open(async () => {
      await remove(`/api/v1/api_tokens/${token.uid}`);
      await this.load();
      this.notice = `The token ${token.name} is revoked.`;
    });
    this.refocus('[role="status"]');
  }

  /** It is not shown again. */
  forget() {
    this.created = null;
    this.refocus("h1");
  }

  render() {
    return html`
      <h1 tabindex="-1">API tokens</h1>
      ${this.notice ? html`<p role="status" class="done" tabindex="-1">${this.notice}</p>` : nothing}
      ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
      ${this.created ? html`
        <article id="created" tabindex="-1">
          <p><strong>The token ${this.created.name}</strong> is shown this once:</p>
          <pre><code>${this.created.token}</code></pre>
          <button class="small outline" @click=${this.forget}>I have it</button>
        </article>` : nothing}
      ${this.list()}
      <bf-delete-dialog verb="Revoke" what="token" name=${this.doomed} .warning=${html`
        <p>What uses it is refused from now on.</p>`}></bf-delete-dialog>
      ${may("write_organization") ? html`<section><h2>Create a token</h2>${this.form()}</section>` : nothing}`;
  }

  form() {
    return html`
      <form @submit=${this.create}>
        <div class="fields">
          <label>Name <input name="name" required maxlength="63"></label>
          <label>Ends after
            <select name="days">
              <option value="30">30 days</option>
              <option value="90" selected>90 days</option>
              <option value="365">a year</option>
              <option value="0">never</option>
            </select>
          </label>
        </div>
        <fieldset><legend>What it may do</legend>
          ${Object.entries(SCOPES).map(([scope, opens]) => html`
            <label class="choice"><input type="checkbox" name="scope" value=${scope} ?checked=${scope === "plan_cluster"}>
              <span><code>${scope}</code> ${opens}</span></label>`)}
        </fieldset>
        <button aria-busy=${this.busy ? "true" : nothing}>Create token</button>
      </form>`;
  }

  list() {
    if (!this.tokens) return html`<p aria-busy="true">Loading …</p>`;
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label="Tokens"><table>
        <thead><tr><th scope="col">Name</th><th scope="col">May do</th><th scope="col">Last used</th><th scope="col">Ends</th><th scope="col">Actions</th></tr></thead>
        <tbody>${repeat(this.tokens, (token) => token.uid, (token) => html`
          <tr>
            <th scope="row">${token.name}</th>
            <td>${token.scopes.join(", ")}</td>
            <td>${ago(token.last_used_at)}</td>
            <td title=${moment(token.expired_at)}>${token.expired_at ? ago(token.expired_at) : "never"}</td>
            <td>${may("write_organization") ? html`<button class="small outline" aria-label="Revoke ${token.name}"
                @click=${() => this.revoke(token)}>Revoke</button>` : nothing}</td>
          </tr>`)}
        </tbody>
      </table></div>`;
  }
}

customElements.define("bf-page-tokens", Tokens);
