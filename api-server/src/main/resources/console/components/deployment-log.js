import {Element, html, nothing} from "../element.js";

const KEPT_LINES = 5000;
const HEARTBEAT = 5000;

/**
 * The log of a pod, followed as it is written. Properties: deployment, cluster (objects of the API).
 */
class Log extends Element {
  static properties = {
    deployment: {attribute: false}, pods: {state: true}, pod: {state: true}, text: {state: true},
    search: {state: true}, follow: {state: true}, problem: {state: true},
  };

  constructor() {
    super();
    this.pods = null;
    this.pod = "";
    this.text = "";
    this.search = "";
    this.follow = true;
    this.problem = "";
  }

  connectedCallback() {
    super.connectedCallback();
    this.loadPods();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.end();
  }

  socket(path, parameters) {
    const address = new URL(path, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    address.search = new URLSearchParams(parameters);
    return new WebSocket(address);
  }

  loadPods() {
    const socket = this.socket(`/ws/v2/deployments/${this.deployment.name}/pods`,
        {cluster: this.deployment.cluster.name});
    socket.onmessage = (event) => {
      const frame = JSON.parse(event.data);
      socket.close();
      this.pods = (frame.payload ?? []).map((pod) => ({name: pod.name, phase: pod.status.phase}));
      this.problem = frame.type === "error" ? frame.message : "";
      if (!this.pod && this.pods.length > 0) this.open(this.pods.at(-1).name);
    };
    socket.onerror = () => this.problem = "The pods could not be listed. Try again.";
  }

  open(pod) {
    this.end();
    this.pod = pod;
    this.text = "";
    this.problem = "";
    const decoder = new TextDecoder();
    this.tail = this.socket(`/ws/v1/clusters/${this.deployment.cluster.name}/tail`,
        {namespace: this.deployment.kube_namespace, pod_name: pod});
    const tail = this.tail;
    tail.onopen = () => {
      tail.send(JSON.stringify({type: "data", payload: {
        id: crypto.randomUUID?.() ?? String(Math.random()), container_name: "main",
        follow: true, tail_lines: 500}}));
      this.beat = setInterval(() => tail.send('{"type":"heartbeat"}'), HEARTBEAT);
    };
    tail.onmessage = (event) => this.received(JSON.parse(event.data), decoder);
    tail.onerror = () => this.problem = "The log could not be read. Try again.";
  }

  received(frame, decoder) {
    if (frame.type === "error") this.problem = frame.message;
    if (!frame.payload) return;
    const added = frame.payload.items.map((item) => decoder.decode(
        Uint8Array.from(atob(item), (character) => character.charCodeAt(0)), {stream: true})).join("");
    const lines = (this.text + added).split("\n");
    this.text = lines.slice(-KEPT_LINES).join("\n");
  }

  end() {
    clearInterval(this.beat);
    if (this.tail) this.tail.onerror = null;
    this.tail?.close();
    this.tail = null;
  }

  updated() {
    const view = this.querySelector("pre");
    if (view && this.follow) view.scrollTop = view.scrollHeight;
  }

  save() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([this.text], {type: "text/plain"}));
    link.download = `${this.pod}.log`;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  render() {
    if (!this.pods && !this.problem) return html`<p aria-busy="true">Loading …</p>`;
    const text = this.search
      ? this.text.split("\n").filter((line) => line.includes(this.search)).join("\n")
      : this.text;
    return html`
      <div class="filter">
        <label>Pod
          <select .value=${this.pod} @change=${(event) => this.open(event.target.value)}>
            ${(this.pods ?? []).map((pod) => html`
              <option value=${pod.name} ?selected=${pod.name === this.pod}>${pod.name} (${pod.phase})</option>`)}
          </select>
        </label>
        <label>Lines that contain
          <input type="search" .value=${this.search} @input=${(event) => this.search = event.target.value}>
        </label>
      </div>
      ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
      <pre class="log" tabindex="0" role="log" aria-label="Log of ${this.pod}">${text || "Nothing was written yet."}</pre>
      <div class="actions">
        <label><input type="checkbox" .checked=${this.follow} @change=${(event) => this.follow = event.target.checked}> Follow</label>
        <button class="outline small" @click=${this.loadPods}>List pods again</button>
        <button class="outline small" @click=${this.save}>Download</button>
      </div>`;
  }
}

customElements.define("bf-deployment-log", Log);
