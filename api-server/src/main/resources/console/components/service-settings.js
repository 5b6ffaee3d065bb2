import {Element, html, nothing} from "../element.js";

const STRATEGIES = ["Recreate", "RollingUpdate", "RampedSlowRollout", "BestEffortControlledRollout"];

/**
 * The settings of one service of a bento. Properties: name, settings (as in the deployment file),
 * types (instance types), at (problem of a field). Fires "edited" with the settings.
 */
class ServiceSettings extends Element {
  static properties = {name: {}, settings: {attribute: false}, types: {attribute: false}, at: {attribute: false}};

  constructor() {
    super();
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
              <option value="" ?selected=${!this.settings.instance_type}>as the cluster chooses</option>
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
              <option value="" ?selected=${!this.settings.deployment_strategy}>Recreate, the default</option>
              ${STRATEGIES.slice(1).map((each) => html`<option ?selected=${each === this.settings.deployment_strategy}>${each}</option>`)}
            </select>${this.problem("deployment_strategy")}
          </label>
        </div>
      </fieldset>`;
  }
}

customElements.define("bf-service-settings", ServiceSettings);
