import "./code.js";
import {Element, html} from "../element.js";
import {toCommand, toPython, toTerraform, toYaml} from "../equivalent.js";

const FORMS = [
  ["Terraform", toTerraform],
  ["deployment.yaml", toYaml],
  ["Command line", toCommand],
  ["Python", toPython],
];

/** A deployment as code, as it is filled in. Property: body of a create. */
class EquivalentCode extends Element {
  static properties = {body: {attribute: false}, form: {state: true}};

  constructor() {
    super();
    this.form = FORMS[0][0];
  }

  get text() {
    return FORMS.find(([name]) => name === this.form)[1](this.body);
  }

  render() {
    return html`
      <h2>Equivalent code</h2>
      <label>As
        <select @change=${(event) => this.form = event.target.value}>
          ${FORMS.map(([name]) => html`<option ?selected=${name === this.form}>${name}</option>`)}
        </select>
      </label>
      <bf-code label="Equivalent code" .text=${this.text}></bf-code>`;
  }
}

customElements.define("bf-equivalent-code", EquivalentCode);
