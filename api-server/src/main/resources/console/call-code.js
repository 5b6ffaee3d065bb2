/**
 * A call of a deployment as code.
 */

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

const AUTHORIZATION = `-H "Authorization: Bearer $BENTO_CLOUD_API_KEY"`;

/** How a deployment is called: names of languages, each with its code. */
export const snippets = ({name, cluster, urls: [url]}, isProtected) => [
  ["curl", `curl ${isProtected ? AUTHORIZATION + " " : ""}${url}/docs.json`],
  ["Python", `import bentoml\n\nclient = bentoml.deployment.get("${name}", cluster="${cluster.name}").get_client()`],
];

/** `curl` with these values. */
export function toCurl(url, call, values, isProtected) {
  const lines = [`curl ${call.method === "POST" ? "-X POST " : ""}${url}${call.path}`];
  if (isProtected) lines.push(AUTHORIZATION);
  if (call.form) {
    for (const [name, value] of Object.entries(values)) {
      lines.push(`-F ${quoted(value instanceof File ? `${name}=@${value.name}` : `${name}=${plain(value)}`)}`);
    }
  } else if (call.method === "POST") {
    lines.push(`-H 'Content-Type: application/json'`, `-d ${quoted(JSON.stringify(values))}`);
  }
  return lines.join(" \\\n  ");
}

/** BentoML's client with these values. */
export function toClient(url, call, values, isProtected) {
  const token = isProtected ? ', token=os.environ["BENTO_CLOUD_API_KEY"]' : "";
  const imports = [isProtected && "import os", Object.values(values).some((value) => value instanceof File) && "from pathlib import Path"];
  const given = Object.entries(values).map(([name, value]) => `${name}=${python(value)}`).join(", ");
  return `${imports.filter(Boolean).map((line) => line + "\n").join("")}import bentoml

with bentoml.SyncHTTPClient("${url}"${token}) as client:
    print(client.${call.name}(${given}))`;
}

/** A value in a form, where text stands as it is. */
export const plain = (value) => typeof value === "string" ? value : JSON.stringify(value);

function python(value) {
  if (value instanceof File) return `Path(${JSON.stringify(value.name)})`;
  if (Array.isArray(value)) return `[${value.map(python).join(", ")}]`;
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "object") {
    return `{${Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}: ${python(each)}`).join(", ")}}`;
  }
  return JSON.stringify(value);
}
