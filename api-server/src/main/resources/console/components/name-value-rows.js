import {Element, html} from "../element.js";

/**
 * Rows of a name and a value. Properties: label, first, second (what the columns are called), pairs
 * ([[name, value]]). Fires "edited" with the pairs.
 */
class NameValueRows extends Element {
  static properties = {label: {}, first: {}, second: {}, pairs: {attribute: false}};

  constructor() {
    super();
    this.pairs = [];
  }

  changed(pairs) {
    this.dispatchEvent(new CustomEvent("edited", {detail: pairs}));
  }

  set(row, column, value) {
    this.changed(this.pairs.map((pair, i) =>
      i === row ? pair.map((each, j) => j === column ? value : each) : pair));
  }

  async add() {
    this.changed([...this.pairs, ["", ""]]);
    await this.updateComplete;
    requestAnimationFrame(() => this.querySelector(".pair:last-of-type input")?.focus());
  }

  /** Its button is gone then: the focus goes to the one that adds a row. */
  remove(row) {
    this.changed(this.pairs.filter((_, i) => i !== row));
    this.querySelector("button.add").focus();
  }

  render() {
    return html`
      <fieldset>
        <legend>${this.label}</legend>
        ${this.pairs.map(([name, value], i) => html`
          <div class="pair">
            <input aria-label="${this.first} ${i + 1}" placeholder=${this.first} .value=${name} @input=${(event) => this.set(i, 0, event.target.value)}>
            <input aria-label="${this.second} ${i + 1}" placeholder=${this.second} .value=${value} @input=${(event) => this.set(i, 1, event.target.value)}>
            <button type="button" class="outline small" aria-label="Remove ${name || `row ${i + 1}`}"
                @click=${() => this.remove(i)}>Remove</button>
          </div>`)}
        <button type="button" class="outline small add" @click=${this.add}>Add</button>
      </fieldset>`;
  }
}

customElements.define("bf-name-value-rows", NameValueRows);
