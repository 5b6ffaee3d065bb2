import {Page, html, nothing} from "../element.js";
import {get, post, query} from "../api.js";
import {ago, moment} from "../format.js";
import {go} from "../router.js";
import {may, session} from "../session.js";

const REQUEST = "/api/v1/auth/login_request";

/** Approves a `bentoml cloud login`, which opens this page with a code. */
class LoginApproval extends Page {
  static properties = {request: {state: true}, problem: {state: true}, busy: {state: true}, done: {state: true}};

  constructor() {
    super();
    this.code = new URLSearchParams(location.search).get("code") ?? "";
    this.request = null;
    this.problem = "";
    this.busy = false;
    this.done = false;
  }

  get heading() {
    return "Log in a command line";
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.code) {
      this.load();
    } else {
      go("/api-token", {replace: true});
    }
  }

  async load() {
    try {
      this.request = await get(REQUEST + query({code: this.code}));
    } catch (problem) {
      this.problem = problem.message;
    }
  }

  async approve() {
    this.busy = true;
    this.problem = "";
    try {
      await post(REQUEST, {code: this.code});
      this.done = true;
      await this.updateComplete;
      this.querySelector("h1").focus();
    } catch (problem) {
      this.problem = problem.message;
    } finally {
      this.busy = false;
    }
  }

  render() {
    return html`
      <article class="narrow">
        <h1 tabindex="-1">${this.heading}</h1>
        ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
        ${this.done ? html`<p role="status">The command line is logged in. You can close this page.</p>`
          : this.request ? this.question()
          : this.problem ? html`<p>Run <code>bentoml cloud login</code> again and open the address that it shows.</p>`
          : html`<p aria-busy="true">Loading …</p>`}
      </article>`;
  }

  question() {
    const {requested_at, address, your_address} = this.request;
    return html`
      <p>A <code>bentoml</code> command line asks for an API token. Approve it only if you started this login yourself
        and your terminal shows this code:</p>
      <p><code>${this.code}</code></p>
      <dl class="facts">
        <div><dt>Asked</dt><dd><time datetime=${requested_at}>${moment(requested_at)}</time>, ${ago(requested_at)}</dd></div>
        <div><dt>From the address</dt><dd>${address}</dd></div>
        <div><dt>Your address</dt><dd>${your_address}</dd></div>
      </dl>
      ${address === your_address ? nothing : html`
        <p class="warning">It was asked for from another address than yours.</p>`}
      <p>If somebody sent you the link to this page, do not approve: it would give them access with your permissions.</p>
      ${may("write_organization") ? this.choice() : html`
        <p role="alert">This needs the scope write_organization; the token that you signed in with has
          ${session().scopes.join(", ")}.</p>`}`;
  }

  choice() {
    return html`
      <p>It gets a new token of its own with the scopes of yours (${session().scopes.join(", ")}), valid for 90 days,
        or until yours ends if that is sooner. Yours is not passed on.</p>
      <div class="actions">
        <button aria-busy=${this.busy ? "true" : nothing} ?disabled=${this.busy} @click=${this.approve}>Approve</button>
        <a href="/">Do not approve</a>
      </div>`;
  }
}

customElements.define("bf-page-login-approval", LoginApproval);
