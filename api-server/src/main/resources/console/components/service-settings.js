import "./name-value-rows.js";
import {Element, html, nothing} from "../element.js";
import {about, field, invalid} from "./field.js";

const STRATEGIES = ["Recreate", "RollingUpdate", "RampedSlowRollout", "BestEffortControlledRollout"];

/**
 * The settings of one service of a bento. Properties: name, settings (as in the deployment file),
 * types (instance types), at (problem of a field). Fires "edited" with the settings.
 */
class ServiceSettings extends Element {
  static properties = {
    name: {}, settings: {attribute: false}, types: {attribute: false}, at: {attribute: false},
    overrides: {state: true}, wrong: {state: true},
  };

  constructor() {
    super();
    /** The overrides as they are typed; null for those of the settings. */
    this.overrides = null;
    this.wrong = "";
    this.settings = {};
    this.types = [];
    this.at = () => "";
  }

  change(settings) {
    const kept = Object.entries({...this.settings, ...settings}).filter(([, value]) => value !== "" && value !== undefined);
    this.dispatchEvent(new CustomEvent("edited", {detail: Object.fromEntries(kept)}));
  }

  scale(which, text) {
    const {min_replicas: min = 1, max_replicas: max = 1} = this.settings.scaling ?? {};
    const number = text === "" ? 0 : Number(text);
    const scaling = which === "min"
      ? {min_replicas: number, max_replicas: Math.max(max, number)}
      : {min_replicas: Math.min(min, number), max_replicas: number};
    this.change({scaling: {...this.settings.scaling, ...scaling}});
  }

  override(text) {
    this.overrides = text;
    try {
      this.change({config_overrides: text.trim() === "" ? undefined : JSON.parse(text)});
      this.wrong = "";
    } catch {
      this.wrong = "This is no valid JSON yet, and is not taken.";
    }
  }

  problem(field) {
    const text = this.at(`/services/${this.name}/${field}`);
    return text ? html`<small role="alert">${text}</small>` : nothing;
  }

  render() {
    const scaling = this.settings.scaling ?? {min_replicas: 1, max_replicas: 1};
    return html`
      <fieldset>
        <legend>Service ${this.name}</legend>
        <div class="grid">
          <label>Instance type
            <select @change=${(event) => this.change({instance_type: event.target.value})}>
              <option value="" ?selected=${!this.settings.instance_type}>default</option>
              ${this.types.map((type) => html`
                <option value=${type.display_name} ?selected=${type.display_name === this.settings.instance_type}>${type.display_name}${type.description ? ` (${type.description})` : ""}</option>`)}
            </select>${this.problem("instance_type")}
          </label>
          <label>Replicas at least
            <input type="number" min="0" max="1000" .value=${String(scaling.min_replicas)} @change=${(event) => this.scale("min", event.target.value)}>${this.problem("scaling/min_replicas")}
          </label>
          <label>Replicas at most
            <input type="number" min="0" max="1000" .value=${String(scaling.max_replicas)} @change=${(event) => this.scale("max", event.target.value)}>${this.problem("scaling/max_replicas")}
          </label>
          <label>Strategy of updates
            <select @change=${(event) => this.change({deployment_strategy: event.target.value})}>
              <option value="" ?selected=${!this.settings.deployment_strategy}>Recreate</option>
              ${STRATEGIES.slice(1).map((each) => html`<option ?selected=${each === this.settings.deployment_strategy}>${each}</option>`)}
            </select>${this.problem("deployment_strategy")}
          </label>
        </div>
        ${this.more()}
      </fieldset>`;
  }

  more() {
    const {envs, config_overrides: overrides} = this.settings;
    const text = this.overrides ?? (overrides ? JSON.stringify(overrides, null, 2) : "");
    const id = `overrides-${this.name}`;
    const texts = {problem: this.wrong || this.at(`/services/${this.name}/config_overrides`)};
    // What is there is shown; from then on the user opens and closes it.
    this.open ??= (envs ?? []).length > 0 || text !== "";
    return html`
      <details ?open=${this.open}>
        <summary>Environment variables and overrides of ${this.name}</summary>
        <bf-name-value-rows label="Environment variables of ${this.name}" first="Name in ${this.name}" second="Value in ${this.name}"
            .pairs=${(envs ?? []).map((env) => [env.name, env.value ?? ""])}
            @edited=${(event) => this.change({envs: event.detail.map(([name, value]) => ({name, value}))})}></bf-name-value-rows>
        ${field(id, "Overrides of its configuration, as JSON", html`
          <textarea id=${id} rows="4" placeholder='{"traffic": {"timeout": 120}}' aria-describedby=${about(id, texts)}
              aria-invalid=${invalid(texts.problem)} .value=${text} @input=${(event) => this.override(event.target.value)}></textarea>`, texts)}
      </details>`;
  }
}

customElements.define("bf-service-settings", ServiceSettings);
