import "./code.js";
import "./playground-answer.js";
import {Element, html, nothing} from "../element.js";
import {get} from "../api.js";
import {plain, toClient, toCurl} from "../call-code.js";
import {route} from "../deployment.js";
import {calls, values} from "../openapi.js";
import {about, field} from "./field.js";

const CODE = [["curl", toCurl], ["Python", toClient]];

/**
 * Calls of a deployment as forms, from its own OpenAPI document, sent through the API. Properties:
 * deployment, its name and cluster; url; protected.
 */
class Playground extends Element {
  static properties = {
    deployment: {attribute: false}, url: {}, protected: {type: Boolean},
    all: {state: true}, chosen: {state: true}, entered: {state: true}, code: {state: true},
    request: {state: true}, problem: {state: true},
  };

  constructor() {
    super();
    this.all = null;
    this.chosen = 0;
    this.entered = {};
    this.code = CODE[0][0];
    this.request = null;
    this.problem = "";
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    this.problem = "";
    try {
      this.all = calls(await get(this.through("/docs.json")));
      if (this.all.length === 0) this.problem = "Its OpenAPI document names no calls.";
    } catch (problem) {
      this.problem = `Its OpenAPI document cannot be read: ${problem.message}`;
    }
    this.refocus("select, [role=alert]");
  }

  through(path) {
    return route(this.deployment, `/proxy${path}`);
  }

  get call() {
    return this.all[this.chosen];
  }

  choose(event) {
    this.chosen = Number(event.target.value);
    this.entered = {};
    this.request = null;
    this.problem = "";
  }

  enter(name, value) {
    this.entered = {...this.entered, [name]: value};
  }

  /** Again even when nothing changed: each is an object of its own. */
  send(event) {
    event.preventDefault();
    this.problem = "";
    try {
      const given = values(this.call, this.entered);
      this.request = {method: this.call.method, path: this.through(this.call.path), ...this.body(given)};
    } catch (problem) {
      this.problem = problem.message;
    }
  }

  body(given) {
    if (this.call.method === "GET") return {};
    if (!this.call.form) {
      return {body: JSON.stringify(given), headers: {"Content-Type": "application/json"}};
    }
    const form = new FormData();
    for (const [name, value] of Object.entries(given)) form.append(name, value instanceof File ? value : plain(value));
    return {body: form};
  }

  render() {
    const alert = this.problem ? html`<p role="alert">${this.problem}</p>` : nothing;
    if (!this.all) {
      return this.problem
        ? html`${alert}<button class="outline small" @click=${() => this.load()}>Try again</button>`
        : html`<p aria-busy="true">Asking the deployment for its calls; one at zero replicas wakes first …</p>`;
    }
    if (this.all.length === 0) return alert;
    return html`
      <div class="beside">
        <form @submit=${this.send}>
          ${field("call", "Call", html`
            <select id="call" @change=${this.choose}>${this.all.map((call, i) => html`
              <option value=${i} ?selected=${i === this.chosen}>${call.method} ${call.path}</option>`)}</select>`)}
          ${this.call.description ? html`<p class="muted message">${stripped(this.call.description)}</p>` : nothing}
          ${this.call.fields.map((each) => this.field(each))}
          ${alert}
          <button class="small">Send</button>
        </form>
        <aside>${this.asCode()}</aside>
      </div>
      ${this.request ? html`<bf-playground-answer .request=${this.request}></bf-playground-answer>` : nothing}`;
  }

  field(each) {
    const id = `call-${each.name}`;
    const texts = {help: each.help};
    return field(id, each.required ? each.name : `${each.name} (optional)`, this.control(id, each, about(id, texts)), texts);
  }

  control(id, each, describedBy) {
    const value = this.entered[each.name] ?? each.initial;
    const changed = (event) => this.enter(each.name, event.target.value);
    switch (each.kind) {
      case "file":
        return html`<input id=${id} type="file" ?required=${each.required} aria-describedby=${describedBy}
            @change=${(event) => this.enter(each.name, event.target.files[0] ?? "")}>`;
      case "switch":
      case "choice":
        return html`<select id=${id} ?required=${each.required} aria-describedby=${describedBy} @change=${changed}>
          ${["", ...each.kind === "switch" ? ["true", "false"] : each.choices].map((choice) => html`
            <option value=${choice} ?selected=${choice === value}>${choice || "not given"}</option>`)}</select>`;
      case "number":
        return html`<input id=${id} type="number" step="any" ?required=${each.required} aria-describedby=${describedBy}
            .value=${value} @input=${changed}>`;
      default:
        return html`<textarea id=${id} rows=${each.kind === "json" ? 4 : 2} ?required=${each.required} aria-describedby=${describedBy}
            placeholder=${each.kind === "json" ? "JSON" : nothing} .value=${value} @input=${changed}></textarea>`;
    }
  }

  asCode() {
    let given;
    try {
      given = values(this.call, this.entered);
    } catch (problem) {
      return html`<p class="muted">${problem.message}</p>`;
    }
    const forms = CODE.filter(([name]) => name === "curl" || this.call.name);
    const [, form] = forms.find(([name]) => name === this.code) ?? forms[0];
    return html`
      ${field("call-code", "As", html`
        <select id="call-code" @change=${(event) => this.code = event.target.value}>
          ${forms.map(([name]) => html`<option ?selected=${name === this.code}>${name}</option>`)}
        </select>`)}
      <bf-code label="The call as code" .text=${form(this.url, this.call, given, this.protected)}></bf-code>`;
  }
}

/** Without the tags that BentoML writes into its descriptions. */
const stripped = (description) => description.replace(/<\/?(code|b)>/g, "");

customElements.define("bf-playground", Playground);
