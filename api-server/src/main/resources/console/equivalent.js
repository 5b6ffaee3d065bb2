/**
 * A deployment as code: the file of BentoCloud, the command line, Python and Terraform.
 *
 * The body is that of a create: {name, bento, access_authorization, envs: [{name, value}],
 * labels: [{key, value}], secrets: [name], services: {NAME: {instance_type, scaling, …}}}.
 */

/** What was not filled in is left out. */
function given(body) {
  const kept = Object.entries(body).filter(([, value]) =>
    value !== undefined && value !== "" && value !== false && !isEmpty(value));
  return Object.fromEntries(kept);
}

const isEmpty = (value) =>
  value === null || typeof value === "object" && Object.keys(value).length === 0;

/** The deployment file. */
export const toYaml = (body) => yaml(given(body), "");

function yaml(value, indent) {
  return Object.entries(value).map(([key, each]) => {
    if (Array.isArray(each)) {
      return `${indent}${key}:\n` + each.map((item) => typeof item === "object"
        ? `${indent}  - ${yaml(item, indent + "    ").trimStart()}`
        : `${indent}  - ${scalar(item)}\n`).join("");
    }
    return each !== null && typeof each === "object"
      ? `${indent}${key}:\n${yaml(each, indent + "  ")}`
      : `${indent}${key}: ${scalar(each)}\n`;
  }).join("");
}

/** A plain word as it is, all else in the quotes of JSON, which are those of YAML too. */
const scalar = (value) =>
  typeof value === "string" && !/^[A-Za-z][\w./-]*(:[\w.-]+)?$/.test(value) || isKeyword(value)
    ? JSON.stringify(value) : String(value);

const isKeyword = (value) => /^(true|false|null|yes|no|on|off|y|n)$/i.test(value) && typeof value === "string";

/** A shell command; what has no option of its own goes by a file. */
export function toCommand(body) {
  const words = [`bentoml deploy ${body.bento || "BENTO"}`];
  if (body.name) words.push(`--name ${body.name}`);
  body.secrets.forEach((name) => words.push(`--secret ${name}`));
  body.envs.forEach((env) => words.push(`--env ${quoted(`${env.name}=${env.value}`)}`));
  if (body.access_authorization) words.push("--access-authorization true");
  const services = Object.entries(body.services);
  if (services.length > 1 || body.labels.length > 0 || services.some(([, service]) => needsFile(service))) {
    return "bentoml deploy --config-file deployment.yaml";
  }
  services.forEach(([, service]) => {
    if (service.instance_type) words.push(`--instance-type ${service.instance_type}`);
    if (service.deployment_strategy) words.push(`--strategy ${service.deployment_strategy}`);
    if (service.scaling) {
      words.push(`--scaling-min ${service.scaling.min_replicas}`, `--scaling-max ${service.scaling.max_replicas}`);
    }
  });
  return words.join(" \\\n  ");
}

/** Whether a service says what has no option of the command. */
const needsFile = ({envs, config_overrides: overrides}) => !isEmpty(envs ?? null) || !isEmpty(overrides ?? null);

const quoted = (text) => /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** A call of the Python library, with the deployment file where there is more than it has arguments for. */
export const toPython = (body) => isEmpty(body.services) && body.labels.length === 0 ? `import bentoml

deployment = bentoml.deployment.create(
    name=${JSON.stringify(body.name || "NAME")},
    bento=${JSON.stringify(body.bento || "BENTO")},${body.access_authorization ? "\n    access_authorization=True," : ""}
    secrets=${JSON.stringify(body.secrets)},
    envs=${JSON.stringify(body.envs)},
)
deployment.wait_until_ready()
` : `import bentoml

deployment = bentoml.deployment.create(config_file="deployment.yaml")
deployment.wait_until_ready()
`;

/** A resource of the provider bentoform/bentocloud. Secrets are referred to, not named. */
export function toTerraform(body) {
  const lines = [];
  if (body.name) lines.push(["name", JSON.stringify(body.name)]);
  lines.push(["bento", JSON.stringify(body.bento)]);
  if (body.access_authorization) lines.push(["access_authorization", "true"]);
  if (body.secrets.length > 0) {
    lines.push(["secrets", `[${body.secrets.map((name) => `bentocloud_secret.${identifier(name)}`).join(", ")}]`]);
  }
  if (body.envs.length > 0) lines.push(["envs", hcl(byName(body.envs), "  ")]);
  if (body.labels.length > 0) lines.push(["labels", hcl(Object.fromEntries(body.labels.map((label) => [label.key, label.value])), "  ")]);
  if (!isEmpty(body.services)) lines.push(["services", hcl(ofServices(body.services), "  ")]);
  const width = Math.max(...lines.map(([name]) => name.length));
  return `resource "bentocloud_deployment" "${identifier(body.name || "this")}" {\n`
      + lines.map(([name, value]) => `  ${name.padEnd(width)} = ${value}\n`).join("") + "}\n";
}

const byName = (envs) => Object.fromEntries(envs.map((env) => [env.name, env.value]));

/** An expression that stands as it is. */
class Verbatim {
  constructor(text) {
    this.text = text;
  }
}

/** Services as arguments: variables by name, overrides as JSON, and nothing that is not said. */
const ofServices = (services) => said(Object.fromEntries(Object.entries(services).map(
    ([name, {envs, config_overrides: overrides, extras, ...settings}]) => [name, {
      ...settings,
      envs: isEmpty(envs ?? null) ? null : byName(envs),
      config_overrides: isEmpty(overrides ?? null) ? null : new Verbatim(`jsonencode(${hcl(overrides, "      ")})`),
    }])));

function said(value) {
  if (Array.isArray(value) || value instanceof Verbatim || value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null && each !== undefined)
      .map(([name, each]) => [name, said(each)]));
}

export const identifier = (name) => name.replaceAll("-", "_").replace(/^(\d)/, "_$1");

function hcl(value, indent) {
  if (value instanceof Verbatim) return value.text;
  if (Array.isArray(value)) return `[${value.map((each) => hcl(each, indent)).join(", ")}]`;
  if (value === null || typeof value !== "object") {
    return typeof value === "string" ? JSON.stringify(value).replaceAll("${", "$${").replaceAll("%{", "%%{") : String(value);
  }
  const inner = indent + "  ";
  return "{\n" + Object.entries(value)
      .map(([name, each]) => `${inner}${/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)} = ${hcl(each, inner)}\n`)
      .join("") + indent + "}";
}
