/**
 * Asks before an object is deleted, or something else is done that cannot be taken back.
 */
import {Element, closing, html, nothing} from "../element.js";

/**
 * Properties: what, such as "secret"; name; warning: what is lost; typed: whether the name must be
 * typed; verb: what is done. The function that `open` is given does it.
 */
class DeleteDialog extends Element {
  static properties = {
    verb: {}, what: {}, name: {}, warning: {attribute: false}, typed: {type: Boolean},
    entered: {state: true}, problem: {state: true}, busy: {state: true},
  };

  constructor() {
    super();
    this.verb = "Delete";
    this.warning = nothing;
    this.entered = "";
    this.problem = "";
    this.busy = false;
  }

  /**
   * Shows it, until the action is done or the user goes back.
   *
   * @param {() => Promise<void>} action
   */
  async open(action) {
    this.action = action;
    this.entered = "";
    this.problem = "";
    const dialog = this.querySelector("dialog");
    dialog.showModal();
    await closing(dialog);
  }

  async confirm(event) {
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    this.problem = "";
    try {
      await this.action();
      this.querySelector("dialog")?.close();
    } catch (problem) {
      this.problem = problem.message;
    }
    this.busy = false;
  }

  /** The id of a part, which differs from that of another dialog on the page. */
  part(name) {
    return `${this.verb.toLowerCase()}-${name}`;
  }

  render() {
    return html`
      <dialog aria-labelledby=${this.part("title")}>
        <article>
          <h2 id=${this.part("title")}>${this.verb} the ${this.what} ${this.name}?</h2>
          ${this.warning}
          <form @submit=${this.confirm}>
            ${this.typed ? html`
              <label for=${this.part("name")}>Type <strong>${this.name}</strong> to confirm</label>
              <input id=${this.part("name")} autocomplete="off" spellcheck="false" autocapitalize="off" .value=${this.entered}
                  @input=${(event) => { this.entered = event.target.value; }}>` : nothing}
            ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
            <div class="actions">
              <button type="button" class="secondary outline" @click=${() => this.querySelector("dialog").close()}>Cancel</button>
              <button class="danger" aria-busy=${this.busy ? "true" : nothing} aria-disabled=${this.busy ? "true" : nothing}
                  ?disabled=${this.typed && this.entered !== this.name}>${this.verb} the ${this.what}</button>
            </div>
          </form>
        </article>
      </dialog>`;
  }
}

customElements.define("bf-delete-dialog", DeleteDialog);
