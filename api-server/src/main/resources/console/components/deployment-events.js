import {Element, html, nothing} from "../element.js";
import {get} from "../api.js";
import {route} from "../deployment.js";
import {Refresh} from "./refresh.js";
import {time} from "./time.js";

const PAUSE = 5000;
const COUNT = 50;

/** What happened to a deployment. Property: deployment, its name and cluster. */
class Events extends Element {
  static properties = {deployment: {attribute: false}, items: {state: true}, problem: {state: true}};

  constructor() {
    super();
    this.items = null;
    this.problem = "";
    new Refresh(this, () => this.load(), () => PAUSE);
  }

  async load() {
    try {
      const answer = await get(route(this.deployment, "/events", {count: COUNT}));
      this.items = answer.items;
      this.problem = "";
    } catch (problem) {
      this.problem = problem.message;
    }
  }

  render() {
    if (this.problem) return html`<p role="alert">${this.problem}</p>`;
    if (!this.items) return html`<p aria-busy="true">Loading …</p>`;
    if (this.items.length === 0) return html`<p class="muted">Nothing has happened yet.</p>`;
    return html`
      <div class="scroll" tabindex="0" role="region" aria-label="Events"><table>
        <thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">Message</th></tr></thead>
        <tbody>${this.items.map((event) => html`
          <tr>
            <td>${time(event.created_at)}</td>
            <td>${event.type === "Warning" ? html`<span class="status bad">${event.reason}</span>` : event.reason}</td>
            <td class="message">${event.message || nothing}</td>
          </tr>`)}
        </tbody>
      </table></div>`;
  }
}

customElements.define("bf-deployment-events", Events);
