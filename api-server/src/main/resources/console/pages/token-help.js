import {Page, html} from "../element.js";

/** How to get an API token; the command line points here when it is refused. */
class TokenHelp extends Page {
  get heading() {
    return "How to get an API token";
  }

  render() {
    return html`
      <article class="narrow">
        <h1 tabindex="-1">${this.heading}</h1>
        <p>An API token lets <code>bentoml</code>, Terraform and this console use the server.</p>
        <ul>
          <li>The first one is in the file <code>administrator.token</code> in the data folder of the server.</li>
          <li>Create more with it, <a href="/tokens">in the console</a> or by the command line. The value is shown once.
            <pre><code>bentoml api-token create NAME</code></pre></li>
          <li>Log in with a token:
            <pre><code>bentoml cloud login --endpoint ${location.origin} --api-token TOKEN</code></pre></li>
          <li>Log in with this browser:
            <pre><code>bentoml cloud login --endpoint ${location.origin}</code></pre></li>
        </ul>
      </article>`;
  }
}

customElements.define("bf-page-token-help", TokenHelp);
