/**
 * Times and numbers for people.
 */

const STEPS = [["year", 31557600], ["month", 2629800], ["day", 86400], ["hour", 3600], ["minute", 60]];
const relative = new Intl.RelativeTimeFormat("en", {numeric: "auto"});

/** How long ago, or in what time. @param {?string} time ISO 8601 */
export function ago(time, now = Date.now()) {
  if (!time) return "never";
  const seconds = (Date.parse(time) - now) / 1000;
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return relative.format(Math.round(seconds / size), unit);
  }
  return seconds > 0 ? "in less than a minute" : "just now";
}

/** A time of this browser's zone. @param {?string} time ISO 8601 */
export const moment = (time) =>
  time ? new Date(time).toLocaleString("en-GB", {dateStyle: "medium", timeStyle: "medium"}) : "";

/** "1 deployment", "3 deployments". */
export const count = (number, what) =>
  `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;

/** @param {number} bytes */
export function size(bytes) {
  const units = ["B", "KiB", "MiB", "GiB"];
  const power = bytes > 0 ? Math.min(3, Math.floor(Math.log2(bytes) / 10)) : 0;
  return `${(bytes / 2 ** (10 * power)).toFixed(power ? 1 : 0)} ${units[power]}`;
}
