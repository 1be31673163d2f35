// A person's decisions: found by their texts, kept in this browser, read from and written to rulings.csv.
"use strict";

const DATA = JSON.parse(document.getElementById("data").textContent);
const RULINGS = {
  evidence: Object.keys(DATA.words.evidence),
  commitment: Object.keys(DATA.words.match),
  outcome: Object.keys(DATA.words.match),
  statement: Object.keys(DATA.words.match),
};
const PLACE = `evidence-trail:${DATA.key}`;

const memory = new Map();

/** The letters and figures of a text alone: two texts are word for word the same where these are. */
function letters(text) {
  let made = memory.get(text);
  if (made === undefined) {
    made = text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
    memory.set(text, made);
  }
  return made;
}

/** What a ruling is on; two rulings on the same thing must agree. */
function aboutOf(r) {
  return JSON.stringify([r.kind, letters(r.a_text), r.kind === "evidence" ? r.b_report : "", letters(r.b_text)]);
}

/** Those that apply, and groups of those that contradict each other, of which none does. Unsure gives way. */
function resolved(list) {
  const groups = new Map();
  for (const r of list) {
    const about = aboutOf(r);
    groups.set(about, [...(groups.get(about) || []), r]);
  }
  const applied = [];
  const clashes = [];
  for (const group of groups.values()) {
    const decided = group.filter((r) => r.ruling !== "unsure");
    if (new Set(decided.map((r) => r.ruling)).size > 1) clashes.push(decided);
    else applied.push((decided.length ? decided : group).at(-1));
  }
  return { applied, clashes };
}

const rowOf = (r) => JSON.stringify(DATA.columns.map((c) => r[c] || ""));

/** ``more`` after ``list``, without the rows that are there already, word for word but for who, when and why. */
function merged(list, more) {
  const known = new Set(list.map((r) => aboutOf(r) + r.ruling));
  return [...list, ...more.filter((r) => !known.has(aboutOf(r) + r.ruling))];
}

/** What this browser kept, on top of what the page was made with: a decision that is only here is not lost. */
function kept() {
  const stored = JSON.parse(localStorage.getItem(PLACE) || "null");
  if (!stored) return DATA.rulings;
  const base = new Set(stored.base.map(rowOf));
  const same = base.size === DATA.rulings.length && DATA.rulings.every((r) => base.has(rowOf(r)));
  return same ? stored.list : merged(DATA.rulings, stored.list.filter((r) => !base.has(rowOf(r))));
}

const rulings = {
  list: DATA.rulings,
  applied: [],
  clashes: [],

  take(list) {
    this.list = list;
    Object.assign(this, resolved(list));
  },

  /** Keep a list. What somebody signed is not changed by nobody: then nothing is kept, and a person is told. */
  set(list) {
    const stays = new Set(list);
    const struck = this.list.find((r) => r.by && !stays.has(r));
    if (struck && !document.getElementById("by").value.trim()) {
      tell(`${struck.by} decided this. Give your own name first, under “Your decisions”; then change it.`);
      return false;
    }
    this.take(list);
    keeper.save(list);
    return true;
  },

  /** Put a decision in the place of those on the same thing and of ``others`` (what they are on). */
  decide(ruling, others = []) {
    const gone = new Set([aboutOf(ruling), ...others]);
    this.set([...this.list.filter((r) => !gone.has(aboutOf(r))), ruling]);
  },

  takeBack(abouts) {
    const gone = new Set(abouts);
    this.set(this.list.filter((r) => !gone.has(aboutOf(r))));
  },

  /** The decision on a match of two texts; undefined where there is none. */
  onMatch(kind, before, after) {
    const about = JSON.stringify([kind, letters(before), "", letters(after)]);
    return this.applied.find((r) => aboutOf(r) === about);
  },
};

/** Rulings as a CSV that Excel opens with every letter right (hence the mark at its start). */
function csvOf(list) {
  const cell = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const rows = [DATA.columns, ...list.map((r) => DATA.columns.map((c) => r[c] || ""))];
  return "\ufeff" + rows.map((row) => row.map(cell).join(",") + "\n").join("");
}

/** The rows of a CSV with the line each begins on. */
function cellsOf(text) {
  const rows = [];
  let row = [];
  let line = 1;
  let from = 1;
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/gy;
  const end = text.length;
  while (cell.lastIndex < end) {
    const at = cell.lastIndex;
    const found = cell.exec(text);
    if (!found) throw new Error(`row ${line}: a quotation mark stands where none may.`);
    row.push(found[1] === undefined ? found[2] : found[1].replaceAll('""', '"'));
    line += (text.slice(at, cell.lastIndex).match(/\r\n|\n|\r/g) || []).length;
    if (found[3] === "," && cell.lastIndex < end) continue;
    if (found[3] === ",") row.push("");
    rows.push([from, row]);
    row = [];
    from = line;
  }
  return rows;
}

/** Rulings from a CSV. Throws an Error that names the row (the header is row 1). */
function rulingsFrom(text) {
  const [header] = text.split(/\r?\n/, 1);
  if (header.includes(";") && !header.includes(",")) {
    throw new Error("row 1: its columns are parted by semicolons. Save it as CSV with commas.");
  }
  const [head, ...rows] = cellsOf(text.replace(/^\ufeff/, ""));
  const names = head ? head[1] : [];
  const missing = DATA.columns.slice(0, 8).find((c) => !names.includes(c));
  if (missing) throw new Error(`row 1: the column “${missing}” is missing from the rulings.`);
  return rows.filter(([, row]) => row.some((c) => c.trim())).map(([line, row]) => checked(line, names, row));
}

function checked(line, names, row) {
  const r = Object.fromEntries(DATA.columns.map((c) => [c, (row[names.indexOf(c)] || "").trim()]));
  const allowed = RULINGS[r.kind];
  if (!allowed) throw new Error(`row ${line}: kind is “${r.kind}”; it must be one of ${Object.keys(RULINGS).join(", ")}.`);
  if (!allowed.includes(r.ruling)) {
    throw new Error(`row ${line}: ruling is “${r.ruling}”; it must be one of ${allowed.join(", ")}.`);
  }
  if (!r.a_text || !r.b_text) {
    throw new Error(`row ${line}: a_text and b_text are needed, since a ruling is found again by its texts.`);
  }
  return r;
}
