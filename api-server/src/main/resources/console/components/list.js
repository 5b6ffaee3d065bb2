/**
 * A list of many rows: search, query language, and more rows as the user scrolls, by cursor.
 */
import {Element, html, nothing} from "../element.js";
import {get, query} from "../api.js";
import {count} from "../format.js";
import {keep} from "../router.js";
import {ListWindow} from "./list-window.js";

const ROWS = 100;
const PAUSE = 200;

/**
 * Properties: path of the API; label of the table; columns: {title, cell: row => content}[]; empty:
 * what to show while there is nothing at all; hint: example of the query language; filters: {name,
 * label, choices: {value: text}}[], each a word of the query language; within: a condition of the query
 * language that all rows satisfy; clusters: whether to list those of all clusters.
 */
class List extends Element {
  static properties = {
    path: {}, label: {}, columns: {attribute: false}, empty: {attribute: false}, hint: {},
    filters: {attribute: false}, within: {}, clusters: {type: Boolean},
    rows: {state: true}, total: {state: true}, next: {state: true},
    busy: {state: true}, problem: {state: true},
  };

  constructor() {
    super();
    this.columns = [];
    this.empty = nothing;
    this.hint = "";
    this.filters = [];
    this.within = "";
    this.clusters = false;
    this.rows = [];
    this.total = null;
    this.next = "";
    this.busy = false;
    this.problem = "";
    const asked = new URLSearchParams(location.search);
    this.search = asked.get("search") ?? "";
    this.q = asked.get("q") ?? "";
    this.asked = asked;
    this.window = new ListWindow(this);
    this.end = new IntersectionObserver((seen) => {
      if (seen.some((entry) => entry.isIntersecting)) this.more();
    }, {rootMargin: "400px"});
  }

  connectedCallback() {
    super.connectedCallback();
    this.chosen = Object.fromEntries(this.filters.map(({name}) => [name, this.asked.get(name) ?? ""]));
    this.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.end.disconnect();
    this.request?.abort();
    clearTimeout(this.timer);
  }

  /** The first rows anew. */
  async load() {
    this.request?.abort();
    this.request = new AbortController();
    await this.fetch({}, []);
  }

  /** What the user wants: the query and the filters are one query for the server. */
  condition() {
    const filters = Object.entries(this.chosen).filter(([, value]) => value)
        .map(([name, value]) => `${name}:${value}`);
    return {search: this.search, q: [this.q, ...filters].filter(Boolean).join(" ")};
  }

  async more() {
    if (this.busy || !this.next) return;
    await this.fetch({after: this.next}, this.rows);
  }

  async fetch(from, before) {
    this.busy = true;
    const {search, q} = this.condition();
    const parameters = {
      search, q: [this.within, q].filter(Boolean).join(" "), all: this.clusters || "", count: ROWS, ...from,
    };
    try {
      const answer = await get(this.path + query(parameters), {signal: this.request.signal});
      if (before.length === 0) this.window.clear();
      this.rows = [...before, ...answer.items];
      this.total = answer.total;
      this.next = answer.next ?? "";
      this.problem = "";
      this.busy = false;
    } catch (problem) {
      if (problem.name === "AbortError") return;
      this.problem = problem.message;
      this.busy = false;
    }
  }

  typed(event) {
    this[event.target.name] = event.target.value;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.renew();
    }, PAUSE);
  }

  choose(event) {
    this.chosen[event.target.name] = event.target.value;
    this.renew();
  }

  renew() {
    keep({search: this.search, q: this.q, ...this.chosen});
    this.load();
  }

  updated() {
    this.end.disconnect();
    const last = this.querySelector(".end");
    if (last) this.end.observe(last);
  }

  render() {
    const {search, q} = this.condition();
    if (this.total === 0 && !search && !q && !this.problem) return this.empty;
    return html`
      <form class="filter" role="search" @submit=${(event) => event.preventDefault()}>
        <label>Search
          <input type="search" name="search" .value=${this.search} @input=${this.typed}>
        </label>
        <label>Query
          <input type="search" name="q" .value=${this.q} placeholder=${this.hint} @input=${this.typed}>
        </label>
        ${this.filters.map((filter) => this.filter(filter))}
      </form>
      ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
      <p role="status" class="muted">${this.total === null ? "Loading …" : count(this.total, this.label)}</p>
      ${this.rows.length === 0 ? nothing : html`
        <div class="scroll" tabindex="0" role="region" aria-label=${this.label + "s"}>
          <table aria-rowcount=${(this.total ?? this.rows.length) + 1}>
            <thead><tr aria-rowindex="1">${this.columns.map((column) => html`<th scope="col">${column.title}</th>`)}</tr></thead>
            ${this.parts().map((rows, part) => html`
              <tbody data-part=${part}>${this.window.draw(part, () => this.part(rows, part))}</tbody>`)}
          </table>
          ${this.next ? html`<p class="end" aria-busy="true">More …</p>` : nothing}
        </div>`}`;
  }

  /** The rows in parts, as they came. */
  parts() {
    const parts = [];
    for (let i = 0; i < this.rows.length; i += ROWS) parts.push(this.rows.slice(i, i + ROWS));
    return parts;
  }

  part(rows, part) {
    return rows.map((row, number) => html`
      <tr aria-rowindex=${part * ROWS + number + 2}>${this.columns.map((column, i) => i === 0
        ? html`<th scope="row">${column.cell(row)}</th>`
        : html`<td>${column.cell(row)}</td>`)}</tr>`);
  }

  filter({name, label, choices}) {
    return html`
      <div>
        <label for="filter-${name}">${label}</label>
        <select id="filter-${name}" name=${name} @change=${this.choose}>
          ${Object.entries({"": "All", ...choices}).map(([value, text]) => html`
            <option value=${value} ?selected=${value === this.chosen[name]}>${text}</option>`)}
        </select>
      </div>`;
  }
}

customElements.define("bf-list", List);
