/**
 * Who is signed in.
 */
import {get, post, remove, Problem} from "./api.js";

/** @type {?{user: object, organization: object, administrator: boolean, scopes: string[], expired_at: ?string}} */
let current = null;

/** The session; null when nobody is signed in. */
export const session = () => current;

/** Whether the session may do what a scope opens; {@code api} opens everything. */
export const may = (scope) =>
  current !== null && (current.scopes.includes("api") || current.scopes.includes(scope));

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
