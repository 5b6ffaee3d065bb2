/**
 * Addresses of what there is as Terraform configuration.
 */
import {query} from "./api.js";

/** @typedef {{secret?: string, deployment?: string, cluster?: string}} What neither means all */

/** The address of the page. @param {What} [what] */
export const terraformPage = (what = {}) => `/terraform${query(what)}`;

/** The address of the file. @param {What} what */
export const terraformFile = (what) =>
  `/api/v1/terraform${query(what.secret || what.deployment ? what : {all: true})}`;
