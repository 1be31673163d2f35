// Where decisions are kept: in this browser, or in the library of the desk that serves the page.
"use strict";

const DESK = document.querySelector('meta[name="desk"]')?.content;
const AT_ONCE = 200; // decisions sent in one step, as where a file with many is loaded
const OUTLIVES = 60_000; // characters: a smaller step is sent to its end even where the page is left meanwhile
const MOVE = "save rulings.csv here, open the report there, and load the file.";
const ANOTHER = `the desk was started anew and has another address: ${MOVE}`;
const NO_ANSWER =
  `the desk does not answer. If it still runs, this goes on by itself. If it was started anew, it has another address: ${MOVE}`;
const AGAIN = 5000; // milliseconds after which a desk that did not answer is asked again

/** What this tab remembers while it is open. A browser that keeps nothing answers with nothing. */
const tabMemory = {
  get(name) {
    try {
      return JSON.parse(sessionStorage.getItem(`evidence-trail:${name}`));
    } catch {
      return null;
    }
  },

  set(name, value) {
    try {
      sessionStorage.setItem(`evidence-trail:${name}`, JSON.stringify(value));
    } catch {
      // The name is asked for anew when the page is loaded again.
    }
  },
};

/** This browser: on top of what the page was made with, so that a decision that is only here is not lost. */
const browserKeeper = {
  stays: true,

  load() {
    try {
      return kept();
    } catch {
      this.stays = false;
      return DATA.rulings;
    }
  },

  save(list) {
    try {
      localStorage.setItem(PLACE, JSON.stringify({ base: DATA.rulings, list }));
      this.stays = true;
    } catch {
      this.stays = false;
    }
  },

  name: () => localStorage.getItem("evidence-trail:by") || "",
  keepName: (by) => localStorage.setItem("evidence-trail:by", by),
};

/**
 * The desk. Each decision has a key, so that a step that is sent twice is kept once; what is saved waits in line, one
 * step for each thing that a person did, so that each can be undone by itself. The desk answers with all that stand:
 * what another tab decided meanwhile comes back with them, and is never taken away unseen.
 */
const deskKeeper = {
  stays: true,
  list: [], // as the page has it: what the desk said last, and after it what waits in line
  steps: [], // { added: decisions, taken: keys }, of which the first is being sent
  mine: new Set(tabMemory.get("mine") || []),
  names: [],
  busy: false,

  async ask(path, said) {
    const body = said && JSON.stringify(said);
    const options = said && { method: "POST", body, keepalive: body.length < OUTLIVES };
    const answer = await fetch(`${DESK}/${path}`, { ...options, headers: { accept: "application/json" } }).catch(() => {
      throw new Error(NO_ANSWER);
    });
    if (answer.status === 403) throw Object.assign(new Error(ANOTHER), { refused: true });
    const got = await answer.json().catch(() => ({}));
    if (answer.ok) return got;
    throw Object.assign(new Error(got.why || `The desk answered ${answer.status}.`), { refused: answer.status < 500 });
  },

  /** The decisions as they stand at the desk, with what is still in line to be saved there. */
  heard({ rulings: standing, names }) {
    this.names = names;
    const list = this.steps.reduce(
      (before, { added, taken }) => {
        const here = new Set(before.map((r) => r.key));
        const stays = before.filter((r) => !taken.includes(r.key));
        return [...stays, ...added.filter((r) => !here.has(r.key))];
      },
      standing.map((r) => {
        if (this.mine.has(r.again_of)) this.mine.add(r.key); // it was taken away and brought back
        return this.mine.has(r.key) ? { ...r, mine: true } : r;
      }),
    );
    const keys = (rows) => rows.map((r) => r.key).join();
    const news = keys(list) !== keys(this.list);
    this.list = list;
    return news;
  },

  async load() {
    this.heard(await this.ask("rulings"));
    return this.list;
  },

  save(list) {
    const added = list.filter((r) => !r.key);
    for (const r of added) {
      r.key = crypto.randomUUID();
      if (r.mine) this.mine.add(r.key);
    }
    tabMemory.set("mine", [...this.mine]);
    const stays = new Set(list.map((r) => r.key));
    const taken = this.list.filter((r) => !stays.has(r.key)).map((r) => r.key);
    this.list = list;
    if (!added.length && !taken.length) return;
    for (let n = 0; n === 0 || n < added.length; n += AT_ONCE) {
      this.steps.push({ added: added.slice(n, n + AT_ONCE), taken: n ? [] : taken });
    }
    this.send();
  },

  async send() {
    if (this.busy) return;
    this.busy = true;
    deskSays("Saving …");
    try {
      while (this.steps.length) {
        const answer = await this.ask("rulings", this.steps[0]);
        this.steps.shift();
        if (this.heard(answer)) this.show();
      }
      const unsigned = this.list.some((r) => r.mine && !r.by);
      deskSays(unsigned ? "Saved, without a name: give yours under “Your decisions”." : "Saved.");
    } catch (error) {
      deskSays(`Not saved${error.refused ? "" : " yet"}: ${error.message}`, true);
      if (!error.refused) setTimeout(() => this.send(), AGAIN);
    } finally {
      this.busy = false;
    }
  },

  show() {
    rulings.take(this.list);
    renew();
  },

  /** Take the last step back, whichever tab made it; returns what to say of it. */
  async undo() {
    if (this.steps.length) throw new Error("Something is not saved yet, so nothing was undone.");
    const answer = await this.ask("undo-last", {});
    this.heard(answer);
    this.show();
    return answer.undone ? `Undone: ${answer.undone}` : "There is nothing left to undo.";
  },

  /** What other tabs decided meanwhile, once this one is looked at again. */
  async refresh() {
    if (this.steps.length || document.hidden) return;
    this.heard(await this.ask("rulings"));
    this.show();
  },

  get unsaved() {
    return this.steps.length > 0;
  },

  /** Whether what is in line reaches the desk though the page is left now: one small step, which is on its way. */
  get outlives() {
    return this.steps.length === 1 && JSON.stringify(this.steps[0]).length < OUTLIVES;
  },

  // One name a tab: who sits down at the same desk after somebody is not taken for them.
  name: () => tabMemory.get("by") || "",
  keepName: (by) => tabMemory.set("by", by),
};

const keeper = DESK ? deskKeeper : browserKeeper;

const PASSES = 4000; // milliseconds for which it is shown that all is well; what is not stays
let passing;

/** A sentence that is in sight wherever one reads, for so many milliseconds, or for good. */
function notice(text, lasts) {
  const place = document.getElementById("desk-says");
  place.textContent = text;
  place.hidden = false;
  place.classList.toggle("bad", !lasts);
  clearTimeout(passing);
  if (lasts) passing = setTimeout(() => (place.hidden = true), lasts);
}

const deskSays = (text, bad = false) => notice(text, bad ? 0 : PASSES);

/** At a desk the page says so, and offers to undo. */
function atDesk() {
  document.documentElement.classList.add("desk");
  for (const part of document.querySelectorAll(".at-desk")) part.hidden = false;
  for (const part of document.querySelectorAll(".alone")) part.hidden = true;
  for (const link of document.querySelectorAll("a.at-desk")) link.href = DESK;
  document.getElementById("undo").addEventListener("click", () => {
    deskKeeper.undo().then(deskSays, (error) => deskSays(error.message, true));
  });
  document.addEventListener("visibilitychange", () => deskKeeper.refresh().catch(() => {}));
}
