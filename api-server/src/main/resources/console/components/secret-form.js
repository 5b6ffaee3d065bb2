/**
 * The fields of a secret.
 */
import "./secret-rows.js";
import {Element, html, nothing} from "../element.js";
import {HOME, STAGES, TYPES} from "../secret.js";
import {about, field, invalid} from "./field.js";

const NAME_HELP = "1 to 63 lower-case letters, digits and hyphens. It cannot be changed later.";
const PATH_HELP = "$BENTOML_HOME or a folder below it. Each key is a file there.";
const STAGE_HELP = "An image build sees the values while it installs packages, as for a private index.";

/**
 * Properties: draft (see `secret.js`); existing: whether the secret is there already; clusters: the
 * names to choose from; problem: of the server. Fires `edited`.
 */
class Form extends Element {
  static properties = {
    draft: {attribute: false, hasChanged: () => true}, existing: {type: Boolean},
    clusters: {attribute: false}, problem: {attribute: false},
  };

  set(event) {
    this.draft[event.target.name] = event.target.value;
    this.dispatchEvent(new CustomEvent("edited", {bubbles: true, detail: {moved: false}}));
    this.requestUpdate();
  }

  render() {
    return html`
      <div class="fields">
        ${this.existing ? nothing : this.text("name", "Name", "/name", NAME_HELP)}
        ${this.text("description", "Description", "/description", "What it is for; optional.")}
        ${this.existing || this.clusters.length < 2 ? nothing : this.cluster()}
      </div>
      <div class="fields">
        ${this.type()}
        ${this.draft.type === "mountfile" ? this.text("path", "Path", "/content/path", PATH_HELP) : nothing}
        ${this.stage()}
      </div>
      <h2>Keys</h2>
      <bf-secret-rows .draft=${this.draft} .problem=${this.problem}></bf-secret-rows>`;
  }

  text(name, label, pointer, help) {
    const texts = {help, problem: this.problem?.at(pointer)};
    return field(name, label, html`
      <input id=${name} name=${name} .value=${this.draft[name]} autocomplete="off" autocapitalize="off"
          spellcheck=${name === "description" ? "true" : "false"} aria-invalid=${invalid(texts.problem)}
          aria-describedby=${about(name, texts)} @input=${this.set}>`, texts);
  }

  choice(name, label, choices, texts = {}) {
    return field(name, label, html`
      <select id=${name} name=${name} aria-invalid=${invalid(texts.problem)} aria-describedby=${about(name, texts)}
          @change=${this.set}>
        ${choices.map(([value, text]) => html`
          <option value=${value} ?selected=${value === this.draft[name]}>${text}</option>`)}
      </select>`, texts);
  }

  cluster() {
    return this.choice("cluster", "Cluster", this.clusters.map((name) => [name, name]));
  }

  stage() {
    return this.choice("stage", "Available to", Object.entries(STAGES),
        {help: STAGE_HELP, problem: this.problem?.at("/content/stage")});
  }

  type() {
    return html`
      <fieldset class="field">
        <legend>Mounted as</legend>
        ${Object.entries(TYPES).map(([value, text]) => html`
          <label><input type="radio" name="type" value=${value} .checked=${value === this.draft.type}
              @change=${this.set}>${text}</label>`)}
        <small>${this.draft.type === "env"
          ? "Each key is a variable of the process."
          : html`Each key is a read-only file below <code>${HOME}</code>.`}</small>
      </fieldset>`;
  }
}

customElements.define("bf-secret-form", Form);
