// The table of outcomes: found by words, status and commitment, put in order, opened by a link.
"use strict";

const ORDERS = {
  place: (a, b) => a.dataset.place - b.dataset.place,
  check: (a, b) => ("check" in b.dataset) - ("check" in a.dataset) || ORDERS.place(a, b),
  status: (a, b) => rankOf(a) - rankOf(b) || ORDERS.place(a, b),
  text: (a, b) => a.querySelector("th").textContent.localeCompare(b.querySelector("th").textContent, "en-GB"),
};
const rankOf = (row) => [...DATA.words.order, "apart"].indexOf(row.dataset.status);

class Outcomes {
  constructor(form) {
    this.form = form;
    this.table = document.getElementById(`table-${form.dataset.pair}`);
    this.rows = [...this.table.tBodies];
    this.texts = new Map();
    this.readAhead(0);
    form.addEventListener("input", (event) => (event.target.name === "order" ? this.sort() : this.filter()));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.elements.open.addEventListener("click", () => this.openShown());
    form.elements.all.addEventListener("click", () => this.showAll());
  }

  openShown() {
    for (const row of this.rows.filter((r) => !r.hidden)) row.querySelector("details").open = true;
  }

  showAll() {
    this.form.reset();
    this.filter();
    this.sort();
  }

  /** What a row and its evidence say, in lower case, read once. */
  textOf(row) {
    if (!this.texts.has(row)) this.texts.set(row, row.textContent.toLowerCase().replace(/\s+/g, " "));
    return this.texts.get(row);
  }

  /** Read the texts while the browser has nothing else to do, so that the first letter typed need not wait. */
  readAhead(from) {
    const rest = (left) => {
      let n = from;
      while (n < this.rows.length && left.timeRemaining() > 2) this.textOf(this.rows[n++]);
      if (n < this.rows.length) this.readAhead(n);
    };
    window.requestIdleCallback?.(rest);
  }

  filter() {
    const wanted = this.form.elements;
    const words = wanted.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of this.rows) {
      const { status, group } = row.dataset;
      const fits =
        (!wanted.status.value || status === wanted.status.value) && (!wanted.group.value || group === wanted.group.value) &&
        (!wanted.check.checked || "check" in row.dataset) && words.every((word) => this.textOf(row).includes(word));
      if (row.hidden === fits) row.hidden = !fits;
      shown += fits;
    }
    const all = this.rows.length;
    this.form.querySelector(".showing").textContent = shown === all ? `All ${all} outcomes.` : `${shown} of ${all} outcomes.`;
  }

  sort() {
    const order = ORDERS[this.form.elements.order.value];
    this.table.append(...this.rows.toSorted(order));
  }

  /** Show a row whatever was chosen before, with its evidence open. */
  reveal(row) {
    if (row.hidden) this.showAll();
  }
}

const tables = [...document.querySelectorAll("form.filters")].map((form) => new Outcomes(form));

/** Open the outcome that the address names. */
function openLinked() {
  const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!row?.classList.contains("outcome")) return;
  tables.find((t) => t.rows.includes(row)).reveal(row);
  row.querySelector("details").open = true;
  row.scrollIntoView();
  row.querySelector("summary").focus({ preventScroll: true });
}

window.addEventListener("hashchange", openLinked);
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#o"]');
  if (link && link.hash === location.hash) openLinked(); // else the address changes, which opens it
});
