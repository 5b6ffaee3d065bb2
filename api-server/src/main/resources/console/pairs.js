/**
 * Keys and values in a pasted text: a `.env` file, a flat JSON object, or flat YAML lines. What is
 * wrong is told by line and key, never with the value.
 */

/**
 * @typedef {{pairs: {key: string, value: string}[], problems: string[]}} Pairs
 * a key that stands there twice has its last value
 */

const VARIABLE = /^\s*(?:export\s+)?([\w.-]+)\s*=/;
const ENTRY = /^(?:([\w.-]+)|"([\w.-]+)"|'([\w.-]+)')\s*:(?:\s+|$)(.*)$/;
const NO_TEXT = /^[[\]{}&*!|>%@`?]|^-\s/;
const EMPTY = new Set(["", "~", "null", "Null", "NULL"]);

/** @param {string} text @returns {Pairs} */
export function parse(text) {
  const plain = text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  if (plain.trim().startsWith("{")) return json(plain);
  const first = plain.split("\n").find((line) => !isSkipped(line)) ?? "";
  return VARIABLE.test(first) ? env(plain) : yaml(plain);
}

const isSkipped = (line) => /^\s*(#.*)?$|^---\s*$/.test(line);

/** Pairs without those that a later one replaces. */
const result = (pairs, problems) =>
  ({pairs: [...new Map(pairs.map(({key, value}) => [key, value]))].map(([key, value]) => ({key, value})), problems});

function json(text) {
  let object;
  try {
    // A number as it is written: 1.0 and long ones would be another text otherwise.
    object = JSON.parse(text, (key, value, context) =>
      typeof value === "number" ? context?.source ?? {} : value);
  } catch {
    return result([], ["This is not valid JSON."]);
  }
  const isText = (value) => typeof value === "string" || typeof value === "boolean";
  const entries = Object.entries(object);
  return result(
      entries.filter(([, value]) => isText(value)).map(([key, value]) => ({key, value: String(value)})),
      entries.filter(([, value]) => !isText(value)).map(([key]) => `The value of ${key} is not text.`));
}

const QUOTED = /^(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)")[^\S\n]*(?:#[^\n]*)?(?:\n|$)/s;

/** Values may be quoted, and then have several lines. */
function env(text) {
  const pairs = [];
  const problems = [];
  let line = 1;
  for (let rest = text; rest !== "";) {
    const {taken, pair, problem} = variable(rest, line);
    if (pair) pairs.push(pair);
    if (problem) problems.push(problem);
    line += rest.slice(0, taken).split("\n").length - 1;
    rest = rest.slice(taken);
  }
  return result(pairs, problems);
}

/** What stands first in a text: a variable, or a line that is none. */
function variable(text, line) {
  const taken = text.indexOf("\n") < 0 ? text.length : text.indexOf("\n") + 1;
  const first = text.slice(0, taken);
  if (isSkipped(first.trimEnd())) return {taken};
  const start = first.match(VARIABLE);
  if (!start) return {taken, problem: `Line ${line} is not of the form KEY=value.`};
  const key = start[1];
  const blanks = text.slice(start[0].length).match(/^[^\S\n]*/)[0].length;
  const quoted = text.slice(start[0].length + blanks).match(QUOTED);
  if (quoted) {
    const value = quoted[1] === undefined ? unescaped(quoted[2]) : single(quoted[1]);
    return {taken: start[0].length + blanks + quoted[0].length, pair: {key, value}};
  }
  const value = first.slice(start[0].length).trim();
  return /^["']/.test(value)
    ? {taken, problem: `Line ${line}: the quote of ${key} is not closed.`}
    : {taken, pair: {key, value: uncommented(value)}};
}

const uncommented = (value) => value.replace(/(^|\s+)#.*$/, "").trim();
const single = (text) => text.replaceAll(/\\(['\\])/g, "$1");
const ESCAPES = {n: "\n", r: "\r", t: "\t", f: "\f", v: "\v", b: "\b", a: "\x07", "0": "\0"};
const unescaped = (text) =>
  text.replaceAll(/\\(.)/gs, (all, letter) => ESCAPES[letter] ?? (/["'\\$/]/.test(letter) ? letter : all));

function yaml(text) {
  const pairs = [];
  const problems = [];
  text.split("\n").forEach((line, i) => {
    if (isSkipped(line)) return;
    const entry = line.trimEnd().match(ENTRY);
    if (!entry) {
      problems.push(`Line ${i + 1} is not of the form KEY: value, KEY=value or JSON.`);
      return;
    }
    const key = entry[1] ?? entry[2] ?? entry[3];
    const value = scalar(entry[4]);
    if (value === null) problems.push(`Line ${i + 1}: the value of ${key} is not text on one line.`);
    else pairs.push({key, value});
  });
  return result(pairs, problems);
}

/** The text of a YAML value on one line; null for anything else. */
function scalar(text) {
  const quoted = text.match(/^(?:'((?:''|[^'])*)'|"((?:\\.|[^"\\])*)")\s*(?:#.*)?$/);
  if (quoted) return quoted[1] === undefined ? unescaped(quoted[2]) : quoted[1].replaceAll("''", "'");
  const plain = uncommented(text);
  return EMPTY.has(plain) || NO_TEXT.test(plain) || /^["']|:\s|:$/.test(plain) ? null : plain;
}
