import {Element, html, nothing} from "../element.js";
import {size} from "../format.js";

const TEXT = /^(text\/|application\/(json|x-ndjson|problem\+json|xml|yaml))/;

/**
 * The answer to a request, as it comes. Property: request, {method, path, body, headers}; another
 * object is another request.
 */
class PlaygroundAnswer extends Element {
  static properties = {
    request: {attribute: false},
    head: {state: true}, text: {state: true}, file: {state: true}, problem: {state: true}, busy: {state: true},
  };

  constructor() {
    super();
    this.reset();
    this.abort = null;
  }

  reset() {
    this.head = null;
    this.text = "";
    if (this.file) URL.revokeObjectURL(this.file.address);
    this.file = null;
    this.problem = "";
  }

  willUpdate(changed) {
    if (changed.has("request")) this.send();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.abort?.abort();
    this.reset();
  }

  async send() {
    this.abort?.abort();
    const abort = new AbortController();
    this.abort = abort;
    this.reset();
    this.busy = true;
    const {method, path, body, headers} = this.request;
    const start = performance.now();
    try {
      const response = await fetch(path, {method, body, headers, signal: abort.signal});
      if (abort !== this.abort) return;
      this.head = {status: response.status, type: response.headers.get("Content-Type") ?? ""};
      await (TEXT.test(this.head.type) ? this.read(response, abort) : this.keep(response));
    } catch (failure) {
      if (abort !== this.abort) return;
      this.problem = failure.name === "AbortError" ? "Stopped." : "The answer was broken off.";
    } finally {
      if (abort === this.abort) {
        this.seconds = (performance.now() - start) / 1000;
        this.busy = false;
        this.refocus('[role="status"]');
      }
    }
  }

  /** Part by part, as a stream comes. */
  async read(response, abort) {
    const parts = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await parts.read(); !part.done; part = await parts.read()) {
      if (abort !== this.abort) return;
      this.text += part.value;
    }
    if (this.head.type.includes("json")) this.text = indented(this.text);
  }

  async keep(response) {
    const content = await response.blob();
    this.file = {address: URL.createObjectURL(content), size: content.size};
  }

  render() {
    return html`
      <div class="heading">
        <p role="status" tabindex="-1">${this.status()}</p>
        ${this.busy ? html`<button type="button" class="outline small" @click=${() => this.abort.abort()}>Stop</button>` : nothing}
      </div>
      ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
      ${this.text ? html`<pre class="log" tabindex="0" role="region" aria-label="Answer"><code>${this.text}</code></pre>` : nothing}
      ${this.file?.size && this.head.type.startsWith("image/") ? html`<p><img src=${this.file.address} alt="The answer, an image"></p>` : nothing}
      ${this.file?.size ? html`<p><a href=${this.file.address} download="answer">Download ${size(this.file.size)}</a></p>` : nothing}`;
  }

  status() {
    if (!this.head) return this.busy ? "Waiting for the answer …" : "";
    const time = this.busy ? "still coming" : `${this.seconds.toFixed(2)} s`;
    return `Status ${this.head.status}, ${this.head.type || "no content"}, ${time}`;
  }
}

function indented(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

customElements.define("bf-playground-answer", PlaygroundAnswer);
