/**
 * A text that one page leaves for the next one, such as "Saved". It is shown once.
 */
let text = "";

/** @param {string} words never with a value of a secret */
export function leave(words) {
  text = words;
}

/** The text that was left; empty when there is none. */
export function take() {
  const taken = text;
  text = "";
  return taken;
}
