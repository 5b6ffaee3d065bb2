/**
 * What the pages of bentos and models share. A kind is "bento" or "model".
 */
import {html, nothing} from "./element.js";
import {tag} from "./bento.js";
import {size} from "./format.js";
import {time} from "./components/time.js";

const encoded = (name, version) => [encodeURIComponent(name), encodeURIComponent(version)];

/** The address of a version in the API. */
export function route(kind, name, version) {
  const [first, second] = encoded(name, version);
  return `/api/v1/${kind}_repositories/${first}/${kind}s/${second}`;
}

/** The address of its page. @param {string} tag `name:version` */
export function page(kind, tag) {
  const [name, version] = tag.split(":");
  return `/${kind}s/${encoded(name, version).join("/")}`;
}

/** A link to its page. */
export const link = (kind, tag) => html`<a href=${page(kind, tag)}>${tag}</a>`;

/** What the upload of its archive came to. */
const UPLOADS = {pending: "not uploaded", uploading: "being uploaded", success: "uploaded", failed: "failed"};
export const upload = ({upload_status}) => UPLOADS[upload_status] ?? upload_status;

export const bytes = ({manifest}) => manifest?.size_bytes ? size(manifest.size_bytes) : nothing;

/** Names of the services of a bento. */
export const services = (bento) => (bento.manifest?.services ?? []).map((service) => service.name);

/** Tags of the models that a bento takes from the model store, as its manifest names them. */
export const models = ({manifest}) => manifest?.models ?? [];

/** The address of the form that deploys a bento. */
export const deploy = (bento) => "/new/deployment?bento=" + encodeURIComponent(tag(bento));

/** The columns of a list, around those of its kind. */
export const columns = (kind, title, ...own) => [
  {title, cell: (one) => link(kind, tag(one))},
  ...own,
  {title: "Size", cell: bytes},
  {title: "Upload", cell: upload},
  {title: "Built", cell: (one) => time(one.build_at)},
];
