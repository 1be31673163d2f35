// The picture of a page, with a passage marked on it.
"use strict";

/** An element with properties, attributes (names with a dash, role, for) and children. */
function el(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.includes("-") || name === "role" || name === "for") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children);
  return made;
}

const pictures = new Map(); // "report page" → the element that holds it
for (const held of document.querySelectorAll("script.picture")) pictures.set(`${held.dataset.r} ${held.dataset.p}`, held);

const viewer = {
  box: document.getElementById("viewer"),
  sheet: document.getElementById("sheet"),
  report: 0,
  page: 0,
  item: "",

  open(report, item) {
    Object.assign(this, { report, item, page: DATA.reports[report].items[item][1] });
    this.show();
    this.box.showModal();
    this.sheet.focus();
    this.toPassage();
  },

  /** The nearest page with a picture, forwards (1) or backwards (-1); undefined where there is none. */
  beside(step) {
    const pages = [...pictures.values()].filter((p) => Number(p.dataset.r) === this.report).map((p) => Number(p.dataset.p));
    const beyond = pages.filter((page) => (page - this.page) * step > 0);
    return beyond.length ? Math[step > 0 ? "min" : "max"](...beyond) : undefined;
  },

  turn(step) {
    this.page = this.beside(step) ?? this.page;
    this.show();
    this.toPassage();
  },

  show() {
    const { title, items } = DATA.reports[this.report];
    const [text, , lines] = items[this.item];
    const held = pictures.get(`${this.report} ${this.page}`);
    const here = lines.filter(([page]) => page === this.page);
    const marked = here.length ? "The passage is outlined." : "The passage is on another page.";
    document.getElementById("viewer-title").textContent = `${title}, page ${this.page}`;
    document.getElementById("page-back").disabled = this.beside(-1) === undefined;
    document.getElementById("page-on").disabled = this.beside(1) === undefined;
    const pages = [...new Set(lines.map(([page]) => page))];
    const over = pages.length > 1 ? ` (on pages ${pages.join(" and ")})` : "";
    document.getElementById("viewer-text").textContent = `${marked} It reads${over}: “${text}”`;
    const picture = el("img", {
      src: `data:image/jpeg;base64,${held.textContent.trim()}`,
      alt: `Page ${this.page} of ${title}. ${marked}`,
      width: Number(held.dataset.w),
      height: Number(held.dataset.h),
    });
    this.sheet.replaceChildren(el("div", { className: "paper" }, picture, outlines(here, held.dataset)));
  },

  /** Scroll to what is marked: the top of the passage a little below the top of the picture. */
  toPassage() {
    const mark = this.sheet.querySelector("rect");
    this.sheet.scrollTop = mark ? mark.getBoundingClientRect().top - this.sheet.getBoundingClientRect().top - 60 : 0;
  },
};

/** Boxes around lines, each of page, x0, top, x1, bottom in points, over a picture of that many points. */
function outlines(lines, { w, h }) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `0 0 ${w} ${h}`);
  svg.setAttribute("aria-hidden", "true");
  for (const [, x0, top, x1, bottom] of lines) {
    const box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const place = { x: x0 - 2, y: top - 1, width: x1 - x0 + 4, height: bottom - top + 2 };
    for (const [name, value] of Object.entries(place)) box.setAttribute(name, value);
    svg.append(box);
  }
  return svg;
}

document.addEventListener("click", (event) => {
  const at = event.target.closest("button.at");
  if (at) viewer.open(Number(at.dataset.r), at.dataset.i);
});
document.getElementById("page-back").addEventListener("click", () => viewer.turn(-1));
document.getElementById("page-on").addEventListener("click", () => viewer.turn(1));
document.getElementById("page-close").addEventListener("click", () => viewer.box.close());
