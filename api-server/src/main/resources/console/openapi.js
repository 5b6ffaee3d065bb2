/**
 * What can be called of a service, from its OpenAPI document.
 */

/**
 * A field of a call.
 *
 * @typedef {object} Field
 * @property {string} name
 * @property {"text"|"number"|"switch"|"choice"|"file"|"json"} kind what it is entered as
 * @property {string} help
 * @property {boolean} required
 * @property {string} initial as text
 * @property {string[]} choices
 */

/**
 * One call.
 *
 * @typedef {object} Call
 * @property {string} path
 * @property {"GET"|"POST"} method
 * @property {string} name of the method of BentoML's client; empty for none
 * @property {string} description
 * @property {boolean} form whether it is sent as `multipart/form-data`, else as JSON
 * @property {Field[]} fields
 */

/**
 * The calls of a document, those of the service before those of its infrastructure.
 *
 * @returns {Call[]}
 */
export function calls(document) {
  const found = [];
  for (const [path, methods] of Object.entries(document.paths ?? {})) {
    for (const [method, operation] of Object.entries(methods)) {
      if (method === "get" || method === "post") found.push(call(document, path, method.toUpperCase(), operation));
    }
  }
  return found.sort((one, other) => (one.method === "GET") - (other.method === "GET"));
}

function call(document, path, method, operation) {
  const content = operation.requestBody?.content ?? {};
  const form = content["multipart/form-data"];
  const schema = resolved(document, (form ?? content["application/json"])?.schema ?? {});
  return {
    path,
    method,
    name: operation["x-bentoml-name"] ?? "",
    description: operation.description ?? operation.summary ?? "",
    form: form !== undefined,
    fields: Object.entries(schema.properties ?? {}).map(([name, property]) =>
      field(name, resolved(document, property), (schema.required ?? []).includes(name))),
  };
}

function field(name, schema, required) {
  const kind = kindOf(schema);
  return {
    name,
    kind,
    help: schema.description ?? "",
    required,
    initial: schema.default === undefined || schema.default === null ? "" : text(kind, schema.default),
    choices: (schema.enum ?? []).map(String),
  };
}

function kindOf(schema) {
  if (schema.format === "binary") return "file";
  if (schema.enum) return "choice";
  return {boolean: "switch", integer: "number", number: "number", string: "text"}[schema.type] ?? "json";
}

const text = (kind, value) => kind === "json" ? JSON.stringify(value, null, 2) : String(value);

function resolved(document, schema) {
  if (!schema.$ref) return schema;
  return schema.$ref.replace(/^#\//, "").split("/").reduce((node, key) => node?.[key], document) ?? {};
}

/**
 * What the fields of a call say, as the values to send. A field that is left empty is left out.
 *
 * @param {Call} call
 * @param {Object<string, string|File>} entered by name
 * @throws {Error} naming the field that is no number or no JSON
 */
export function values(call, entered) {
  const given = {};
  for (const field of call.fields) {
    const value = entered[field.name] ?? field.initial;
    if (value !== "") given[field.name] = parsed(field, value);
  }
  return given;
}

function parsed(field, value) {
  try {
    if (field.kind === "number") return Number(value);
    if (field.kind === "switch") return value === "true";
    return field.kind === "json" ? JSON.parse(value) : value;
  } catch {
    throw new Error(`${field.name} is no valid JSON. Text needs quotes there.`);
  }
}
