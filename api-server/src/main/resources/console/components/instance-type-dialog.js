/**
 * The form of an instance type, in a dialog.
 */
import {Element, html, nothing} from "../element.js";
import {Problem} from "../api.js";
import {about, field, focusProblem, invalid} from "./field.js";

/** Members of a request, their labels, and what they may be. */
const FIELDS = [
  ["name", "Name", "Such as gpu.l4.1."],
  ["description", "Description", ""],
  ["cpu", "CPU", "Such as 500m or 2."],
  ["memory", "Memory", "Such as 512Mi or 2Gi."],
  ["gpu", "Number of GPUs", "Empty for none."],
  ["gpu_type", "Type of the GPUs", "Such as nvidia-l4."],
  ["gpu_memory", "Memory of a GPU", "Such as 24Gi."],
  ["price", "Price", "As it is shown; empty to show none."],
];
const HIDDEN_PRICE = "*";

/** Creates an instance type or changes one, by the function that `open` is given. */
class InstanceTypeDialog extends Element {
  static properties = {type: {state: true}, values: {state: true}, problem: {state: true}, busy: {state: true}};

  constructor() {
    super();
    this.type = null;
    this.values = {};
    this.problem = null;
    this.busy = false;
  }

  /**
   * @param {?object} type as the API gives it; null for a new one
   * @param {(body: object) => Promise<void>} action
   */
  async open(type, action) {
    this.type = type;
    this.values = type ? valuesOf(type) : {};
    this.action = action;
    this.problem = null;
    await this.updateComplete;
    this.querySelector("dialog").showModal();
  }

  async save(event) {
    event.preventDefault();
    if (this.busy) return;
    this.busy = true;
    this.problem = null;
    try {
      await this.action(this.body());
      this.querySelector("dialog").close();
    } catch (problem) {
      this.problem = problem;
    }
    this.busy = false;
    await this.updateComplete;
    if (this.problem) focusProblem(this);
  }

  body() {
    const body = Object.fromEntries(FIELDS.map(([name]) => [name, (this.values[name] ?? "").trim()]));
    return {...body, price: body.price || HIDDEN_PRICE};
  }

  /** Whether all that is wrong stands at fields. */
  isAtFields() {
    const {errors = []} = this.problem;
    return errors.length > 0 && errors.every(({pointer}) => FIELDS.some(([name]) => pointer === `/${name}`));
  }

  render() {
    return html`
      <dialog aria-labelledby="type-title">
        <article>
          <h2 id="type-title">${this.type ? `Change ${this.type.display_name}` : "Create an instance type"}</h2>
          <form novalidate autocomplete="off" @submit=${this.save}>
            <div class="fields">${FIELDS.map((each) => this.field(...each))}</div>
            ${this.problem && !this.isAtFields() ? html`<p role="alert" tabindex="-1">${this.problem.message}</p>` : nothing}
            <div class="actions">
              <button type="button" class="secondary outline" @click=${() => this.querySelector("dialog").close()}>Cancel</button>
              <button aria-busy=${this.busy ? "true" : nothing}>Save</button>
            </div>
          </form>
        </article>
      </dialog>`;
  }

  field(name, label, help) {
    const id = `type-${name}`;
    const texts = {help, problem: this.problem instanceof Problem ? this.problem.at(`/${name}`) : ""};
    return field(id, label, html`
      <input id=${id} .value=${this.values[name] ?? ""} ?disabled=${name === "name" && this.type !== null}
          aria-invalid=${invalid(texts.problem)} aria-describedby=${about(id, texts)}
          @input=${(event) => { this.values = {...this.values, [name]: event.target.value}; }}>`, texts);
  }
}

function valuesOf({display_name, description, config: {price, resources: {requests}, gpu_config}}) {
  return {
    name: display_name,
    description,
    cpu: requests.cpu,
    memory: requests.memory,
    gpu: gpu_config ? requests.gpu : "",
    gpu_type: gpu_config?.type ?? "",
    gpu_memory: gpu_config?.memory ?? "",
    price: price === HIDDEN_PRICE ? "" : price,
  };
}

customElements.define("bf-instance-type-dialog", InstanceTypeDialog);
