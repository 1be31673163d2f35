"""Random reports of this genre: a seed → how the report looks and what it says, that is, the answer and its setting.

``make(seed)`` is pure. ``random_pages.typeset`` turns it into a PDF; ``differences`` holds a reading against it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import zip_longest
from random import Random

import random_words
from random_words import Piece

from extract.labels import slug
from extract.report import KNOWN_ROLES, Item, Report

LABELS = {
    "title": (
        "You asked us to", "What was promised", "Recommendation", "Our promise to you", "Agreed action",
        "Council pledge", "Commitment", "Strategic priority", "Area for improvement", "We said we would",
        "Undertaking given",
    ),
    "outcome": (
        "Key outcomes", "What we want to see by 2027", "Outcomes sought", "Intended results", "Success measures",
        "How we will know it has worked", "What success looks like", "Expected benefits", "What will be different",
    ),
    "progress": (
        "Progress update", "Where things stand", "What has been done so far", "Progress in the year", "Latest position",
        "Update for June 2025", "Progress to date", "What we have done", "Action taken since last report",
    ),
    "delivery": ("Lead", "Who leads on this", "Lead and partners", "Responsible officer", "How it is delivered",
                 "Owner"),
    "number": ("", "No.", "Ref", "#", "Ref."),
    "obstacles": ("Obstacles", "Barriers met"),
    "rating": ("RAG", "Rating"),
    "when": ("Timescale", "By when"),
}  # fmt: skip
STROKES = {"all": 44, "inside": 6, "across": 14, "none": 12, "gaps": 12, "zebra": 12}  # per cent of the tables
GLYPHS = ("•", "–", "◦", "o", "▪", "➢", "✓", "*", "‣", "●", "-", "■")
BANNER, FOOTER = "Fairhaven Combined Authority – Progress report", "Official – for the scrutiny panel"
FURNITURE = (BANNER, FOOTER)
_HYPHEN = re.compile(r"(?<=[A-Za-z])-(?=[a-z])")
BOXES = ("☐", "☑", "☒")
# Those that typst brings along, so that a seed gives the same lines everywhere: two serif faces and a wide one.
FONTS = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono", "New Computer Modern")


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """How a report looks. Lengths are in points unless said otherwise."""

    kind: str
    strokes: str
    tagged: bool
    paper: tuple[float, float]  # cm
    font: str
    size: float
    leading: float  # em
    spacing: float  # em, between paragraphs
    justified: bool
    header: str
    two_line_labels: bool
    title_row: bool
    dark_header: bool
    number: str
    sections: str
    merged: bool
    banner: bool
    footer: bool
    page_numbers: bool
    watermark: bool
    summary: bool
    notes: bool
    second: str
    texts: str
    glyphs: tuple[str, str]
    nested: bool
    styled: bool
    soft: bool
    boxes: bool
    edit: str
    cut: bool
    block_head: str

    @property
    def features(self) -> list[str]:
        """The settings that results are counted by, as ``name=value``."""
        shown = [f.name for f in fields(self) if f.name not in ("paper", "leading", "spacing", "size", "glyphs")]
        shape = "landscape" if self.paper[0] > self.paper[1] else "portrait"
        named = [f"{name}={getattr(self, name)}" for name in shown]
        return [*named, f"paper={shape}", f"glyph={self.glyphs[0]}"]


@dataclass(frozen=True, slots=True)
class Point:
    """A paragraph or bullet: as it is set, its level, and the index of its lead-in within its cell."""

    pieces: tuple[Piece, ...]
    level: int = 0
    lead: int | None = None
    bare: bool = False  # set without its bullet, as the rest of one that a page broke

    @property
    def text(self) -> str:
        """As a reader reads it."""
        return "".join(text for _, text in self.pieces).replace("\u00ad", "")


@dataclass(frozen=True, slots=True)
class Promise:
    """One commitment. ``cells`` has one entry a column of text, by role."""

    number: str
    title: str
    section: str
    cells: dict[str, tuple[Point, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A random report: its setting and its answer."""

    seed: int
    design: Design
    columns: tuple[tuple[str, str], ...]  # (role, label), in order
    promises: tuple[Promise, ...]
    summary: tuple[Point, ...]
    notes: tuple[Point, ...]


def make(seed: int) -> Made:
    """The report of a seed."""
    random = Random(seed)
    design = _design(random)
    columns = _columns(random, design)
    summary = _paragraphs(random, design, random.randint(1, 3)) if design.summary else ()
    notes = _paragraphs(random, design, random.randint(1, 2)) if design.notes else ()
    return Made(seed=seed, design=design, columns=columns, promises=_promises(random, design, columns),
                summary=summary, notes=notes)  # fmt: skip


def _design(random: Random) -> Design:
    def maybe(chance: float) -> bool:
        return random.random() < chance

    kind = random.choices(("columns", "blocks", "block tables"), (80, 10, 10))[0]
    blocks = kind != "columns"
    number = random.choice(("none", "1.", "1", "R1", "1.1", "A1"))
    return Design(
        kind=kind,
        strokes="all" if blocks else random.choices(list(STROKES), STROKES.values())[0],
        tagged=maybe(0.5),
        paper=random.choice(((29.7, 21.0), (29.7, 21.0), (21.0, 29.7), (27.9, 21.6), (26.0, 13.0), (42.0, 29.7))),
        font=random.choice(FONTS),
        size=random.choice((8, 9, 10, 11)), leading=random.choice((0.5, 0.65, 0.8)),
        spacing=random.choice((1.0, 1.2, 1.5)), justified=maybe(0.25),
        header=random.choice(("repeated", "once")), two_line_labels=maybe(0.2), title_row=not blocks and maybe(0.2),
        dark_header=maybe(0.3), number=number,
        sections="none" if blocks else random.choices(("none", "bands", "restart"), (70, 15, 15))[0],
        merged=not blocks and maybe(0.15), banner=maybe(0.3), footer=maybe(0.3), page_numbers=maybe(0.5),
        watermark=maybe(0.12), summary=maybe(0.4), notes=maybe(0.3),
        second=random.choices(("none", "same", "other"), (76, 12, 12))[0],
        texts=random.choices(("bullets", "paragraphs", "mixed"), (30, 25, 45))[0],
        glyphs=(random.choice(GLYPHS), random.choice(GLYPHS)), nested=maybe(0.3), styled=maybe(0.3), soft=maybe(0.15),
        boxes=maybe(0.1), edit=random.choices(("none", "rotated", "mixed", "hidden", "covered"), (80, 5, 5, 5, 5))[0],
        cut=not blocks and maybe(0.08), block_head=random.choice(("row", "span", "heading")) if blocks else "",
    )  # fmt: skip


def _columns(random: Random, design: Design) -> tuple[tuple[str, str], ...]:
    roles = ["progress", *(role for role in ("outcome", "delivery") if random.random() < 0.7)]
    if random.random() < 0.3:
        roles.append(random.choice(("obstacles", "rating", "when")))
    if random.random() < 0.5:
        random.shuffle(roles)
    else:
        roles.sort(key="outcome delivery progress".find)
    heads = ["title"] if design.number == "none" else ["number", "title"]
    labelled = [(role, random.choice(LABELS[role])) for role in (*heads, *roles)]
    if design.two_line_labels:
        labelled = [(r, f"{label}\n({random.choice(('to date', 'at May 2025', 'in brief'))})" if r in ("progress",)
                     else label) for r, label in labelled]  # fmt: skip
    return tuple(labelled)


def _promises(random: Random, design: Design, columns: tuple[tuple[str, str], ...]) -> tuple[Promise, ...]:
    made: list[Promise] = []
    titles: set[str] = set()
    for s in range(1 if design.sections == "none" else random.randint(2, 3)):
        section = "" if design.sections == "none" else f"Chapter {s + 1}: {random_words.title(random).rstrip('.')}"
        for n in range(random.randint(2, 5)):
            count = n + 1 if design.sections == "restart" else len(made) + 1
            while (title := random_words.title(random)) in titles:
                pass
            titles.add(title)
            cells = {role: _cell(random, design, role) for role, _ in columns if role not in ("number", "title")}
            made.append(Promise(_number(design, count, s), title, section, cells))
    return tuple(made)


def _number(design: Design, count: int, section: int) -> str:
    if design.number == "none":
        return ""
    stop = "" if design.block_head in ("span", "heading") else "."  # "Recommendation 3: …" has none
    styles = {
        "1.": f"{count}{stop}",
        "1": str(count),
        "R1": f"R{count}",
        "1.1": f"{section + 1}.{count}",
        "A1": f"A{count}",
    }
    return styles[design.number]


def _cell(random: Random, design: Design, role: str) -> tuple[Point, ...]:
    if role == "rating":
        return (Point((("", random.choice(("Green", "Amber", "Red", "Amber/Green"))),)),)
    if role == "when":
        return (Point((("", random.choice(("March 2026", "31 May 2025", "Q4 2025/26", "Ongoing"))),)),)
    if role == "delivery" and random.random() < 0.5:
        return (
            Point((("", " ".join(w.capitalize() for w in random.sample(("chief", "board", "officer", "lead"), 2))),)),
        )
    if role != "progress" and random.random() < 0.05:
        return ()
    count = random.randint(1, 8 if role == "progress" else 4)
    if design.texts == "paragraphs":
        return _paragraphs(random, design, count)
    points = list(_paragraphs(random, design, random.randint(0, 2))) if design.texts == "mixed" else []
    if design.texts == "mixed" and random.random() < 0.5:
        points.append(_point(random, design, random_words.sentence(random, longest=10, end=":")))
    _add_bullets(random, design, points, count)
    if design.texts == "mixed" and random.random() < 0.2:
        points.extend(_paragraphs(random, design, 1))
    return tuple(points)


def _paragraphs(random: Random, design: Design, count: int) -> tuple[Point, ...]:
    return tuple(
        _point(random, design, " ".join(random_words.sentence(random) for _ in range(random.randint(1, 3))))
        for _ in range(count)
    )


def _point(random: Random, design: Design, text: str, level: int = 0, lead: int | None = None) -> Point:
    if design.boxes and level == 0 and not text.endswith(":") and random.random() < 0.4:
        text = f"{random.choice(BOXES)} {text}"
    return Point(random_words.pieces(random, text, styled=design.styled, soft=design.soft), level, lead)


def _add_bullets(random: Random, design: Design, points: list[Point], count: int) -> None:
    lead = len(points) - 1 if points and points[-1].text.endswith(":") else None
    end = random.choice((".", ";", ""))
    for _ in range(count):
        text = random_words.sentence(random, end=end)
        text = text[0].lower() + text[1:] if end == ";" else text
        above = len(points)
        points.append(_point(random, design, text, 1, lead))
        if design.nested and random.random() < 0.3:
            for _ in range(random.randint(1, 3)):
                points.append(_point(random, design, random_words.sentence(random, longest=12, end=end), 2, above))


def differences(made: Made, report: Report) -> list[str]:
    """What a reading has wrong, a line each; nothing where it comes back the same."""
    found = [(c.number, _plain(c.title)) for c in report.commitments]
    wanted = [(p.number, _plain(p.title)) for p in made.promises]
    wrong = [f"commitments: {f} for {w}" for w, f in zip_longest(wanted, found) if w != f]
    by_cell: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in report.items:
        by_cell[item.commitment, item.role].append(item)
    names = dict(zip((role for role, _ in made.columns), (_role(*column) for column in made.columns), strict=True))
    for promise, commitment in zip(made.promises, report.commitments, strict=False):
        for role, points in promise.cells.items():
            wrong += _cell_differences(f"{commitment.id} {role}", points, by_cell.pop((commitment.id, names[role]), []))
    wrong += _cell_differences("summary", made.summary, _said(by_cell.pop(("", "summary"), []), made, report))
    by_cell.pop(("", "note"), None)
    wrong += [f"left over in {cell}: {[i.text for i in items]}" for cell, items in by_cell.items()]
    return wrong + ([f"{report.ledger.unowned} words unowned"] if report.ledger.unowned else [])


def _role(role: str, label: str) -> str:
    """What a reading calls a column: the role if it is a known one, else the slug of its label."""
    return role if role in KNOWN_ROLES else slug(label)


def _plain(text: str) -> str:
    """A text for comparing. Whose a hyphen is cannot always be told where lines break words: none count."""
    return _HYPHEN.sub("", " ".join(text.replace("\u00ad", "").split()))


def _said(items: list[Item], made: Made, report: Report) -> list[Item]:
    """The summary as far as it is a matter of the report: what is printed once on one page may be a banner or text."""
    alone = report.source.pages == 1
    return [item for item in items if not (alone and item.text in FURNITURE)]


def _cell_differences(where: str, points: Sequence[Point], items: Sequence[Item]) -> list[str]:
    ids = [item.id for item in items]
    wanted = [(p.level, p.lead, _plain(p.text)) for p in points]
    found = [(i.level, ids.index(i.parent) if i.parent in ids else None, _plain(i.text)) for i in items]
    return [f"{where}: {f} for {w}" for w, f in zip_longest(wanted, found) if w != f]


def is_told(report: Report) -> bool:
    """Whether the reading says that something is unsure: an item carries a doubt, or a finding names a page."""
    return any(item.doubt for item in report.items) or any(f.kind == "reading" and f.page for f in report.findings)
