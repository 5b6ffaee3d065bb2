/**
 * A form filled in by a template of `GET /api/v1/secret_templates`.
 */
import {HOME, row} from "./secret.js";

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
const SUFFIX = 4;

/** What the form begins with; the name is made one that is hardly taken. */
export const fromTemplate = (template) => ({
  name: `${template.name}-${suffix()}`,
  description: template.description,
  type: template.type,
  path: template.path ?? HOME,
  rows: template.items.map((item) => row({
    key: item.key, subPath: item.sub_path ?? "", label: item.label + (item.optional ? ", optional" : ""),
    hint: item.hint, link: item.link, pattern: item.pattern, optional: item.optional,
  })),
});

const suffix = () =>
  [...crypto.getRandomValues(new Uint8Array(SUFFIX))].map((byte) => LETTERS[byte % LETTERS.length]).join("");
