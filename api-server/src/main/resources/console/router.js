/**
 * Which page an address shows. Links are plain links; a click on one of this server's pages changes
 * the page without loading the document again.
 */

const QUESTION = "Leave this page all the same?";
const UNSAVED = "Your changes are not saved.";

/** A page may keep the user from leaving, by what would be lost. */
let unsaved = () => false;
let shown = location.href;

/**
 * Asks before the page is left.
 *
 * @param {() => boolean|string} question whether something is not saved, or a sentence that says what
 *     would be lost; empty for nothing
 */
export function guard(question) {
  unsaved = question;
}

/** Whether the page may be left. */
function mayLeave() {
  const lost = unsaved();
  return !lost || window.confirm(`${lost === true ? UNSAVED : lost} ${QUESTION}`);
}

/**
 * Shows another page.
 *
 * @param {string} address path with query
 * @param {{replace?: boolean}} [options] replace: back does not return to the page before
 */
export function go(address, options = {}) {
  if (!mayLeave()) return;
  history[options.replace ? "replaceState" : "pushState"](null, "", address);
  changed();
}

/** Changes the query of the address, for a view that can be linked to; back skips it. */
export function keep(parameters) {
  const search = new URLSearchParams(
      Object.entries(parameters).filter(([, value]) => value)).toString();
  history.replaceState(null, "", location.pathname + (search ? "?" + search : ""));
  shown = location.href;
}

let changed = () => {};

/** @param {() => void} show called whenever the address has changed */
export function start(show) {
  changed = () => {
    unsaved = () => false;
    shown = location.href;
    show();
  };
  window.addEventListener("popstate", () => {
    if (location.href.split("#")[0] === shown.split("#")[0]) return;
    if (mayLeave()) {
      changed();
    } else {
      history.pushState(null, "", shown);
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved()) event.preventDefault();
  });
  document.addEventListener("click", follow);
  document.addEventListener("keydown", press);
  show();
}

function follow(event) {
  const link = event.target.closest?.("a[href]");
  const other = event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey
      || event.shiftKey || event.altKey;
  if (!link || other || link.target || link.hasAttribute("download")
      || link.origin !== location.origin || !isPage(link.pathname)) {
    return;
  }
  event.preventDefault();
  go(link.pathname + link.search);
}

/** A link that is called a button is pressed by the space bar too, as a button is. */
function press(event) {
  if (event.key === " " && event.target.matches?.('a[role="button"]')) {
    event.preventDefault();
    event.target.click();
  }
}

/** What is not a page of the console: the API and its documents. */
const isPage = (path) => !/^\/(api|ws|openapi|health|metrics|console)(\/|$)/.test(path);

/**
 * The first route that an address has, with the parameters in its path.
 *
 * @template T
 * @param {[string, T][]} routes patterns such as {@code /secrets/:name}
 * @returns {?{page: T, parameters: Object<string, string>}}
 */
export function match(routes, path) {
  const words = path.split("/").filter(Boolean);
  for (const [pattern, page] of routes) {
    const parts = pattern.split("/").filter(Boolean);
    if (parts.length === words.length
        && parts.every((part, i) => part.startsWith(":") || part === words[i])) {
      const parameters = {};
      parts.forEach((part, i) => {
        if (part.startsWith(":")) parameters[part.slice(1)] = decodeURIComponent(words[i]);
      });
      return {page, parameters};
    }
  }
  return null;
}
