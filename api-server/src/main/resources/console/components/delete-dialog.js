/**
 * Asks before an object is deleted.
 */
import {Element, html, nothing} from "../element.js";

/**
 * Properties: what, such as "secret"; name; warning: what is lost; typed: whether the name must be
 * typed. Deletes by the function that `open` is given.
 */
class DeleteDialog extends Element {
  static properties = {
    what: {}, name: {}, warning: {attribute: false}, typed: {type: Boolean},
    entered: {state: true}, problem: {state: true}, busy: {state: true},
  };

  constructor() {
    super();
    this.warning = nothing;
    this.entered = "";
    this.problem = "";
    this.busy = false;
  }

  /** @param {() => Promise<void>} action */
  open(action) {
    this.action = action;
    this.entered = "";
    this.problem = "";
    this.querySelector("dialog").showModal();
  }

  async confirm(event) {
    event.preventDefault();
    this.busy = true;
    try {
      await this.action();
      this.querySelector("dialog")?.close();
    } catch (problem) {
      this.problem = problem.message;
    }
    this.busy = false;
  }

  render() {
    return html`
      <dialog aria-labelledby="delete-title">
        <article>
          <h2 id="delete-title">Delete the ${this.what} ${this.name}?</h2>
          ${this.warning}
          <form @submit=${this.confirm}>
            ${this.typed ? html`
              <label for="delete-name">Type <strong>${this.name}</strong> to confirm</label>
              <input id="delete-name" autocomplete="off" spellcheck="false" autocapitalize="off" .value=${this.entered}
                  @input=${(event) => { this.entered = event.target.value; }}>` : nothing}
            ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
            <div class="actions">
              <button type="button" class="secondary outline" @click=${() => this.querySelector("dialog").close()}>Cancel</button>
              <button class="danger" ?disabled=${this.busy || this.typed && this.entered !== this.name}>Delete the ${this.what}</button>
            </div>
          </form>
        </article>
      </dialog>`;
  }
}

customElements.define("bf-delete-dialog", DeleteDialog);
