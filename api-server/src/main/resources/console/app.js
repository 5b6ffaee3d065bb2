/**
 * The frame of the console: navigation, and the page of the current address.
 */
import {Element, html, nothing} from "./element.js";
import {SIGNED_OUT} from "./api.js";
import {ended, may, mayAsAdministrator, restore, session, signOut, signOutEverywhere} from "./session.js";
import {go, match, start} from "./router.js";

/** Address, and module below pages/, which defines the element of its name. */
const ROUTES = [
  ["/", "home"],
  ["/sign-in", "sign-in"],
  ["/api-token", "token-help"],
  ["/api_tokens", "login-approval"],
  ["/secrets", "secrets"],
  ["/new/secret", "secret-edit"],
  ["/secrets/:name", "secret"],
  ["/secrets/:name/edit", "secret-edit"],
  ["/deployments", "deployments"],
  ["/new/deployment", "deployment-edit"],
  ["/deployments/:name", "deployment"],
  ["/deployments/:name/edit", "deployment-edit"],
  ["/codespaces", "codespaces"],
  ["/codespaces/:name", "codespace"],
  ["/bentos", "bentos"],
  ["/bentos/:name/:version", "artifact"],
  ["/models", "models"],
  ["/models/:name/:version", "artifact"],
  ["/clusters", "clusters"],
  ["/clusters/:name", "cluster"],
  ["/tokens", "tokens"],
  ["/activities", "activities"],
  ["/terraform", "terraform"],
];

/** Pages that need no session. */
const OPEN = new Set(["sign-in", "token-help"]);

/** Address, name, and whether the session may see it. */
const SECTIONS = [
  ["/", "Overview", () => true],
  ["/secrets", "Secrets", () => may("read_cluster")],
  ["/deployments", "Deployments", () => may("read_cluster")],
  ["/codespaces", "Codespaces", () => may("read_cluster")],
  ["/bentos", "Bentos", () => may("read_organization")],
  ["/models", "Models", () => may("read_organization")],
  ["/tokens", "API tokens", () => may("read_organization")],
  ["/clusters", "Clusters", () => mayAsAdministrator("read_organization")],
  ["/activities", "Activities", () => mayAsAdministrator("read_organization")],
];

/** Whether an address is in a section; the form of a new object is in that of its kind. */
function isIn(path, section) {
  if (section === "/") return path === "/";
  return path.startsWith(section) || path.startsWith("/new/") && `/new${section}`.startsWith(path);
}

class App extends Element {
  static properties = {route: {state: true}, failure: {state: true}};

  constructor() {
    super();
    this.route = null;
    this.failure = "";
    window.addEventListener(SIGNED_OUT, () => this.signedOut());
  }

  async connectedCallback() {
    super.connectedCallback();
    try {
      await restore();
      start(() => this.show());
    } catch (problem) {
      this.failure = problem.message;
    }
  }

  async show() {
    const found = match(ROUTES, location.pathname) ?? {page: "not-found", parameters: {}};
    if (!session() && !OPEN.has(found.page)) {
      this.signedOut();
      return;
    }
    try {
      await import(`./pages/${found.page}.js`);
      this.route = {...found, address: location.pathname + location.search};
      this.failure = "";
    } catch (failure) {
      this.failure = "This page could not be loaded. Load the document again.";
      throw failure;
    }
    await this.updateComplete;
    this.querySelector("h1")?.focus();
    window.scrollTo(0, 0);
  }

  signedOut() {
    ended();
    if (location.pathname !== "/sign-in") {
      go("/sign-in?to=" + encodeURIComponent(location.pathname + location.search), {replace: true});
    }
  }

  async leave(how) {
    await how();
    go("/sign-in", {replace: true});
  }

  render() {
    if (this.failure) {
      return html`<main class="container"><p role="alert">${this.failure}</p></main>`;
    }
    if (!this.route) return html`<main class="container" aria-busy="true"></main>`;
    return html`
      <a class="skip" href="#main">Skip to the content</a>
      ${session() ? this.navigation() : nothing}
      <main id="main" class="container" tabindex="-1">${this.page()}</main>`;
  }

  /** A new element for each address, so that no page meets what another one left. */
  page() {
    if (this.shown !== this.route) {
      this.shown = this.route;
      this.element = document.createElement(`bf-page-${this.route.page}`);
      this.element.parameters = this.route.parameters;
    }
    return this.element;
  }

  navigation() {
    const path = location.pathname;
    return html`
      <header class="bar">
        <nav aria-label="Sections" class="container">
          <a class="brand" href="/">Bentoform</a>
          <ul>${SECTIONS.filter(([, , allowed]) => allowed()).map(([address, name]) => html`
            <li><a href=${address} aria-current=${isIn(path, address) ? "page" : nothing}>${name}</a></li>`)}
          </ul>
          <details class="account">
            <summary>${session().user.name}</summary>
            <ul>
              <li><button class="plain" @click=${() => this.leave(signOut)}>Sign out</button></li>
              <li><button class="plain" @click=${() => this.leave(signOutEverywhere)}>Sign out everywhere</button></li>
            </ul>
          </details>
        </nav>
      </header>`;
  }
}

customElements.define("bf-app", App);
