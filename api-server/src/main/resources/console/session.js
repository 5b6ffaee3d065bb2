/**
 * Who is signed in.
 */
import {get, post, remove, Problem} from "./api.js";

/** @type {?{user: object, organization: object, administrator: boolean, scopes: string[], expired_at: ?string}} */
let current = null;

/** The session; null when nobody is signed in. */
export const session = () => current;

/** What each scope opens beside itself, as the README's table says; `api` opens everything. */
const OPENS = {
  write_organization: ["read_organization"],
  plan_cluster: ["read_cluster"],
  write_cluster: ["plan_cluster", "read_cluster"],
};

const has = (needed) => current.scopes.some((scope) =>
  scope === "api" || scope === needed || OPENS[scope]?.includes(needed));

/**
 * Whether the session may do what needs these scopes. It decides what is shown; the server decides what is done.
 */
export const may = (...needed) => current !== null && needed.every(has);

/** Whether the session may do what needs these scopes and an administrator. */
export const mayAsAdministrator = (...needed) => may(...needed) && current.administrator;

/** Asks the server whether somebody is signed in. */
export async function restore() {
  try {
    current = await get("/api/v1/session");
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 401) throw problem;
    current = null;
  }
  return current;
}

/** @throws {Problem} when the token is not valid */
export async function signIn(token) {
  current = await post("/api/v1/session", {token});
}

export async function signOut() {
  await remove("/api/v1/session");
  current = null;
}

export async function signOutEverywhere() {
  await remove("/api/v1/sessions");
  current = null;
}

/** The server says that the session has ended. */
export function ended() {
  current = null;
}
