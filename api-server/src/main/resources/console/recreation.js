/**
 * Deleting a deployment and creating it again as it is configured, which gives it the newest keys of
 * its secrets.
 */
import {isBad, isBusy} from "./components/deployment-status.js";
import {html} from "./element.js";
import {Problem, remove} from "./api.js";
import {check, create, load, requestOf, route} from "./deployment.js";

const PAUSE = 500;
const PATIENCE = 120_000;

const pause = () => new Promise((later) => setTimeout(later, PAUSE));

/** What it does. @param {"It"|"Each"} subject of the sentences */
export const consequences = (subject) => html`
  <p>${subject} is deleted and created again with the same name, the same configuration and the newest secrets.
    Its replicas end: it does not answer until the new ones are ready. Its revisions, events and logs are removed;
    it may get another address. For Terraform it is another deployment then: if Terraform manages it, let Terraform
    do the replacement.</p>`;

/** One deployment's. After a failure it can be run again, and goes on where it stopped. */
export class Recreation {
  /**
   * @param {object} one the deployment, as the API gives it
   * @param {() => void} [told] called whenever it has come further
   */
  constructor(one, told = () => {}) {
    this.one = one;
    this.body = requestOf(one);
    this.told = told;
    this.deleted = false;
    this.created = false;
  }

  /** What would be lost if the page were left now; empty for nothing. */
  get loss() {
    return this.deleted && !this.created ? `The deployment ${this.one.name} is deleted and not yet created again.` : "";
  }

  /** @throws {Problem} before anything is deleted when it could not be created again */
  async run() {
    if (!this.deleted) {
      await this.check();
      const {uid, revision} = this.one;
      await remove(route(this.one, "", {expected_uid: uid, expected_revision: revision}));
      this.deleted = true;
      this.told();
    }
    if (!this.created) {
      await this.create();
      this.created = true;
      this.told();
    }
  }

  /** Its name is taken until it is deleted. */
  async check() {
    const {problems} = await check(this.body, this.one.cluster.name);
    const others = problems.filter(({pointer}) => pointer !== "/name");
    if (others.length > 0) {
      throw new Problem(422, others.map(({detail}) => detail).join(" "), others);
    }
  }

  async create() {
    for (const end = Date.now() + PATIENCE;;) {
      try {
        await create(this.body, this.one.cluster.name);
        return;
      } catch (problem) {
        if (!problem.type?.endsWith(":being_deleted") || Date.now() > end) throw problem;
        await pause();
      }
    }
  }

  /**
   * Waits for the rollout of what was created.
   *
   * @param {() => boolean} isWanted whether to go on waiting
   * @throws {Problem} when it does not come to run
   */
  async rolledOut(isWanted) {
    const {name, cluster} = this.one;
    while (isWanted()) {
      const {status} = await load(name, cluster.name);
      if (isBad(status)) throw new Problem(0, `It is created again, and its status is ${status.replaceAll("-", " ")}.`);
      if (!isBusy(status)) return;
      await pause();
    }
  }
}
