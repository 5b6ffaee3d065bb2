/**
 * What the pages of deployments share: addresses, requests, restart, and creating one again.
 */
import {Problem, get, post, put, query, remove} from "./api.js";
import {tag} from "./bento.js";

const PAUSE = 500;
const PATIENCE = 120_000;

/** The address of a deployment in the API. @param {{name: string, cluster: {name: string}}} one */
export const route = ({name, cluster}, more = "", parameters = {}) =>
  `/api/v2/deployments/${encodeURIComponent(name)}${more}${query({cluster: cluster.name, ...parameters})}`;

/** The address of its page; codespaces have pages of their own. */
export const page = ({name, cluster, manifest}) =>
  `/${manifest?.dev ? "codespaces" : "deployments"}/${encodeURIComponent(name)}${query({cluster: cluster.name})}`;

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

/**
 * Deletes a deployment and creates it again as it is configured. After a failure it can be run again,
 * and goes on where it stopped.
 */
export class Recreation {
  /** @param {object} one the deployment, as the API gives it */
  constructor(one) {
    this.one = one;
    this.body = requestOf(one);
    this.deleted = false;
  }

  /** @throws {Problem} before anything is deleted when it could not be created again */
  async run() {
    if (!this.deleted) {
      await this.check();
      const {uid, revision} = this.one;
      await remove(route(this.one, "", {expected_uid: uid, expected_revision: revision}));
      this.deleted = true;
    }
    await this.create();
  }

  /** Its name is taken until it is deleted. */
  async check() {
    const {problems} = await post("/api/v2/deployments/check" + query({cluster: this.one.cluster.name}), this.body);
    const others = problems.filter(({pointer}) => pointer !== "/name");
    if (others.length > 0) {
      throw new Problem(422, others.map(({detail}) => detail).join(" "), others);
    }
  }

  async create() {
    for (const end = Date.now() + PATIENCE;;) {
      try {
        await post("/api/v2/deployments" + query({cluster: this.one.cluster.name}), this.body);
        return;
      } catch (problem) {
        if (!problem.type?.endsWith(":being_deleted") || Date.now() > end) throw problem;
        await new Promise((later) => setTimeout(later, PAUSE));
      }
    }
  }
}

/** One deployment. @returns {Promise<object>} */
export const load = (name, cluster) => get(route({name, cluster: {name: cluster}}));
