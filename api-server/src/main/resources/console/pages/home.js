import {Page, html} from "../element.js";

class Home extends Page {
  get heading() {
    return "Overview";
  }

  render() {
    return html`
      <h1 tabindex="-1">Overview</h1>`;
  }
}

customElements.define("bf-page-home", Home);
