/**
 * What the pages of deployments share: addresses, requests, restart.
 */
import {get, post, put, query} from "./api.js";
import {tag} from "./bento.js";

/** The address of a deployment in the API. @param {{name: string, cluster: {name: string}}} one */
export const route = ({name, cluster}, more = "", parameters = {}) =>
  `/api/v2/deployments/${encodeURIComponent(name)}${more}${query({cluster: cluster.name, ...parameters})}`;

/** The address of its page, or of one below it; codespaces have pages of their own. */
export const page = ({name, cluster, manifest}, more = "") =>
  `/${manifest?.dev ? "codespaces" : "deployments"}/${encodeURIComponent(name)}${more}${query({cluster: cluster.name})}`;

/** The address of all of a cluster in the API. */
const all = (cluster, more = "") => `/api/v2/deployments${more}${query({cluster})}`;

/** Creates one. @param {object} body as the API takes it @returns {Promise<object>} the deployment */
export const create = (body, cluster) => post(all(cluster), body);

/** What would be refused of a body, and what would not be honoured. */
export const check = (body, cluster) => post(all(cluster, "/check"), body);

/** Restarts it with the newest revisions of its secrets. @returns {Promise<object>} the deployment */
export const restart = (one) => put(route(one, "/void_update"));

/** The configuration of a version, as a request has it. */
const settings = ({config, bento}) => ({
  bento: tag(bento),
  envs: config.envs ?? [],
  secrets: config.secrets ?? [],
  services: config.services ?? {},
});

/** Its canary versions, as a request has them; null for none. */
function canaryOf({manifest: {routing}, latest_revision: {targets: [, ...versions]}}) {
  return routing ? {
    route_type: routing.route_type,
    route_by: routing.route_by,
    versions: Object.fromEntries(versions.map((version) =>
      [version.name, {...settings(version), weight: routing.weights[version.name]}])),
  } : null;
}

/** The body of a request for what a deployment is. */
export function requestOf(one) {
  const [main] = one.latest_revision.targets;
  return {
    name: one.name,
    access_authorization: main.config.access_authorization,
    labels: one.labels ?? [],
    ...settings(main),
    canary: canaryOf(one),
  };
}

/** One deployment. @returns {Promise<object>} */
export const load = (name, cluster) => get(route({name, cluster: {name: cluster}}));
