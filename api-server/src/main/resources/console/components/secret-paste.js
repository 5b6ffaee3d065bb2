/**
 * Fills the keys of a form from a pasted text, after showing what would change.
 */
import {Element, html, nothing} from "../element.js";
import {count} from "../format.js";
import {parse} from "../pairs.js";
import {row} from "../secret.js";

/** Property: draft (see `secret.js`). Fires `filled`. */
class Paste extends Element {
  static properties = {
    draft: {attribute: false, hasChanged: () => true},
    pairs: {state: true}, problems: {state: true}, others: {state: true},
  };

  constructor() {
    super();
    this.clear();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.clear();
  }

  /** The event of an earlier closing may come after the dialog was opened again. */
  closed() {
    if (!this.dialog.open) this.clear();
  }

  clear() {
    this.pairs = [];
    this.problems = [];
    this.others = false;
    const text = this.querySelector("textarea");
    if (text) text.value = "";
  }

  get dialog() {
    return this.querySelector("dialog");
  }

  typed(event) {
    Object.assign(this, parse(event.target.value));
  }

  /** The keys that the text would add, those it would replace, and those it does not have. */
  effect() {
    const now = this.draft.rows.map((row) => row.key).filter(Boolean);
    const sent = this.pairs.map((pair) => pair.key);
    return {
      added: sent.filter((key) => !now.includes(key)),
      replaced: sent.filter((key) => now.includes(key)),
      others: now.filter((key) => !sent.includes(key)),
    };
  }

  fill(event) {
    event.preventDefault();
    const {others} = this.effect();
    const gone = (row) => !row.key && !row.value || this.others && others.includes(row.key);
    const rows = this.draft.rows.filter((row) => !gone(row));
    for (const {key, value} of this.pairs) {
      const same = rows.find((row) => row.key === key);
      if (same) Object.assign(same, {value, kept: false});
      else rows.push(row({key, value}));
    }
    this.draft.rows = rows;
    this.dispatchEvent(new CustomEvent("filled", {bubbles: true}));
    this.dialog.close();
  }

  render() {
    return html`
      <button type="button" class="secondary outline" @click=${() => this.dialog.showModal()}>Paste …</button>
      <dialog aria-labelledby="paste-title" @close=${this.closed}>
        <article>
          <h2 id="paste-title">Paste keys and values</h2>
          <label for="paste-text">Text of a <code>.env</code> file, a JSON object, or YAML lines <code>KEY: value</code></label>
          <textarea id="paste-text" class="masked" rows="8" spellcheck="false" autocomplete="off" autocapitalize="off"
              @input=${this.typed}></textarea>
          <div role="status">${this.preview()}</div>
          <footer class="actions">
            <button type="button" class="secondary outline" @click=${() => this.dialog.close()}>Cancel</button>
            <button type="button" ?disabled=${this.pairs.length === 0} @click=${this.fill}>Fill in</button>
          </footer>
        </article>
      </dialog>`;
  }

  preview() {
    const {added, replaced, others} = this.effect();
    const line = (what, keys) => keys.length === 0 ? nothing
      : html`<li>${what} ${count(keys.length, "key")}: <code>${keys.join(", ")}</code></li>`;
    if (this.pairs.length === 0 && this.problems.length === 0) {
      return html`<p class="muted">Nothing is saved yet: the keys are filled in, and you can look at them.</p>`;
    }
    return html`
      <ul class="effect">
        ${line("Adds", added)} ${line("Replaces the value of", replaced)}
        ${line(this.others ? "Removes" : "Leaves", others)}
        ${this.problems.map((problem) => html`<li class="problem">${problem}</li>`)}
      </ul>
      ${others.length === 0 || this.pairs.length === 0 ? nothing : html`
        <label><input type="checkbox" .checked=${this.others}
            @change=${(event) => { this.others = event.target.checked; }}>
          Remove the keys that are not in the text</label>`}`;
  }
}

customElements.define("bf-secret-paste", Paste);
