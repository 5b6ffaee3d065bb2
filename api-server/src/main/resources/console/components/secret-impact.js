/**
 * Asks before a secret is saved, in a dialog that says what the change leads to.
 */
import {Element, closing, html, nothing} from "../element.js";
import {count} from "../format.js";

/** Property: impact, as `POST /api/v1/org_secrets/{name}/impact` answers. */
class Impact extends Element {
  static properties = {impact: {attribute: false}};

  /** Shows the dialog. @returns {Promise<boolean>} whether to save */
  async ask(impact) {
    this.impact = impact;
    await this.updateComplete;
    const dialog = this.querySelector("dialog");
    dialog.returnValue = "";
    dialog.showModal();
    await closing(dialog);
    return dialog.returnValue === "save";
  }

  render() {
    return html`
      <dialog aria-labelledby="impact-title">
        <article>
          <h2 id="impact-title">What this leads to</h2>
          ${this.impact ? html`<p>${inWords(this.impact)}</p>${this.keys()}${this.duration()}` : nothing}
          <p class="muted">Nothing restarts by itself: running replicas keep what they have until you restart them.</p>
          <form method="dialog" class="actions">
            <button class="secondary outline" value="">Back</button>
            <button value="save">Save</button>
          </form>
        </article>
      </dialog>`;
  }

  duration() {
    const seconds = Math.max(...this.impact.deployments.map((one) => one.start_seconds ?? 0));
    return seconds < 1 ? nothing : html`<p>The last start took up to ${count(Math.round(seconds), "second")}.</p>`;
  }

  keys() {
    const line = (what, keys) => keys.length === 0 ? nothing
      : html`<li>${what}: <code>${keys.join(", ")}</code></li>`;
    return html`<ul class="effect">${line("Added", this.impact.added)}${line("Removed", this.impact.removed)}
      ${line("New value", this.impact.changed)}</ul>`;
  }
}

const EFFECTS = {
  restart: ["needs a restart", "need a restart"],
  recreate: ["needs to be recreated", "need to be recreated"],
  none: ["keeps running as it is", "keep running as they are"],
};

/** "2 deployments need a restart (a, b), 1 keeps running as it is (c)." */
export function inWords(impact) {
  const {deployments} = impact;
  if (deployments.length === 0) return "No deployment uses this secret.";
  const parts = Object.entries(EFFECTS).flatMap(([effect, words]) => {
    const those = deployments.filter((deployment) => deployment.effect === effect);
    if (those.length === 0) return [];
    const names = those.map((deployment) => deployment.name).join(", ");
    const why = effect === "recreate" ? ": " + keysInWords(impact, those) : "";
    return [{number: those.length, words: words[those.length === 1 ? 0 : 1], names: `(${names}${why})`}];
  });
  return parts.map(({number, words, names}, i) =>
    `${number}${i === 0 ? ` deployment${number === 1 ? "" : "s"}` : ""} ${words} ${names}`).join(", ") + ".";
}

/** Why deployments are recreated: by this change, else by what differs from what they run with. */
function keysInWords({added, removed}, deployments) {
  const differ = [...new Set(deployments.flatMap((deployment) => deployment.keys))];
  const reasons = added.length + removed.length > 0 ? [[added, " added"], [removed, " removed"]] : [[differ, ""]];
  return reasons.filter(([keys]) => keys.length > 0)
      .map(([keys, what]) => `key${keys.length === 1 ? "" : "s"} ${keys.join(", ")}${what}`).join(", ");
}

customElements.define("bf-secret-impact", Impact);
