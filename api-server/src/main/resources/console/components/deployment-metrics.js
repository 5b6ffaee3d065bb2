import uPlot from "uplot";
import {Element, html, nothing} from "../element.js";
import {get} from "../api.js";
import {route} from "../deployment.js";
import {Refresh} from "./refresh.js";

const PAUSE = 15000;
const HEIGHT = 160;

const CHARTS = [
  ["Requests per second", (point, step) => point.requests / step],
  ["Mean duration in ms", (point) => point.requests > 0 ? point.milliseconds : null],
  ["In flight and waiting", (point) => point.in_flight + point.waiting],
  ["Replicas", (point) => point.replicas],
];

/** The traffic of the last hours, a chart each, a line for each service. Property: deployment, its name and cluster. */
class Metrics extends Element {
  static properties = {deployment: {attribute: false}, range: {state: true}, traffic: {state: true}, problem: {state: true}};

  constructor() {
    super();
    this.range = 3600;
    this.traffic = null;
    this.problem = "";
    this.charts = [];
    this.refresh = new Refresh(this, () => this.load(), () => PAUSE);
    this.resized = new ResizeObserver(() => this.draw());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.resized.disconnect();
    this.clear();
  }

  async load() {
    try {
      this.traffic = await get(route(this.deployment, "/metrics", {range: this.range}));
      this.problem = "";
    } catch (problem) {
      this.problem = problem.message;
    }
  }

  clear() {
    this.charts.forEach((chart) => chart.destroy());
    this.charts = [];
  }

  updated() {
    this.resized.disconnect();
    const places = this.querySelector(".charts");
    if (places) this.resized.observe(places);
    this.draw();
  }

  draw() {
    this.clear();
    const services = Object.entries(this.traffic?.services ?? {});
    if (services.length === 0) return;
    const color = getComputedStyle(this).color;
    this.querySelectorAll(".chart").forEach((place, i) => {
      this.charts.push(this.chart(place, services, CHARTS[i], color));
    });
  }

  chart(place, services, [, value], color) {
    const times = services[0][1].map((point) => Date.parse(point.at) / 1000);
    const axis = {stroke: color, grid: {stroke: color + "22", width: 1}};
    return new uPlot(
        {
          width: place.clientWidth,
          height: HEIGHT,
          axes: [axis, {...axis, size: 48}],
          // The whole range, also while there are figures of its end alone.
          scales: {x: {range: () => [times.at(-1) - this.range, times.at(-1)]}, y: {range: (chart, least, most) => [0, Math.max(1, most * 1.1)]}},
          series: [{}, ...services.map(([name], i) => ({
            label: name, stroke: LINES[i % LINES.length], width: 2, points: {show: false}}))],
        },
        [times, ...services.map(([, points]) => points.map((point) => value(point, this.traffic.step)))],
        place);
  }

  render() {
    if (this.problem) return html`<p role="alert">${this.problem}</p>`;
    if (!this.traffic) return html`<p aria-busy="true">Loading …</p>`;
    if (Object.keys(this.traffic.services).length === 0) {
      return html`<p class="muted">There are no figures yet: the first comes after 15 seconds.</p>`;
    }
    return html`
      <label>The last
        <select @change=${(event) => { this.range = Number(event.target.value); this.refresh.now(); }}>
          ${[[900, "15 minutes"], [3600, "hour"], [21600, "6 hours"]].map(([seconds, words]) => html`
            <option value=${seconds} ?selected=${seconds === this.range}>${words}</option>`)}
        </select>
      </label>
      <div class="charts">${CHARTS.map(([title, value]) => html`
        <figure><figcaption>${title}<span class="muted">, now ${this.now(value)}</span></figcaption>
          <div class="chart" role="img" aria-label="${title}: now ${this.now(value)}"></div></figure>`)}
      </div>`;
  }

  /** The last figure of each service, which the picture does not say to everybody. */
  now(value) {
    return Object.entries(this.traffic.services).map(([name, points]) => {
      const last = points.at(-1);
      const figure = last ? value(last, this.traffic.step) : null;
      return `${name} ${figure === null ? "none" : figure.toLocaleString("en", {maximumFractionDigits: 1})}`;
    }).join(", ");
  }
}

const LINES = ["#2f7ed8", "#c2571a", "#2a9d5c", "#9b4dca", "#b8860b"];

customElements.define("bf-deployment-metrics", Metrics);
