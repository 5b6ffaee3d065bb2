/**
 * The keys of a secret in a form.
 */
import "./secret-paste.js";
import "./secret-value.js";
import {repeat} from "lit/directives/repeat.js";
import {Element, html, nothing} from "../element.js";
import {file, row} from "../secret.js";
import {about, field, invalid} from "./field.js";

const RENAMED = "The name of a stored key cannot be changed: deployments know the value by it. Add another key, and remove this one.";

/** Properties: draft (see `secret.js`); problem: of the server. Fires `edited`, with `moved` where rows came or went. */
class Rows extends Element {
  static properties = {draft: {attribute: false, hasChanged: () => true}, problem: {attribute: false}};

  /** @param {boolean} [moved] whether problems of the server are at other positions now */
  edited(moved = false) {
    this.dispatchEvent(new CustomEvent("edited", {bubbles: true, detail: {moved}}));
    this.requestUpdate();
  }

  async add() {
    this.draft.rows = [...this.draft.rows, row()];
    this.edited(true);
    await this.updateComplete;
    this.querySelector("fieldset:last-of-type input").focus();
  }

  async remove(row) {
    row.value = "";
    this.draft.rows = this.draft.rows.filter((other) => other !== row);
    this.edited(true);
    await this.updateComplete;
    this.querySelector(".add").focus();
  }

  set(row, name) {
    return (event) => {
      row[name] = event.target.value;
      this.edited();
    };
  }

  render() {
    const {rows} = this.draft;
    const all = this.problem?.at("/content/items");
    return html`
      ${all ? html`<p class="problem">${all}</p>` : nothing}
      ${repeat(rows, (row) => row.id, (row, i) => this.row(row, i))}
      <div class="actions">
        <button type="button" class="add secondary outline" @click=${this.add}>Add a key</button>
        <bf-secret-paste .draft=${this.draft} @filled=${() => this.edited(true)}></bf-secret-paste>
      </div>`;
  }

  row(row, i) {
    const problem = (member) => this.problem?.at(`/content/items/${i}/${member}`) ?? "";
    return html`
      <fieldset class="row ${this.draft.type === "mountfile" ? "files" : ""}">
        <legend>Key ${i + 1}</legend>
        ${this.key(row, problem("key"))}
        <bf-secret-value .row=${row} .problem=${problem("value")}></bf-secret-value>
        ${this.draft.type === "mountfile" ? this.subPath(row, problem("sub_path")) : nothing}
        <button type="button" class="tool remove" ?disabled=${this.draft.rows.length === 1}
            aria-label="Remove key ${i + 1}" @click=${() => this.remove(row)}>Remove</button>
      </fieldset>`;
  }

  key(row, problem) {
    const id = `key-${row.id}`;
    const help = row.stored === null ? row.label ?? "" : RENAMED;
    return field(id, "Key", html`
      <input id=${id} .value=${row.key} ?readonly=${row.stored !== null} autocomplete="off" spellcheck="false"
          autocapitalize="off" aria-invalid=${invalid(problem)} aria-describedby=${about(id, {help, problem})}
          @input=${this.set(row, "key")}>`, {help, problem});
  }

  subPath(row, problem) {
    const id = `sub-path-${row.id}`;
    const help = row.key
      ? html`The file: <code>${file(this.draft.path, row.subPath, row.key)}</code>`
      : "Folders between the path and the file; may be empty.";
    return field(id, "Sub path", html`
      <input id=${id} .value=${row.subPath} autocomplete="off" spellcheck="false" autocapitalize="off"
          aria-invalid=${invalid(problem)} aria-describedby=${about(id, {help, problem})}
          @input=${this.set(row, "subPath")}>`, {help, problem});
  }
}

customElements.define("bf-secret-rows", Rows);
