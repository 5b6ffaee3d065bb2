/**
 * The public API, called by the session of this browser.
 */

/** A refused or failed request, with the text that the server gives (RFC 9457). */
export class Problem extends Error {
  /**
   * @param {number} status HTTP status; 0 when there was no answer
   * @param {string} detail for people
   * @param {{pointer?: string, detail: string}[]} errors what is wrong with which field
   * @param {string} [type] the kind of problem, `urn:bentoform:problem:WORD`
   */
  constructor(status, detail, errors = [], type = "") {
    super(detail);
    this.status = status;
    this.errors = errors;
    this.type = type;
  }

  /** What is wrong with a field of the request, by its JSON pointer; empty for nothing. */
  at(pointer) {
    return this.errors.filter((error) => error.pointer === pointer)
        .map((error) => error.detail).join(" ");
  }
}

/** Fired on window when a request finds that nobody is signed in. */
export const SIGNED_OUT = "bf-signed-out";

/**
 * One request.
 *
 * @param {string} method
 * @param {string} path below the address of this server
 * @param {object} [body] sent as JSON
 * @param {{signal?: AbortSignal}} [options]
 * @returns {Promise<any>} the body of the answer; null when it has none
 * @throws {Problem}
 */
export async function call(method, path, body, options = {}) {
  const text = await send(method, path, body, options);
  return text === "" ? null : parsed(text);
}

/** The text of the answer. */
async function send(method, path, body, options) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: body === undefined ? {} : {"Content-Type": "application/json"},
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: options.signal,
    });
  } catch (failure) {
    if (failure.name === "AbortError") throw failure;
    throw new Problem(0, "The server does not answer. Check that it runs, then try again.");
  }
  const text = await response.text();
  if (response.ok) return text;
  if (response.status === 401 && path !== "/api/v1/session") {
    window.dispatchEvent(new CustomEvent(SIGNED_OUT));
  }
  const answer = parsed(text);
  throw new Problem(
      response.status,
      answer?.detail ?? answer?.error ?? `The server answered with status ${response.status}.`,
      answer?.errors ?? [],
      answer?.type ?? "");
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** An answer that is no JSON. @returns {Promise<string>} */
export const getText = (path) => send("GET", path, undefined, {});

export const get = (path, options) => call("GET", path, undefined, options);
export const post = (path, body) => call("POST", path, body ?? {});
export const put = (path, body) => call("PUT", path, body ?? {});
export const patch = (path, body) => call("PATCH", path, body ?? {});
export const remove = (path) => call("DELETE", path);

/**
 * A query string of what is given; empty values are left out.
 *
 * @param {Object<string, string|number|undefined>} parameters
 */
export function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== "");
  return given.length === 0 ? "" : "?" + new URLSearchParams(given.map(([k, v]) => [k, String(v)]));
}
