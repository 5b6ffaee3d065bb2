import "../components/list.js";
import {Page, html, nothing} from "../element.js";
import {columns} from "../artifact.js";
import {take} from "../notice.js";

const EMPTY = html`
  <p>No model was pushed yet. A bento that uses a model of the model store brings it along, or:</p>
  <pre><code>bentoml models push NAME:VERSION</code></pre>`;

const COLUMNS = columns("model", "Model",
    {title: "Framework", cell: (model) => model.manifest?.module || nothing});

class Models extends Page {
  constructor() {
    super();
    this.notice = take();
  }

  get heading() {
    return "Models";
  }

  render() {
    return html`
      <div class="heading"><h1 tabindex="-1">Models</h1></div>
      ${this.notice ? html`<p role="status" class="done">${this.notice}</p>` : nothing}
      <bf-list path="/api/v1/models" label="model" hint="status:success sort:created_at-desc"
          .columns=${COLUMNS} .empty=${EMPTY}></bf-list>`;
  }
}

customElements.define("bf-page-models", Models);
