// The page at work: every decision is followed at once by statuses, counts and lists.
"use strict";

document.documentElement.classList.add("js");

const byId = (id) => document.getElementById(id);
const say = (text) => (byId("said").textContent = text);
const tell = (text) => (say(text), notice(text, 3 * PASSES)); // where decisions are listed, and in sight
const many = (n, what) => `${n} ${what}${n === 1 ? "" : "s"}`;
const first = new Map(); // outcome's id → its status in words and its review as the page came
const panels = new Map(); // outcome's id → Panel
const matches = []; // the choices at commitments and statements
let begun;
const ready = new Promise((resolve) => (begun = resolve)); // once it is known what was decided before

const statusWords = (is) => {
  if (is.status === "apart") return "Decided not to be one outcome";
  const words = DATA.words.status[is.status];
  return is.status === "lost" && is.sides[1].level === "partial" ? `${words}, ${DATA.words.onlyRelated}` : words;
};

const foundWords = (side, report) => {
  const pages = new Set(side.links.filter((l) => l.grade === side.level).map((l) => DATA.reports[report].items[l.id][1]));
  const list = [...pages].sort((a, b) => a - b).join(", ");
  return DATA.words.level[side.level] + (list ? `, p. ${list}` : "");
};

function tagged(className, text) {
  return el("span", { className: `tag ${className}`, textContent: text });
}

function renewOutcome(id, outcome, pair) {
  const row = byId(id);
  const is = weighed(id, outcome, pair);
  if (!first.has(id)) {
    const words = row.querySelector(".status").textContent.trim();
    first.set(id, { words, review: "check" in row.dataset });
  }
  row.dataset.status = is.status;
  row.toggleAttribute("data-check", is.review);
  row.querySelector(".status").replaceChildren(tagged(is.status, statusWords(is)));
  const found = row.querySelectorAll(".found");
  found[0].textContent = foundWords(is.sides[0], pair.before);
  found[1].textContent = foundWords(is.sides[1], pair.after);
  row.querySelector(".check-cell").replaceChildren(is.review ? tagged("check", DATA.words.review) : "–");
  const was = first.get(id);
  const moved = was.words !== statusWords(is);
  const reason = row.querySelector(".reason");
  reason.dataset.text ??= reason.textContent;
  reason.textContent = moved || was.review !== is.review ? `Before your decisions: ${reason.dataset.text}` : reason.dataset.text;
  row.querySelectorAll(".side").forEach((side, n) => {
    const nothing = side.querySelector(".nothing");
    if (nothing) nothing.hidden = is.sides[n].level !== "none";
  });
  panels.get(id)?.choices.forEach((made) => made.renew());
  return { id, is, moved, was };
}

function renewCounts(n, outcomes) {
  const rows = document.querySelectorAll(`.counts[data-pair="${n}"] tbody tr`);
  for (const row of rows) {
    const status = row.dataset.status;
    const of = outcomes.filter(({ is }) => is.status === (status || "apart"));
    const [count, checks] = row.querySelectorAll("td");
    count.textContent = of.length;
    checks.textContent = of.filter(({ is }) => is.review).length;
    if (!status) row.hidden = of.length === 0;
  }
}

/** The outcomes that decisions have moved, said at the head of the story. */
function renewStory(n, outcomes) {
  const box = byId(`moved-${n}`);
  const moved = outcomes.filter((o) => o.moved);
  box.hidden = moved.length === 0;
  const line = ({ id, is, was }) => {
    const link = el("a", { href: `#${id}`, textContent: byId(id).querySelector("th").textContent });
    return el("li", {}, link, ` is now “${statusWords(is)}”; before: “${was.words}”`);
  };
  box.replaceChildren(`By your decisions ${many(moved.length, "outcome")} changed:`, el("ul", {}, ...moved.map(line)));
}

const rulingWords = (r) => (r.kind === "evidence" ? DATA.words.evidence : DATA.words.match)[r.ruling];
const signature = (r) => [r.by, r.on, r.note && `“${r.note}”`].filter(Boolean).join(", ");

function known() {
  const texts = DATA.reports.flatMap((r) => [...Object.values(r.items).map(([text]) => text), ...Object.values(r.titles)]);
  return new Set(texts.map(letters));
}
let texts;

/** Whether another decision says that one of its outcomes is the same as a third. */
function rivals(r) {
  const same = (x) => x.kind === "outcome" && x.ruling === "yes";
  const sides = (x) => [letters(x.a_text), letters(x.b_text)];
  const shared = (x) => sides(x).filter((text, n) => text === sides(r)[n]).length;
  return same(r) && rulings.applied.some((x) => same(x) && shared(x) === 1);
}

function decidedRow(r) {
  texts ||= known();
  const stale = [r.a_text, r.b_text].some((text) => !texts.has(letters(text)));
  const back = el("button", { type: "button", textContent: "Take back" });
  back.append(el("span", { className: "aside", textContent: ` the decision on: ${shortened(r.b_text)}` }));
  back.addEventListener("click", () => {
    rulings.takeBack([aboutOf(r)]);
    renew();
    byId("decisions").focus();
  });
  const what = el("td", { textContent: rulingWords(r) });
  if (stale) what.append(el("br"), tagged("check", "Its text stands in none of these reports"));
  if (rivals(r)) what.append(el("br"), tagged("check", "Another decision has one of its outcomes: only one is followed"));
  return el("tr", {}, el("td", { textContent: r.a_text }), el("td", { textContent: r.b_text }), what,
    el("td", { textContent: signature(r) }), el("td", {}, back));
}

function decidedTable(list, caption) {
  const heads = ["Outcome, or last year’s text", "Passage, or this year’s text", "Decision", "Who, when and why", "Take back"];
  const head = el("tr", {}, ...heads.map((text) => el("th", { scope: "col", textContent: text })));
  const table = el("table", {}, el("caption", { textContent: caption }), el("thead", {}, head), el("tbody", {}, ...list.map(decidedRow)));
  return el("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": caption }, table);
}

function renewDecisions() {
  const { applied, clashes, list } = rulings;
  for (const tally of document.querySelectorAll(".tally")) {
    const against = clashes.length ? `, and ${many(clashes.length, "disagreement")}` : "";
    tally.textContent = list.length ? many(applied.length, "decision") + against : "none yet";
  }
  byId("decided").replaceChildren(...(applied.length ? [decidedTable(applied, "Decisions that apply")] : []));
  byId("clashes").replaceChildren(...(clashes.length ? [disagreements(clashes)] : []));
  const matching = (rows) => rows.filter((r) => r.kind !== "evidence" && r.ruling !== "unsure").map(rowOf).sort().join();
  const again = matching(applied) !== matching(resolved(DATA.rulings).applied);
  byId("again").hidden = !again;
  byId("unkept").hidden = keeper.stays;
  for (const id of ["save", "forget"]) byId(id).disabled = list.length === 0;
}

function disagreements(clashes) {
  const why = "Where people disagree neither decision applies. Rule on it again: that decision takes the place of both.";
  const line = (r) => el("li", { textContent: `${rulingWords(r)} (${signature(r) || "nobody named"})` });
  const group = (rows) => el("li", {}, `“${rows[0].a_text}” and “${rows[0].b_text}”: `, el("ul", {}, ...rows.map(line)));
  return el("div", { className: "first" }, el("h3", { textContent: "Decisions that disagree" }), el("p", { textContent: why }),
    el("ul", {}, ...clashes.map(group)));
}

/** After every decision. */
function renew() {
  sortRulings();
  DATA.pairs.forEach((pair, n) => {
    const outcomes = Object.entries(pair.outcomes).map(([id, outcome]) => renewOutcome(id, outcome, pair));
    renewCounts(n + 1, outcomes);
    renewStory(n + 1, outcomes);
  });
  for (const made of matches) made.renew();
  renewDecisions();
}

/** A name given late is put to what was decided here without one. */
function sign(by) {
  const unsigned = (r) => r.mine && !r.by;
  const count = rulings.list.filter(unsigned).length;
  if (!by || !count) return;
  rulings.set(rulings.list.map((r) => (unsigned(r) ? { ...r, by, key: undefined } : r)));
  renew();
  say(`${many(count, "decision")} made here without a name ${count === 1 ? "is" : "are"} signed “${by}” now.`);
}

function save() {
  const url = URL.createObjectURL(new Blob([csvOf(rulings.list)], { type: "text/csv" }));
  el("a", { href: url, download: "rulings.csv" }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
  say(`${many(rulings.list.length, "decision")} saved as rulings.csv, in the folder that your browser saves to.`);
}

async function load(files) {
  const said = [];
  for (const file of files) {
    try {
      const read = rulingsFrom(new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()));
      rulings.set(merged(rulings.list, read));
      said.push(`${many(read.length, "decision")} loaded from ${file.name}.`);
    } catch (error) {
      const why = error instanceof TypeError ? "it is not saved as CSV in UTF-8." : error.message;
      said.push(`${file.name} was not loaded: ${why}`);
    }
  }
  if (rulings.clashes.length) said.push(`${many(rulings.clashes.length, "disagreement")} shown below.`);
  renew();
  say(said.join(" "));
}

/** At once, or when the details that hold it are first opened: a long page stays light. */
function whenSeen(place, then) {
  const around = place.closest("details:not([open])");
  if (around) around.addEventListener("toggle", then, { once: true });
  else then();
}

function offer(list, pair) {
  for (const held of list.querySelectorAll("[data-kind]")) {
    const made = matchRow(held, pair);
    matches.push(...made);
    if (made.length) (held.tagName === "TR" ? held.lastElementChild : held).append(...made);
  }
}

byId("save").addEventListener("click", save);
byId("load").addEventListener("change", (event) => load([...event.target.files]).then(() => (event.target.value = "")));
byId("forget").addEventListener("click", () => {
  if (!confirm("Take back every decision? What you saved as a file stays there.")) return;
  if (!rulings.set([])) return;
  renew();
  say("Every decision was taken back.");
});
byId("by").addEventListener("change", (event) => {
  const by = event.target.value.trim();
  sign(by);
  for (const note of looseNotes()) note.dispatchEvent(new Event("change")); // which may have waited for the name
  try {
    keeper.keepName(by);
  } catch {
    // A browser that keeps nothing: the name is asked for anew, and the page says so where decisions are saved.
  }
});

DATA.pairs.forEach((pair, n) => {
  for (const [id, outcome] of Object.entries(pair.outcomes)) {
    const row = byId(id);
    // Open already where a reader was quicker than this script.
    whenSeen(row.querySelector("details"), () => ready.then(() => panels.set(id, new Panel(row, outcome, pair))));
  }
  for (const list of document.querySelectorAll(`.matches[data-pair="${n + 1}"]`)) {
    whenSeen(list, () => ready.then(() => offer(list, pair)));
  }
});

/** A note that waits for its decision: there is nowhere to keep it yet. */
const looseNotes = () =>
  [...document.querySelectorAll(".choice .note input")].filter((note) => note.value.trim() !== note.dataset.kept);

window.addEventListener("beforeunload", (event) => {
  const waiting = DESK && deskKeeper.unsaved;
  document.activeElement?.blur(); // what is being typed counts as typed
  if (looseNotes().length || waiting || (DESK && deskKeeper.unsaved && !deskKeeper.outlives)) event.preventDefault();
});

/** Show the page with the decisions that are kept. */
function begin(list) {
  rulings.take(list);
  byId("names").replaceChildren(...(keeper.names || []).map((value) => el("option", { value })));
  for (const id of ["by", "undo", "load"]) byId(id).disabled = false;
  try {
    byId("by").value = keeper.name();
  } catch {
    // A browser that keeps nothing: the name is asked for anew.
  }
  renew();
  sign(byId("by").value.trim()); // what this tab decided on another page before it had a name
  begun();
}

function notFetched(error) {
  deskSays(`The decisions could not be fetched: ${error.message} Load this page again.`, true);
}

if (DESK) {
  atDesk();
  deskKeeper.load().then(begin, notFetched);
} else {
  begin(browserKeeper.load());
}
tables.forEach((table) => table.filter());
openLinked();
