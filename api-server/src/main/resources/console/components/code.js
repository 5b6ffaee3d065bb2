import {Element, html, nothing} from "../element.js";

/**
 * Code to take away. Properties: text; label, what screen readers call it; address and file, where
 * it is to be had as a file, and the name of that.
 */
class Code extends Element {
  static properties = {
    text: {attribute: false}, label: {}, address: {}, file: {}, copied: {state: true},
  };

  constructor() {
    super();
    this.text = "";
    this.label = "";
    this.address = "";
    this.file = "";
    this.copied = false;
  }

  async copy() {
    await navigator.clipboard.writeText(this.text);
    this.copied = true;
    setTimeout(() => this.copied = false, 2000);
  }

  render() {
    return html`
      <pre tabindex="0" role="region" aria-label=${this.label}><code>${this.text}</code></pre>
      <div class="actions">
        ${navigator.clipboard ? html`
          <button type="button" class="outline small" @click=${this.copy}>${this.copied ? "Copied" : "Copy"}</button>` : nothing}
        ${this.address ? html`<a href=${this.address} download=${this.file}>Download ${this.file}</a>` : nothing}
      </div>`;
  }
}

customElements.define("bf-code", Code);
