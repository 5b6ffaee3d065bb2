/**
 * What all elements of the console have in common. They have no shadow tree, so that the style
 * sheet, labels and headings work across them.
 */
import {LitElement} from "lit";

export {html, nothing} from "lit";

/** What waits for the closings of each dialog, the earliest first. */
const waiting = new WeakMap();

/**
 * Ends when the dialog is closed that is open now. The event of an earlier closing may come after
 * the dialog was opened again.
 *
 * @param {HTMLDialogElement} dialog
 * @returns {Promise<void>}
 */
export function closing(dialog) {
  if (!waiting.has(dialog)) {
    waiting.set(dialog, []);
    dialog.addEventListener("close", () => waiting.get(dialog).shift()?.());
  }
  return new Promise((closed) => waiting.get(dialog).push(closed));
}

export class Element extends LitElement {
  createRenderRoot() {
    return this;
  }

  /**
   * Gives the focus to another place where what had it is gone, such as a button that was pressed, or
   * is in a dialog that was closed.
   *
   * @param {string} selector
   */
  async refocus(selector) {
    await this.updateComplete;
    const focused = document.activeElement;
    if (focused === document.body || !focused.checkVisibility()) this.querySelector(selector)?.focus();
  }
}

/** A page: the router gives it the parameters of its address. */
export class Page extends Element {
  static properties = {parameters: {attribute: false}};

  constructor() {
    super();
    /** @type {Object<string, string>} */
    this.parameters = {};
  }

  /** The title of the document, and the name of the page for screen readers. */
  get heading() {
    return "";
  }

  /** The focus stays on the heading where another one takes its place, as when a page has loaded. */
  update(changed) {
    const before = this.querySelector("h1");
    const focused = before !== null && before === document.activeElement;
    super.update(changed);
    if (focused && !before.isConnected) this.querySelector("h1")?.focus();
  }

  updated() {
    if (this.heading) document.title = `${this.heading} - Bentoform`;
  }
}
