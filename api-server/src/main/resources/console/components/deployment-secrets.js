import {Element, html, nothing} from "../element.js";
import {file} from "../secret.js";
import {may} from "../session.js";

/**
 * Which secrets a deployment gets, and what comes of them in its replicas. Properties: secrets (all
 * of the cluster, as the API gives them), chosen (names), problem. Fires "edited" with the names.
 */
class DeploymentSecrets extends Element {
  static properties = {secrets: {attribute: false}, chosen: {attribute: false}, problem: {}};

  constructor() {
    super();
    this.secrets = [];
    this.chosen = [];
    this.problem = "";
  }

  toggle(name, on) {
    const chosen = on ? [...this.chosen, name] : this.chosen.filter((each) => each !== name);
    this.dispatchEvent(new CustomEvent("edited", {detail: chosen}));
  }

  render() {
    const given = this.chosen.flatMap((name) => {
      const secret = this.secrets.find((each) => each.name === name);
      return secret ? targets(secret) : [];
    });
    return html`
      <fieldset>
        <legend>Secrets</legend>
        ${this.secrets.length === 0 ? html`<p class="muted">There is none yet. ${may("write_cluster") ? html`<a href="/new/secret">Create a secret</a>` : nothing}</p>` : nothing}
        <div class="choices">${this.secrets.map((secret) => html`
          <label><input type="checkbox" .checked=${this.chosen.includes(secret.name)}
              @change=${(event) => this.toggle(secret.name, event.target.checked)}>${secret.name}</label>`)}
        </div>
        ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
        ${given.length === 0 ? nothing : html`
          <p>The replicas get:</p>
          <ul class="given">${given.map((each) => html`<li><code>${each.target}</code> <span class="muted">= ••••••, from ${each.secret}</span>
            ${conflicts(each, given) ? html`<strong> another secret gives it too: both must have the same value</strong>` : nothing}</li>`)}
          </ul>`}
      </fieldset>`;
  }
}

/** The variables and files of a secret. */
function targets(secret) {
  return secret.content.items.map((item) => ({
    secret: secret.name,
    target: secret.content.type === "mountfile"
      ? file(secret.content.path, item.sub_path, item.key) : item.key,
  }));
}

const conflicts = (one, all) =>
  all.some((other) => other.secret !== one.secret && other.target === one.target);

customElements.define("bf-deployment-secrets", DeploymentSecrets);
