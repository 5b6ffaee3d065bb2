import {Element, html, nothing} from "../element.js";
import {toCommand, toPython, toTerraform, toYaml} from "../equivalent.js";

const FORMS = [
  ["Terraform", toTerraform],
  ["deployment.yaml", toYaml],
  ["Command line", toCommand],
  ["Python", toPython],
];

/** A deployment as code, as it is filled in. Property: body of a create. */
class EquivalentCode extends Element {
  static properties = {body: {attribute: false}, form: {state: true}, copied: {state: true}};

  constructor() {
    super();
    this.form = FORMS[0][0];
    this.copied = false;
  }

  get text() {
    return FORMS.find(([name]) => name === this.form)[1](this.body);
  }

  async copy() {
    await navigator.clipboard.writeText(this.text);
    this.copied = true;
    setTimeout(() => this.copied = false, 2000);
  }

  render() {
    return html`
      <h2 id="code-title">Equivalent code</h2>
      <label>As
        <select @change=${(event) => this.form = event.target.value}>
          ${FORMS.map(([name]) => html`<option ?selected=${name === this.form}>${name}</option>`)}
        </select>
      </label>
      <pre tabindex="0" role="region" aria-labelledby="code-title"><code>${this.text}</code></pre>
      ${navigator.clipboard ? html`
        <button type="button" class="outline small" @click=${this.copy}>${this.copied ? "Copied" : "Copy"}</button>` : nothing}`;
  }
}

customElements.define("bf-equivalent-code", EquivalentCode);
