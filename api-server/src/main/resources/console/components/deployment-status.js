/**
 * The status of a deployment in words.
 */
import {html, nothing} from "../element.js";

/** What each status means (contract C3), and how it looks. */
const STATUS = {
  "image-building": ["building its environment", "busy"],
  "image-build-failed": ["environment not built", "bad"],
  "deploying": ["rolling out", "busy"],
  "running": ["running", "good"],
  "scaled-to-zero": ["at zero, starts with the next request", "good"],
  "unhealthy": ["unhealthy", "bad"],
  "failed": ["failed", "bad"],
  "terminating": ["ending", "busy"],
  "terminated": ["terminated", "off"],
};

/** Whether something is going on that will end by itself. */
export const isBusy = (status) => STATUS[status]?.[1] === "busy";

/** Whether somebody has to look at it. */
export const isBad = (status) => STATUS[status]?.[1] === "bad";

/** @param {string} status as the API gives it */
export function statusText(status) {
  const [words, kind] = STATUS[status] ?? [status, "off"];
  return html`<span class="status ${kind}">${words}</span>`;
}

/** Names of secrets whose newest revision the replicas do not hold. */
export const waiting = (deployment) =>
  deployment.secrets.filter((secret) => secret.revision !== null && secret.state !== "current");

/** Why it is as it is. */
export function conditions(deployment) {
  const told = deployment.conditions.filter((each) => each.message);
  return told.length === 0 ? nothing : html`
    <ul class="conditions">${told.map((each) => html`
      <li><strong>${each.reason}</strong><span class="message">${each.message}</span></li>`)}
    </ul>`;
}
