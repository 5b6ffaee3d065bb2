/**
 * The kinds of secrets to begin with, each a link to the form that is filled in for it.
 */
import {Element, html} from "../element.js";

/** Property: templates, as `GET /api/v1/secret_templates` answers. */
class Templates extends Element {
  static properties = {templates: {attribute: false}};

  render() {
    const card = (name, title, description) => html`
      <li><a class="card" href="/new/secret?template=${name}"><strong>${title}</strong>
        <small>${description}</small></a></li>`;
    return html`
      <p>What is the secret for? The keys are filled in, and can be changed.</p>
      <ul class="cards">
        ${this.templates.map(({name, title, description}) => card(name, title, description))}
        ${card("custom", "Custom", "Any keys, as environment variables or files.")}
      </ul>`;
  }
}

customElements.define("bf-secret-templates", Templates);
