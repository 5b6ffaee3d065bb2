import {html} from "../element.js";
import {ago, moment} from "../format.js";

/** How long ago something was, with its time for those who point at it. @param {string} at ISO 8601 */
export const time = (at) => html`<time datetime=${at} title=${moment(at)}>${ago(at)}</time>`;

/** When an object was changed last, or else made. */
export const changedAt = (object) => object.updated_at ?? object.created_at;
