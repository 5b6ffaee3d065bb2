import {Page, html} from "../element.js";

class NotFound extends Page {
  get heading() {
    return "Not found";
  }

  render() {
    return html`
      <h1 tabindex="-1">Not found</h1>
      <p>There is no page at this address. <a href="/">Go to the overview.</a></p>`;
  }
}

customElements.define("bf-page-not-found", NotFound);
