import {html} from "../element.js";
import {ref} from "lit/directives/ref.js";

/** How far from the screen a part of a list is still drawn. */
const MARGIN = "1500px";

/**
 * Draws the parts of a long table that are near the screen; the others keep their height. Each part
 * is a `<tbody data-part=NUMBER>` of the host.
 */
export class ListWindow {
  /** @param {import("lit").LitElement} host */
  constructor(host) {
    this.host = host;
    /** Heights in pixels of the parts that are not drawn, by their numbers. */
    this.far = new Map();
    this.observer = new IntersectionObserver((seen) => this.moved(seen), {rootMargin: MARGIN});
    host.addController(this);
  }

  hostUpdated() {
    for (const part of this.host.querySelectorAll("tbody[data-part]")) this.observer.observe(part);
  }

  hostDisconnected() {
    this.observer.disconnect();
  }

  /** The list begins anew. */
  clear() {
    this.far.clear();
    this.observer.disconnect();
  }

  moved(seen) {
    for (const {target, isIntersecting, boundingClientRect} of seen) {
      const part = Number(target.dataset.part);
      if (isIntersecting) this.far.delete(part);
      else if (!target.contains(document.activeElement)) this.far.set(part, boundingClientRect.height);
    }
    this.host.requestUpdate();
  }

  /**
   * @param {number} part
   * @param {() => unknown} rows what the part shows
   */
  draw(part, rows) {
    const height = this.far.get(part);
    if (height === undefined) return rows();
    return html`<tr aria-hidden="true"><td ${ref((cell) => { if (cell) cell.style.height = `${height}px`; })}></td></tr>`;
  }
}
