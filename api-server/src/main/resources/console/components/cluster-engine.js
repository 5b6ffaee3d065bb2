/**
 * The engine of a cluster: what runs its deployments, and how it is now.
 */
import {html, nothing} from "../element.js";
import {count} from "../format.js";

const WORDS = {local: "This server", kubernetes: "Kubernetes"};
const CREDENTIALS = {kubeconfig: "a kubeconfig", in_cluster: "the service account of the server's pod"};

/** @param {{type: string}} engine as the API gives it */
export const engineText = (engine) => WORDS[engine.type] ?? engine.type;

const fact = (title, text) => text ? html`<div><dt>${title}</dt><dd>${text}</dd></div>` : nothing;

const pairs = (object) => Object.entries(object).map(([key, value]) => `${key}=${value}`).join(", ");

const toleration = ({key, value, effect}) =>
  (key || "any taint") + (value ? `=${value}` : "") + (effect ? `:${effect}` : "");

function gateway({gateway}) {
  return gateway
    ? `${count(gateway.replicas, "pod")} of ${gateway.image}, ${gateway.service_type}${gateway.node_port ? ` ${gateway.node_port}` : ""}`
    : "in this server";
}

function settings(engine) {
  if (engine.type !== "kubernetes") return nothing;
  const {context, endpoint_domain: domain, endpoint_port: port} = engine;
  return html`
    ${fact("Namespace", engine.namespace)}
    ${fact("Image of pods", engine.image)}
    ${fact("Environments", engine.storage.claim ? `in the claim ${engine.storage.claim}` : "made anew by each pod")}
    ${fact("Access", CREDENTIALS[engine.credentials] + (context ? `, context ${context}` : ""))}
    ${fact("Deployments answer at", domain ? `NAME.${domain}${port ? `:${port}` : ""}` : "a port each")}
    ${fact("Gateway", gateway(engine))}
    ${fact("Nodes", pairs(engine.node_selector))}
    ${fact("Tolerations", engine.tolerations.map(toleration).join(", "))}
    ${fact("Address of this server for pods", engine.server_url)}
    ${fact("Variables of builds", engine.build_environment.join(", "))}`;
}

function state({reachable, missing_permissions: missing, message}, type) {
  const [words, kind] = !reachable ? ["cannot be reached", "bad"]
    : missing.length > 0 ? ["lacks permissions", "bad"]
      : message && type === "kubernetes" ? ["not ready", "bad"] : ["reachable", "good"];
  return html`<span class="status ${kind}">${words}</span>`;
}

function reason({message, missing_permissions: missing}) {
  if (missing.length > 0) {
    return html`
      <div class="warning">
        <p id="missing">The account may not do what deployments need in the namespace. Grant it:</p>
        <ul aria-labelledby="missing">${missing.map((each) => html`<li><code>${each}</code></li>`)}</ul>
      </div>`;
  }
  return message ? html`<p class="warning">${message}</p>` : nothing;
}

/** The section of a cluster with its engine. */
export function engineSection({engine, health}) {
  return html`
    <section aria-labelledby="engine"><h2 id="engine">Engine</h2>
      ${reason(health)}
      <dl class="facts">
        ${fact("Runs on", engineText(engine))}
        ${fact("Health", state(health, engine.type))}
        ${fact("Version", health.version)}
        ${settings(engine)}
      </dl>
    </section>`;
}
