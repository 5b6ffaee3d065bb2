import {Page, html, nothing} from "../element.js";
import {signIn} from "../session.js";
import {go} from "../router.js";

class SignIn extends Page {
  static properties = {problem: {state: true}, busy: {state: true}};

  constructor() {
    super();
    this.problem = "";
    this.busy = false;
  }

  get heading() {
    return "Sign in";
  }

  async submit(event) {
    event.preventDefault();
    const field = event.target.elements.token;
    this.busy = true;
    this.problem = "";
    try {
      await signIn(field.value.trim());
      field.value = "";
      go(wanted(), {replace: true});
    } catch (problem) {
      this.problem = problem.message;
      this.busy = false;
      await this.updateComplete;
      field.focus();
    }
  }

  render() {
    return html`
      <article class="narrow">
        <h1 tabindex="-1">Sign in</h1>
        <form @submit=${this.submit}>
          <label for="token">API token</label>
          <input id="token" name="token" type="password" autocomplete="current-password" required
              aria-describedby="token-help" aria-invalid=${this.problem ? "true" : nothing}>
          <small id="token-help">The first token is in the file <code>administrator.token</code> in
            the data folder of the server (<a href="/api-token">more about tokens</a>). You can do here what
            the token allows.</small>
          ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
          <button aria-busy=${this.busy ? "true" : nothing} ?disabled=${this.busy}>Sign in</button>
        </form>
      </article>`;
  }
}

/** The page that was asked for before; never one of another server. */
function wanted() {
  const to = new URLSearchParams(location.search).get("to") ?? "/";
  return to.startsWith("/") && !to.startsWith("//") ? to : "/";
}

customElements.define("bf-page-sign-in", SignIn);
