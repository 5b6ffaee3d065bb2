/**
 * What differs between two objects, in lines for people.
 *
 * @param {any} before
 * @param {any} after
 * @param {string} [path] where both stand
 * @returns {{path: string, text: string}[]}
 */
export function differences(before, after, path = "") {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  if (!isObject(before) || !isObject(after)) {
    return [{path: path || "all", text: `${text(before)} → ${text(after)}`}];
  }
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].flatMap((name) =>
    differences(before[name], after[name], path ? `${path}.${name}` : name));
}

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

function text(value) {
  if (value === undefined || value === null) return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value);
}
