import {repeat} from "lit/directives/repeat.js";
import {Element, html, nothing} from "../element.js";
import {get, post} from "../api.js";
import {tag} from "../bento.js";
import {route} from "../deployment.js";
import {differences} from "./difference.js";
import {may} from "../session.js";
import {time} from "./time.js";

const COUNT = 50;

/**
 * The revisions of a deployment, what each changed, and the way back. Properties: deployment, its name
 * and cluster; revision (the latest; another one loads the list again). Fires "edited" after a rollback.
 */
class Revisions extends Element {
  static properties = {
    deployment: {attribute: false}, revision: {type: Number},
    items: {state: true}, problem: {state: true}, busy: {state: true},
  };

  constructor() {
    super();
    this.items = null;
    this.problem = "";
    this.busy = 0;
  }

  willUpdate(changed) {
    if (changed.has("revision")) this.load();
  }

  async load() {
    try {
      this.items = (await get(route(this.deployment, "/revisions", {count: COUNT}))).items;
      this.problem = "";
    } catch (problem) {
      this.problem = problem.message;
    }
  }

  async rollback(revision) {
    if (this.busy) return;
    this.busy = revision;
    try {
      await post(route(this.deployment, "/rollback"), {revision, expected_revision: this.revision});
      this.dispatchEvent(new CustomEvent("edited"));
    } catch (problem) {
      this.problem = problem.message;
    } finally {
      this.busy = 0;
    }
  }

  render() {
    if (!this.items) return html`<p aria-busy="true">Loading …</p>`;
    return html`
      ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
      <ol class="revisions" reversed>${repeat(this.items, (item) => item.revision, (item, i) => this.row(item, this.items[i + 1]))}</ol>`;
  }

  row(item, before) {
    const changes = before ? differences(shown(before), shown(item)) : [];
    return html`
      <li value=${item.revision}>
        <div class="heading">
          <span>${item.status === "active" ? html`<strong>Revision ${item.revision}</strong>, the latest` : html`Revision ${item.revision}`},
            by ${item.creator.name}
            ${time(item.created_at)}</span>
          ${item.status === "active" || !may("write_cluster") ? nothing : html`
            <button class="outline small" aria-disabled=${this.busy > 0 ? "true" : nothing} aria-busy=${this.busy === item.revision ? "true" : nothing}
                @click=${() => this.rollback(item.revision)}>Roll back to ${item.revision}</button>`}
        </div>
        ${changes.length === 0 ? nothing : html`
          <details><summary>What it changed</summary>
            <ul>${changes.map((change) => html`<li><code>${change.path}</code>: ${change.text}</li>`)}</ul>
          </details>`}
      </li>`;
  }
}

/** What a difference is about: configuration, bento, and the revisions of secrets. */
function shown(item) {
  const target = item.targets[0];
  return {
    bento: tag(target.bento),
    ...target.config,
    secrets: Object.fromEntries(item.secrets.map((secret) => [secret.name, `revision ${secret.revision}`])),
  };
}

customElements.define("bf-deployment-revisions", Revisions);
