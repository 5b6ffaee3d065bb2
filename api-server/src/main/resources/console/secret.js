/**
 * What the pages of secrets share: addresses, words, and the rows of a form from and to the API.
 */
import {Problem, get, query} from "./api.js";

export const HOME = "$BENTOML_HOME";

/** Values of `content.type` and `content.stage`, and what they are called. */
export const TYPES = {env: "Environment variables", mountfile: "Files"};
export const STAGES = {runtime: "Deployment", build: "Image build", all: "Deployment and image build"};

/** The address of a secret in the API. */
export const route = (name, cluster, more = "", parameters = {}) =>
  `/api/v1/org_secrets/${encodeURIComponent(name)}${more}${query({cluster, ...parameters})}`;

/** The address of a secret's page. */
export const page = (name, cluster, more = "") =>
  `/secrets/${encodeURIComponent(name)}${more}${query({cluster})}`;

/** The file that holds the value of a key. */
export const file = (path, subPath, key) =>
  [path || HOME, subPath, key].filter(Boolean).join("/").replaceAll(/\/+/g, "/");

/** An answer of a route that this server, or what the user may do, can lack. */
export async function ifThere(path, otherwise) {
  try {
    return await get(path);
  } catch (problem) {
    if (problem instanceof Problem && [403, 404].includes(problem.status)) return otherwise;
    throw problem;
  }
}

/**
 * One key of a form.
 *
 * @typedef {{id: number, key: string, value: string, subPath: string, kept: boolean, stored: ?number,
 *     label?: string, hint?: string, link?: string, pattern?: string, optional?: boolean}} Row
 * kept: the stored value stays; stored: the revision in which it changed, null for a new key
 */
let rows = 0;

/** @returns {Row} */
export const row = (more = {}) =>
  ({id: ++rows, key: "", value: "", subPath: "", kept: false, stored: null, ...more});

/** A key that the secret has. @returns {Row} */
const storedRow = (item) =>
  row({key: item.key, subPath: item.sub_path ?? "", kept: true, stored: item.revision});

const item = (type) => (row) => ({
  key: row.key.trim(),
  value: row.kept ? null : row.value,
  sub_path: type === "mountfile" && row.subPath ? row.subPath.trim() : null,
});

/** What a form holds of a new secret. */
export const draft = (more = {}) =>
  ({name: "", description: "", cluster: "", type: "env", path: HOME, stage: "runtime", rows: [row()], ...more});

/** What a form holds of a secret that exists. */
export const draftOf = (secret) => draft({
  name: secret.name,
  description: secret.description,
  cluster: secret.cluster.name,
  type: secret.content.type,
  path: secret.content.path ?? HOME,
  stage: secret.content.stage,
  rows: secret.content.items.map(storedRow),
});

/** The body of a request with what the form holds. */
export const body = (draft) => ({
  description: draft.description,
  content: {
    type: draft.type,
    path: draft.type === "mountfile" ? draft.path.trim() : null,
    stage: draft.stage,
    items: draft.rows.map(item(draft.type)),
  },
});

/** Leaves out the optional keys of a template that have no value. */
export function complete(draft) {
  const rows = draft.rows.filter((row) => !row.optional || row.value);
  if (rows.length > 0) draft.rows = rows;
}

/** Takes all values out of the form. */
export function forget(draft) {
  for (const row of draft?.rows ?? []) row.value = "";
}

/** Values that are missing, as the server tells of problems; null when there is none. */
export function missing(draft) {
  const errors = draft.rows.flatMap((row, i) => row.kept || row.value
    ? [] : [{pointer: `/content/items/${i}/value`, detail: "Enter a value."}]);
  return errors.length === 0 ? null : new Problem(0, "A value is missing.", errors);
}

/**
 * Takes up the keys of another revision: what was typed stays, a key that somebody else added comes
 * in with its value kept, and one that they removed goes, unless it has a new value here.
 *
 * @param {{rows: Row[]}} draft
 * @param {object} before the secret that the form began with
 * @param {object} now the secret as it is
 */
export function takeUp(draft, before, now) {
  const there = new Map(now.content.items.map((item) => [item.key, item]));
  const known = new Set(before.content.items.map((item) => item.key));
  const mine = draft.rows.filter((row) => !row.kept || there.has(row.key)).map((row) => {
    const item = there.get(row.key);
    return Object.assign(row, {stored: item?.revision ?? null});
  });
  const held = new Set(mine.map((row) => row.key));
  const theirs = now.content.items.filter((item) => !known.has(item.key) && !held.has(item.key));
  draft.rows = [...mine, ...theirs.map(storedRow)];
}
