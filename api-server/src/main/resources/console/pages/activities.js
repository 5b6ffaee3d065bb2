import "../components/list.js";
import {time} from "../components/time.js";
import {Page, html} from "../element.js";
import {mayAsAdministrator} from "../session.js";

const EMPTY = html`<p>Nothing was changed yet.</p>`;

const COLUMNS = [
  {title: "When", cell: (event) => time(event.at)},
  {title: "Who", cell: (event) => event.user},
  {title: "What", cell: (event) => event.action},
  {title: "Object", cell: (event) => event.name},
  {title: "Cluster", cell: (event) => event.cluster},
  {title: "Request", cell: (event) => html`<small class="nowrap">${event.request_id}</small>`},
];

/** What was changed by whom; never what a value was. */
class Activities extends Page {
  get heading() {
    return "Activities";
  }

  render() {
    return html`
      <div class="heading"><h1 tabindex="-1">Activities</h1>
        ${mayAsAdministrator("read_organization") ? html`<a href="/api/v1/audit?format=jsonl" download="audit.jsonl">Download as JSON lines</a>` : ""}</div>
      ${mayAsAdministrator("read_organization")
        ? html`<bf-list path="/api/v1/audit" label="change" hint="action:secret.update user:admin"
            .columns=${COLUMNS} .empty=${EMPTY}></bf-list>`
        : html`<p>Only administrators may read what others changed.</p>`}`;
  }
}

customElements.define("bf-page-activities", Activities);
