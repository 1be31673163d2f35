// Where a person rules: on passages of an outcome's evidence, on outcomes, commitments and statements that were matched.
"use strict";

const today = () => new Date().toLocaleDateString("sv-SE"); // 2026-03-31, by the clock on the wall
// ``mine`` marks what was decided here, so that a name given later signs it; it is no column of the file.
const signed = (row, note) => ({ ...row, by: document.getElementById("by").value.trim(), on: today(), note, mine: true });

/** Buttons of which one is pressed at most; to press it again takes the decision back. ``now`` gives the ruling. */
function choice(label, words, now, disputed, decide, takeBack) {
  const note = el("input", { autocomplete: "off" });
  const group = el("div", { className: "choice", role: "group", "aria-label": label });
  for (const [ruling, text] of Object.entries(words)) {
    const button = el("button", { type: "button", textContent: text });
    button.dataset.ruling = ruling;
    button.addEventListener("click", () => {
      if (now()?.ruling === ruling) takeBack();
      else decide(ruling, note.value.trim());
      renew();
    });
    group.append(button);
  }
  note.dataset.kept = "";
  note.addEventListener("change", () => {
    const said = now();
    if (!said || note.value.trim() === note.dataset.kept) return;
    decide(said.ruling, note.value.trim());
    renew();
  });
  const noted = el("label", { className: "note" }, "Note ", note);
  noted.firstChild.after(el("span", { className: "aside", textContent: ` on: ${label} ` }));
  const dispute = el("span", { className: "tag check", textContent: "People disagree: see your decisions" });
  group.append(noted, dispute);
  group.renew = () => {
    const said = now();
    dispute.hidden = !disputed();
    const judged = group.closest("blockquote[data-s]")?.querySelector(".judged");
    if (judged) judged.hidden = Boolean(said) && said.ruling !== "unsure";
    for (const button of group.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.ruling === said?.ruling));
    }
    const typed = note.value.trim() !== note.dataset.kept; // and waits for its decision
    note.dataset.kept = said?.note || "";
    if (!typed) note.value = note.dataset.kept;
  };
  group.renew();
  return group;
}

const shortened = (text) => (text.length > 80 ? `${text.slice(0, 80).replace(/\s+\S*$/, "")} …` : text);

/** Buttons for whether two texts are the same promise or statement. */
function matchChoice(kind, question, before, after) {
  const row = {
    kind, a_report: before.report, a_item: before.item, a_text: before.text, b_report: after.report, b_item: after.item,
    b_text: after.text,
  };
  return choice(
    question, DATA.words.match, () => rulings.onMatch(kind, before.text, after.text),
    () => rulings.clashes.some((group) => aboutOf(group[0]) === aboutOf(row)),
    (ruling, note) => rulings.decide(signed({ ...row, ruling }, note)), () => rulings.takeBack([aboutOf({ ...row })]),
  );
}

/** Everything to rule on within one outcome, put in when it is opened. */
class Panel {
  constructor(row, outcome, pair) {
    Object.assign(this, { row, outcome, pair, places: [pair.before, pair.after], choices: [] });
    for (const side of row.querySelectorAll(".side")) {
      const n = Number(side.dataset.side);
      for (const quote of side.querySelectorAll("blockquote[data-s]")) quote.append(this.passage(n, quote.dataset.s));
      side.append(this.finder(n));
    }
    const match = this.matching();
    if (match) row.querySelector(".sides").before(match);
  }

  /** The decision on a passage, by whichever wording of the outcome it was made. */
  said(n, id) {
    return decisionsOn(this.outcome, n, this.places[n]).get(id);
  }

  passage(n, id) {
    const report = DATA.reports[this.places[n]];
    const [text] = report.items[id];
    const others = () => rulings.list.filter(isOn(this.outcome, this.places[n], text)).map(aboutOf);
    const takeBack = () => rulings.takeBack(others());
    const decide = (ruling, note) => {
      const of = n === 0 ? this.outcome.before || this.outcome.after : this.outcome.after || this.outcome.before;
      const row = { kind: "evidence", a_report: of.report, a_item: of.item, a_text: of.text };
      rulings.decide(signed({ ...row, b_report: report.id, b_item: id, b_text: text, ruling }, note), others());
    };
    const made = choice(`Is it evidence? ${shortened(text)}`, DATA.words.evidence, () => this.said(n, id),
      () => disputedOn(this.outcome, this.places[n], text), decide, takeBack);
    this.choices.push(made);
    return made;
  }

  /** A search through all of a report's statements, for a passage that the program did not offer. */
  finder(n) {
    const report = DATA.reports[this.places[n]];
    const shown = new Set([...this.row.querySelectorAll(`.side[data-side="${n}"] blockquote`)].map((q) => q.dataset.s));
    const input = el("input", { type: "search", autocomplete: "off" });
    const found = el("div", { className: "found-passages" });
    const count = el("p", { role: "status", className: "soft small" });
    const added = el("div", {});
    const keep = (id) => {
      const quote = found.querySelector(`blockquote[data-s="${CSS.escape(id)}"]`) || quoteOf(id);
      const inside = quote.contains(document.activeElement) && document.activeElement;
      added.append(quote);
      shown.add(id);
      if (inside) inside.focus(); // which a move takes away
    };
    const look = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      const fit = Object.entries(report.items).filter(
        ([id, [text]]) => !shown.has(id) && report.statements.includes(id) && words.every((w) => text.toLowerCase().includes(w)),
      );
      count.textContent = words.length ? `${fit.length} statements${fit.length > 6 ? "; the first 6 are shown" : ""}` : "";
      found.replaceChildren(...(words.length ? fit.slice(0, 6) : []).map(([id]) => quoteOf(id)));
    };
    const quoteOf = (id) => {
      const [text, page] = report.items[id];
      const place = pictures.has(`${this.places[n]} ${page}`)
        ? el("button", { type: "button", className: "at", textContent: `Page ${page}`, "data-r": this.places[n], "data-i": id })
        : el("span", { textContent: `Page ${page}` });
      return el("blockquote", { "data-s": id }, el("p", { textContent: text }), el("footer", {}, place), this.passage(n, id));
    };
    input.addEventListener("input", look);
    const renew = () => {
      for (const id of decisionsOn(this.outcome, n, this.places[n]).keys()) if (!shown.has(id)) keep(id);
    };
    renew();
    this.choices.push({ renew });
    const label = el("label", {}, `Look for another passage in ${report.title} `, input);
    const box = el("details", { className: "finder" }, el("summary", { textContent: "Add a passage that was missed" }));
    box.append(label, count, found);
    return el("div", {}, added, box);
  }

  /** Whether the two outcomes are one; for one that stands in one report only, which it may be the same as. */
  matching() {
    const { before, after, relation } = this.outcome;
    if (relation === "carried") return null;
    if (before && after) {
      const made = matchChoice("outcome", "Is this year’s outcome the same as last year’s?", before, after);
      this.choices.push(made);
      return asked("Is this year’s outcome the same as last year’s?", made);
    }
    const others = Object.values(this.pair.outcomes).filter((o) => o.relation === (before ? "new" : "dropped"));
    if (!others.length) return null;
    const other = (o) => (before ? o.after : o.before);
    const select = el("select", {}, el("option", { value: "", textContent: "None of these" }));
    others.forEach((o, k) => select.append(el("option", { value: String(k), textContent: other(o).text })));
    const sides = (o) => (before ? [before, other(o)] : [other(o), after]);
    const same = (o) => rulings.onMatch("outcome", ...sides(o).map((s) => s.text))?.ruling === "yes";
    select.renew = () => {
      const now = others.findIndex(same);
      select.value = now < 0 ? "" : String(now);
      others.forEach((o, k) => (select.options[k + 1].disabled = k !== now && claimed(other(o), before ? 1 : 0)));
    };
    select.renew();
    this.choices.push(select);
    select.addEventListener("change", () => {
      const row = (o) => {
        const [a, b] = sides(o);
        return {
          kind: "outcome", a_report: a.report, a_item: a.item, a_text: a.text, b_report: b.report, b_item: b.item,
          b_text: b.text, ruling: "yes",
        };
      };
      const replaced = others.map((o) => aboutOf(row(o)));
      if (select.value) rulings.decide(signed(row(others[Number(select.value)]), ""), replaced);
      else rulings.takeBack(replaced);
      renew();
    });
    const question = before ? "The same outcome, listed anew this year: " : "The same outcome, listed last year: ";
    return el("label", { className: "asked" }, question, select);
  }
}

/** Whether a decision has an outcome as the same as another already: each carries on as one at most. */
function claimed({ text }, n) {
  const side = n ? "b_text" : "a_text";
  return rulings.applied.some((r) => r.kind === "outcome" && r.ruling === "yes" && letters(r[side]) === letters(text));
}

const asked = (question, group) => el("div", { className: "asked" }, el("p", { textContent: question }), group);

/** Buttons for each pair that a match of commitments or statements holds. */
function matchRow(place, pair) {
  const { kind, a, b } = place.dataset;
  const reports = [DATA.reports[pair.before], DATA.reports[pair.after]];
  const text = (n, id) => (kind === "commitment" ? reports[n].titles[id] : reports[n].items[id][0]);
  const side = (n, id) => ({ report: reports[n].id, item: id, text: text(n, id) });
  const made = [];
  for (const x of a.split(" ").filter(Boolean)) {
    for (const y of b.split(" ").filter(Boolean)) {
      const question = kind === "commitment" ? "Is it the same commitment?" : "Is it the same statement?";
      made.push(matchChoice(kind, `${question} ${shortened(text(1, y))}`, side(0, x), side(1, y)));
    }
  }
  return made;
}
