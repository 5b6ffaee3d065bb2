/**
 * The value of one key: hidden, shown while a button is pressed, typed, taken from a file or
 * generated. A value that is stored is kept until it is replaced, and cannot be seen.
 */
import {Element, html, nothing} from "../element.js";
import {count, size} from "../format.js";
import {about, field, invalid} from "./field.js";

const RANDOM_BYTES = 32;

/** Properties: row (see `secret.js`); problem: what is wrong with the value. Fires `edited`. */
class Value extends Element {
  static properties = {
    row: {attribute: false, hasChanged: () => true}, problem: {},
    shown: {state: true}, refused: {state: true},
  };

  constructor() {
    super();
    this.problem = "";
    this.shown = false;
    this.refused = "";
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    for (const input of this.querySelectorAll("input")) input.value = "";
  }

  async change(value, focus = false) {
    Object.assign(this.row, {value, kept: false});
    this.refused = "";
    this.problem = "";
    this.dispatchEvent(new CustomEvent("edited", {bubbles: true}));
    this.requestUpdate();
    if (!focus) return;
    await this.updateComplete;
    this.querySelector("input, button").focus();
  }

  async keep() {
    Object.assign(this.row, {value: "", kept: true});
    this.dispatchEvent(new CustomEvent("edited", {bubbles: true}));
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector("button").focus();
  }

  /** A field of one line would join the lines of a text. */
  paste(event) {
    const text = event.clipboardData.getData("text").replaceAll("\r\n", "\n");
    if (!text.trimEnd().includes("\n")) return;
    event.preventDefault();
    this.change(text, true);
  }

  upload() {
    const input = document.createElement("input");
    input.type = "file";
    input.addEventListener("change", () => this.read(input.files[0]));
    input.click();
  }

  async read(source) {
    try {
      const text = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true});
      await this.change(text.decode(await source.arrayBuffer()), true);
    } catch {
      this.refused = `${source.name} is not text in UTF-8. A value is text: encode the file, for example as Base64.`;
    }
  }

  generate() {
    const bytes = crypto.getRandomValues(new Uint8Array(RANDOM_BYTES));
    const text = btoa(String.fromCharCode(...bytes));
    this.change(text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""));
  }

  render() {
    const {row} = this;
    const id = `value-${row.id}`;
    const problem = this.problem || this.refused;
    const help = this.hint();
    return field(id, "Value", html`
      ${row.kept ? this.stored(id, help) : row.value.includes("\n")
        ? this.lines(id, {help, problem}) : this.line(id, {help, problem})}
      <div class="tools">${row.kept ? nothing : this.tools()}</div>`, {help, problem});
  }

  stored(id, help) {
    return html`
      <div class="together">
        <input id=${id} value="Kept as it is" readonly class="kept" aria-describedby=${about(id, {help})}>
        <button type="button" class="secondary outline" @click=${() => this.change("", true)}>Replace</button>
      </div>`;
  }

  line(id, texts) {
    return html`
      <input id=${id} type=${this.shown ? "text" : "password"} autocomplete="off" spellcheck="false" autocapitalize="off"
          .value=${this.row.value} aria-invalid=${invalid(texts.problem)} aria-describedby=${about(id, texts)}
          @input=${(event) => this.change(event.target.value)} @paste=${this.paste}>`;
  }

  /** A text of several lines stands in no field; it can be looked at and replaced. */
  lines(id, texts) {
    const lines = count(this.row.value.trimEnd().split("\n").length, "line");
    const bytes = size(new TextEncoder().encode(this.row.value).length);
    return html`
      <div class="together">
        <input id=${id} value="Text of ${lines}, ${bytes}" readonly class="kept"
            aria-invalid=${invalid(texts.problem)} aria-describedby=${about(id, texts)}>
        <button type="button" class="secondary outline" @click=${() => this.change("", true)}>Clear</button>
      </div>
      ${this.shown ? html`<pre>${this.row.value}</pre>` : nothing}`;
  }

  tools() {
    const show = (shown) => () => { this.shown = shown; };
    const press = (shown) => (event) => { if ([" ", "Enter"].includes(event.key)) this.shown = shown; };
    return html`
      <button type="button" class="tool" title="Shown while this is pressed" ?disabled=${!this.row.value}
          @pointerdown=${show(true)} @pointerup=${show(false)} @pointerleave=${show(false)}
          @pointercancel=${show(false)} @blur=${show(false)} @keydown=${press(true)} @keyup=${press(false)}>Show</button>
      <button type="button" class="tool" @click=${this.upload}>Upload a file</button>
      <button type="button" class="tool" @click=${this.generate}>Generate</button>
      ${this.row.stored === null ? nothing : html`
        <button type="button" class="tool" @click=${this.keep}>Keep the stored value</button>`}`;
  }

  hint() {
    const {row} = this;
    if (row.kept) return `The stored value, of revision ${row.stored}, stays until it is replaced.`;
    const odd = row.value && row.pattern && !new RegExp(`^(?:${row.pattern})$`, "v").test(row.value);
    if (!odd && !row.hint && !row.link) return "";
    return html`${odd ? html`<strong>This does not have the usual form of this value.</strong> ` : nothing}
      ${row.hint ?? ""} ${row.link
        ? html`<a href=${row.link} target="_blank" rel="noreferrer noopener">Where to find it</a>` : nothing}`;
  }
}

customElements.define("bf-secret-value", Value);
