// What an outcome's status is with the decisions made so far: the same rules as diff/status.py, by the same numbers.
"use strict";

const LEAST = 1e-6;
const clipped = (p) => Math.min(Math.max(p, LEAST), 1 - LEAST);
const ids = new Map(); // report's place → letters of a text → ids of the items with that text
let decided = new Map(); // letters of an outcome's text → the rulings on its evidence

function itemsWith(report, text) {
  if (!ids.has(report)) {
    const found = new Map();
    for (const [id, [words]] of Object.entries(DATA.reports[report].items)) {
      found.set(letters(words), [...(found.get(letters(words)) || []), id]);
    }
    ids.set(report, found);
  }
  return ids.get(report).get(letters(text)) || [];
}

/** To be called after every change of the rulings, before anything is weighed. */
function sortRulings() {
  decided = new Map();
  for (const r of rulings.applied.filter((r) => r.kind === "evidence")) {
    decided.set(letters(r.a_text), [...(decided.get(letters(r.a_text)) || []), r]);
  }
}

/** Statement id → the ruling on it; one under the outcome's wording in that report goes before the other wording's. */
function decisionsOn(outcome, n, report) {
  const sides = [outcome.before, outcome.after];
  const wordings = [sides[1 - n], sides[n]].filter(Boolean);
  const found = new Map();
  for (const { text } of wordings) {
    for (const r of decided.get(letters(text)) || []) {
      if (r.b_report && r.b_report !== DATA.reports[report].id) continue;
      for (const id of itemsWith(report, r.b_text)) found.set(id, r);
    }
  }
  return found;
}

/** Tells the rulings on a passage of a report from others, under either wording of an outcome. */
function isOn(outcome, report, text) {
  const wordings = [outcome.before, outcome.after].filter(Boolean).map((side) => letters(side.text));
  return (r) =>
    r.kind === "evidence" && wordings.includes(letters(r.a_text)) && letters(r.b_text) === letters(text) &&
    (!r.b_report || r.b_report === DATA.reports[report].id);
}

/** Whether people disagree about a passage of a report. */
function disputedOn(outcome, report, text) {
  const on = isOn(outcome, report, text);
  return rulings.clashes.some((group) => on(group[0]));
}

/** One report's links that count, best first, and how likely it has direct evidence. */
function sideOf(side, decisions) {
  const settled = new Map([...decisions].filter(([, r]) => r.ruling !== "unsure").map(([id, r]) => [id, r.ruling]));
  const links = [];
  for (const id of new Set([...Object.keys(side.scores), ...Object.keys(side.judged), ...settled.keys()])) {
    const ruling = settled.get(id);
    const grade = ruling ? (ruling === "no" ? null : ruling) : side.judged[id];
    if (grade) links.push({ id, grade, ruled: Boolean(ruling), score: side.scores[id] || 0 });
  }
  const rank = (link) => [link.grade === "direct" ? 0 : 1, link.ruled ? 0 : 1, -link.score];
  links.sort((a, b) => rank(a).map((v, i) => v - rank(b)[i]).find((d) => d) || 0);
  return {
    links,
    level: links.length ? links[0].grade : "none",
    likely: likely(side, settled),
    named: named(links),
    unsure: [...decisions.values()].some((r) => r.ruling === "unsure"),
    settled,
  };
}

/** How likely one of the direct links is right, whatever else the report may have. */
function named(links) {
  const direct = links.filter((link) => link.grade === "direct");
  if (direct.some((link) => link.ruled)) return 1;
  return 1 - direct.reduce((none, link) => none * (1 - clipped(link.score)), 1);
}

function likely(side, settled) {
  if ([...settled.values()].includes("direct")) return 1;
  let none = side.none;
  for (const id of settled.keys()) {
    if (id in side.scores) none -= Math.log1p(-clipped(side.scores[id]));
  }
  const either = clipped(1 - Math.exp(none));
  return 1 / (1 + Math.exp(-(DATA.rule.slope * Math.log(either / (1 - either)) + DATA.rule.offset)));
}

function statusOf(relation, before, after) {
  if (relation === "dropped" || relation === "new") return relation;
  if (before === "direct") return after === "direct" ? "kept" : "lost";
  return after === "direct" ? "gained" : "never";
}

/** Status, whether to check it, and what each report has. ``apart``: an officer said the two are not one outcome. */
function weighed(id, outcome, pair) {
  const places = [pair.before, pair.after];
  const sides = outcome.sides.map((side, n) => sideOf(side, decisionsOn(outcome, n, places[n])));
  const both = outcome.before && outcome.after && outcome.relation !== "carried";
  const match = both ? rulings.onMatch("outcome", outcome.before.text, outcome.after.text)?.ruling : undefined;
  const status = statusOf(outcome.relation, sides[0].level, sides[1].level);
  const listed = ["dropped", "new"].includes(status);
  const right = sides.reduce((p, s) => p * (s.level === "direct" ? s.likely : 1 - s.likely), 1);
  const wrong = listed ? 0 : 1 - Math.round(right * 1e4) / 1e4;
  const review =
    match === "unsure" || Boolean(outcome.doubt && match !== "yes") || wrong * DATA.rule.wrong[status] > 1 ||
    sides.some((side, n) => doubtful(outcome.sides[n], side, places[n], status)) ||
    (!listed && (sides.some((side) => faint(side, status)) || sides.some((side, n) => readOtherwise(id, n, side)))) ||
    (status === "lost" && stillSaid(sides, pair));
  return { status: match === "no" ? "apart" : status, review: match !== "no" && review, sides, match };
}

/** Whether the neighbouring pair of a run has another grade for the report that the two share, or no passage in common. */
function readOtherwise(id, n, here) {
  const [place, twin] = (DATA.twins[id] || {})[n] || [];
  if (!twin) return false;
  const pair = DATA.pairs[place];
  const other = pair.outcomes[twin];
  const there = sideOf(other.sides[1 - n], decisionsOn(other, 1 - n, n ? pair.before : pair.after));
  const direct = (side) => side.links.filter((link) => link.grade === "direct").map((link) => link.id);
  const shared = direct(here).some((statement) => direct(there).includes(statement));
  return here.level !== there.level || (here.level === "direct" && !shared);
}

const faint = (side, status) => side.level === "direct" && (1 - side.named) * DATA.rule.wrong[status] > 1;

/** Whether what decided the earlier report stands in the later one, where nobody has ruled on it. */
function stillSaid([before, after], pair) {
  return (pair.still[before.links[0].id] || []).some((id) => !after.settled.has(id));
}

function doubtful(side, found, report, status) {
  if (side.doubt || found.unsure) return true;
  if (found.links.length && DATA.reports[report].doubts[found.links[0].id]) return true;
  const worded = side.worded.some((id) => !found.settled.has(id));
  return ["lost", "gained"].includes(status) && worded && found.level !== "direct";
}
