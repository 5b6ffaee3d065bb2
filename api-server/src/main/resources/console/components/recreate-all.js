/**
 * Recreates several deployments one after the other, after a question, and stops at the first failure.
 */
import {statusText} from "./deployment-status.js";
import {Element, html, nothing} from "../element.js";
import {count} from "../format.js";
import {Recreation, consequences} from "../recreation.js";
import {guard} from "../router.js";

const LEFT = "Deployments are being recreated. Those that are not begun stay as they are.";

/** Property: deployments that need it. Fires `edited` when some were recreated, or could not be. */
class RecreateAll extends Element {
  static properties = {
    deployments: {attribute: false}, steps: {state: true}, current: {state: true}, stopped: {state: true},
    result: {state: true},
  };

  constructor() {
    super();
    this.deployments = [];
    /** One recreation for each deployment, from the question to the end. */
    this.steps = [];
    this.current = null;
    /** Where it stopped, and why: {step, problem}. */
    this.stopped = null;
    this.done = new Set();
    this.result = "";
  }

  /** Goes on with those that were begun where one of them would be lost otherwise. */
  async open() {
    if (this.steps.length === 0) {
      const sorted = this.deployments.toSorted((one, other) => one.name.localeCompare(other.name));
      this.steps = sorted.map((one) => new Recreation(one, () => this.requestUpdate()));
      this.result = "";
    }
    guard(() => this.loss || (this.current ? LEFT : ""));
    await this.updateComplete;
    this.querySelector("dialog").showModal();
  }

  get loss() {
    return this.steps.find(({loss}) => loss)?.loss ?? "";
  }

  get summary() {
    return `${this.done.size} of ${this.steps.length} recreated.`;
  }

  async run(event) {
    event.preventDefault();
    if (this.current) return;
    this.stopped = null;
    for (const step of this.steps.filter((each) => !this.done.has(each))) {
      if (!this.isConnected || this.stopped) break;
      await this.recreate(step);
    }
    this.current = null;
    this.dispatchEvent(new CustomEvent("edited"));
    await this.updateComplete;
    if (!this.querySelector("dialog").open) this.closed();
    else this.querySelector(this.stopped ? '[role="alert"]' : ".end").focus();
  }

  async recreate(step) {
    this.current = step;
    try {
      await step.run();
      await step.rolledOut(() => this.isConnected);
      this.done.add(step);
    } catch (problem) {
      this.stopped = {step, problem};
    }
  }

  /** What is under way, or would be lost, stays; else the page offers anew what is to be done. */
  closed() {
    // The event of an earlier opening comes late, when another one has begun.
    if (this.querySelector("dialog").open) return;
    if (this.current || this.loss) {
      this.refocus("button");
      return;
    }
    if (this.done.size > 0) this.result = this.summary;
    this.steps = [];
    this.done = new Set();
    this.stopped = null;
    this.refocus('[role="status"]');
  }

  render() {
    const number = count(this.steps.length, "deployment");
    return html`
      <p role="status" tabindex="-1">${this.result}</p>
      ${this.notice()}
      <dialog aria-labelledby="recreate-all" @close=${this.closed}>
        <article>
          <h2 id="recreate-all">Recreate ${number}</h2>
          ${consequences("Each")}
          <p>They are recreated one after the other, each when the one before it runs. The first failure stops it.</p>
          <ul class="effect">${this.steps.map((step) => html`
            <li><strong>${step.one.name}</strong>${step.one.urls[0] ? ` at ${step.one.urls[0]}` : ""}: ${this.state(step)}</li>`)}</ul>
          <p role="status">${this.isBegun ? this.summary : ""}</p>
          ${this.stopped ? this.failure() : nothing}
          <form class="actions" @submit=${this.run}>
            <button type="button" class="secondary outline end"
                @click=${() => this.querySelector("dialog").close()}>${this.isBegun ? "Close" : "Cancel"}</button>
            ${this.isBegun && !this.current && !this.loss ? nothing : html`
              <button class="danger" aria-disabled=${this.current ? "true" : nothing}
                  aria-busy=${this.current ? "true" : nothing}>${this.stopped ? "Try again" : `Recreate ${number}`}</button>`}
          </form>
        </article>
      </dialog>`;
  }

  get isBegun() {
    return this.current !== null || this.stopped !== null || this.done.size > 0;
  }

  notice() {
    if (this.current || this.loss) {
      return html`
        <div class="notice"><p role="status">${this.loss || this.summary}</p>
          <button @click=${this.open}>${this.current ? "Show" : "Go on"}</button></div>`;
    }
    return this.deployments.length === 0 ? nothing : html`
      <div class="notice">
        <p>${count(this.deployments.length, "deployment")} began with other keys than the secret has now.</p>
        <button @click=${this.open}>Recreate all that need it</button>
      </div>`;
  }

  /** How far it is with one of them. */
  state(step) {
    if (this.done.has(step)) return "runs again";
    if (step === this.stopped?.step) {
      return step.loss ? "deleted and not yet created again" : step.created ? "created again, does not run" : "not recreated";
    }
    if (step !== this.current) return this.isBegun ? "not begun" : statusText(step.one.status);
    return step.created ? "starts" : step.deleted ? "is being created" : "is being deleted";
  }

  failure() {
    const {step, problem} = this.stopped;
    const others = this.steps.slice(this.steps.indexOf(step) + 1).map(({one}) => one.name);
    return html`
      <div role="alert" tabindex="-1">
        <p>It stopped at ${step.one.name}: ${problem.message}</p>
        ${others.length > 0 ? html`<p>Not begun: ${others.join(", ")}.</p>` : nothing}
      </div>`;
  }
}

customElements.define("bf-recreate-all", RecreateAll);
