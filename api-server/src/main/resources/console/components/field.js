/**
 * A field of a form: label, control, help, and what is wrong with it.
 */
import {html, nothing} from "../element.js";

/**
 * @param {string} id of the control
 * @param {string} label
 * @param {unknown} control whose `aria-describedby` is {@link about}
 * @param {{help?: unknown, problem?: string}} [texts]
 */
export const field = (id, label, control, {help, problem} = {}) => html`
  <div class="field">
    <label for=${id}>${label}</label>
    ${control}
    ${problem ? html`<small id="${id}-problem" class="problem">${problem}</small>` : nothing}
    ${help ? html`<small id="${id}-help">${help}</small>` : nothing}
  </div>`;

/** The texts that describe a control, for `aria-describedby`. */
export const about = (id, {help, problem} = {}) =>
  [problem && `${id}-problem`, help && `${id}-help`].filter(Boolean).join(" ") || nothing;

/** For `aria-invalid`. */
export const invalid = (problem) => problem ? "true" : nothing;

/** Takes the focus to the first field that is wrong, else to the text that says what is. */
export function focusProblem(form) {
  const wrong = form.querySelector("[aria-invalid=true]") ?? form.querySelector("[role=alert]");
  wrong?.focus();
}
