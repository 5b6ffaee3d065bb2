import "../components/code.js";
import {Page, html, nothing} from "../element.js";
import {getText} from "../api.js";
import {page} from "../deployment.js";
import {page as secretPage} from "../secret.js";
import {terraformFile} from "../terraform.js";

const VARIABLES = /^variable "(\w+)"/gm;

/** One object, or all, as Terraform configuration that imports it. */
class Terraform extends Page {
  static properties = {text: {state: true}, problem: {state: true}};

  constructor() {
    super();
    this.text = "";
    this.problem = "";
    this.what = Object.fromEntries(new URLSearchParams(location.search));
  }

  get heading() {
    return "To Terraform";
  }

  connectedCallback() {
    super.connectedCallback();
    getText(terraformFile(this.what)).then(
        (text) => { this.text = text; }, (problem) => { this.problem = problem.message; });
  }

  /** What is run beside the file; the values are for the user to fill in. */
  get commands() {
    return [
      `export BENTO_CLOUD_API_ENDPOINT=${location.origin} BENTO_CLOUD_API_KEY=…`,
      ...[...this.text.matchAll(VARIABLES)].map(([, name]) => `export TF_VAR_${name}=…`),
      "terraform init",
      "terraform plan",
    ].join("\n");
  }

  render() {
    return html`
      ${this.crumbs()}
      <h1 tabindex="-1">${this.heading}</h1>
      ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
      ${this.text ? this.content() : nothing}`;
  }

  crumbs() {
    const {secret, deployment, cluster} = this.what;
    if (!secret && !deployment) return nothing;
    const address = secret ? secretPage(secret, cluster) : page({name: deployment, cluster: {name: cluster}});
    return html`
      <nav aria-label="Breadcrumb" class="crumbs">${secret ? html`<a href="/secrets">Secrets</a>` : html`<a href="/deployments">Deployments</a>`}
        / <a href=${address}>${secret ?? deployment}</a></nav>`;
  }

  content() {
    return html`
      <p>${this.subject()} as resources of the provider <code>bentoform/bentocloud</code>, with the blocks
        that import them. Values of secrets are not in the file: set each as a variable of the
        environment. With the values that the secrets have, the first plan imports and changes nothing
        else; a comment in the file says where it does.</p>
      <section><h2>main.tf</h2>
        <bf-code label="main.tf" .text=${this.text} address=${terraformFile(this.what)} file="main.tf"></bf-code></section>
      <section><h2>Commands</h2>
        <bf-code label="Commands" .text=${this.commands}></bf-code></section>`;
  }

  subject() {
    if (this.what.secret) return html`The secret ${this.what.secret}`;
    if (this.what.deployment) return html`The deployment ${this.what.deployment} and its secrets`;
    return "All secrets and deployments of all clusters";
  }
}

customElements.define("bf-page-terraform", Terraform);
