// Where decisions are kept: in this browser, or in the library of the desk that serves the page.
"use strict";

const DESK = document.querySelector('meta[name="desk"]')?.content;
const AT_ONCE = 200; // decisions sent in one step, as where a file with many is loaded
const AGAIN = 5000; // milliseconds after which a desk that did not answer is asked again

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
 * The desk: each decision has a key, so that one that is sent twice is kept once, and the desk says which stand. What
 * another tab decided meanwhile comes back with the answer, and is never taken away unseen.
 */
const deskKeeper = {
  stays: true,
  known: [],
  wanted: [],
  mine: new Set(),
  busy: false,
  by: "",

  async ask(path, said) {
    const options = said && { method: "POST", body: JSON.stringify(said) };
    const answer = await fetch(`${DESK}/${path}`, { ...options, headers: { accept: "application/json" } });
    const got = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(got.why || `The desk answered ${answer.status}.`);
    return got;
  },

  heard({ rulings: standing, by }) {
    this.by = by;
    this.known = standing;
    this.wanted = standing.map((r) => (this.mine.has(r.key) ? { ...r, mine: true } : r));
    return this.wanted;
  },

  async load() {
    return this.heard(await this.ask("rulings"));
  },

  save(list) {
    for (const r of list) {
      if (r.key) continue;
      r.key = crypto.randomUUID();
      this.mine.add(r.key);
    }
    this.wanted = list;
    this.send();
  },

  async send() {
    if (this.busy) return;
    this.busy = true;
    deskSays("Saving …");
    try {
      while (await this.step());
      deskSays("Saved.");
    } catch (error) {
      deskSays(`Not saved yet: ${error instanceof TypeError ? "the desk does not answer. Is it still running?" : error.message}`, true);
      setTimeout(() => this.send(), AGAIN);
    } finally {
      this.busy = false;
    }
  },

  /** Send what the desk does not have yet; false where it has everything. */
  async step() {
    const had = new Set(this.known.map((r) => r.key));
    const sent = new Set(this.wanted.map((r) => r.key));
    const added = this.wanted.filter((r) => !had.has(r.key)).slice(0, AT_ONCE);
    const taken = [...had].filter((key) => !sent.has(key));
    if (!added.length && !taken.length) return false;
    const { rulings: standing, by } = await this.ask("rulings", { added, taken });
    for (const r of this.wanted) if (!had.has(r.key) && !added.includes(r)) sent.delete(r.key);
    const stands = new Set(standing.map((r) => r.key));
    const others = standing.filter((r) => !had.has(r.key) && !sent.has(r.key));
    const gone = this.wanted.some((r) => sent.has(r.key) && !stands.has(r.key));
    Object.assign(this, { known: standing, by });
    if (others.length || gone) {
      this.wanted = [...this.wanted.filter((r) => !sent.has(r.key) || stands.has(r.key)), ...others];
      rulings.take(this.wanted);
      renew();
    }
    return true;
  },

  /** Take the last step back, whichever tab made it. */
  async undo() {
    rulings.take(this.heard(await this.ask("undo-last", {})));
    renew();
  },

  /** What other tabs decided meanwhile, once this one is looked at again. */
  async refresh() {
    if (this.busy || document.hidden) return;
    rulings.take(await this.load());
    renew();
  },

  get unsaved() {
    const had = new Set(this.known.map((r) => r.key));
    return this.busy || this.wanted.length !== had.size || this.wanted.some((r) => !had.has(r.key));
  },

  name() {
    return this.by;
  },
  keepName() {}, // the desk keeps the name that a decision is signed with
};

const keeper = DESK ? deskKeeper : browserKeeper;

function deskSays(text, bad = false) {
  for (const place of document.querySelectorAll(".desk-says")) {
    place.textContent = text;
    place.classList.toggle("bad", bad);
  }
}

/** At a desk the page says so, offers to undo, and asks before it is closed with something unsaved. */
function atDesk() {
  for (const part of document.querySelectorAll(".at-desk")) part.hidden = false;
  for (const part of document.querySelectorAll(".alone")) part.hidden = true;
  for (const link of document.querySelectorAll("a.at-desk")) link.href = DESK;
  document.getElementById("undo").addEventListener("click", () => {
    deskKeeper.undo().then(() => deskSays("The last step was undone."), (error) => deskSays(error.message, true));
  });
  document.addEventListener("visibilitychange", () => deskKeeper.refresh().catch(() => {}));
  window.addEventListener("beforeunload", (event) => deskKeeper.unsaved && event.preventDefault());
}
