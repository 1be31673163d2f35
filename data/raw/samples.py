"""The text of the sample reports, as written in the ``.txt`` files of this folder, with what is planted in it.

A line starts with what it is: ``P`` a paragraph, ``*`` a bullet, ``**`` a sub-bullet; in an outcomes list ``P key |``.
``{+v1 ~r2}`` at its end says which outcomes it is direct (+) or only partial (~) evidence for. ``intro:`` and
``summary:`` lines stand before the table. Everything is invented for this project.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
SECTIONS = ("outcomes", "progress", "delivery")
_MARK = re.compile(r"\s*\{([^}]*)\}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One paragraph or bullet; ``key`` names an outcome, ``direct`` and ``partial`` the outcomes it is evidence for."""

    text: str
    level: int = 0
    heading: bool = False
    key: str = ""
    direct: frozenset[str] = frozenset()
    partial: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One row of the table."""

    number: str
    title: str
    cells: dict[str, list[Line]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One sample report."""

    about: dict[str, str]
    columns: list[str]
    before_table: list[Line]
    summary: list[Line]
    promises: list[Promise]


def read_sample(path: Path) -> Sample:
    """Read one ``.txt``; raises ``ValueError`` for a line that is none of the above."""
    sample = Sample(about={}, columns=[], before_table=[], summary=[], promises=[])
    cell: list[Line] = []
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        name, _, rest = line.partition(":")
        if not line:
            continue
        if line.startswith("## "):
            number, title = line[3:].split(" | ")
            sample.promises.append(Promise(number=number, title=title))
        elif name in SECTIONS and not rest:
            cell = sample.promises[-1].cells[name] = []
        elif sample.promises:
            cell.append(_line(line, f"{path.name}, line {n}"))
        elif name in ("intro", "summary"):
            made = _line(rest.strip() if rest.strip()[0] in "#*P" else f"P {rest.strip()}", f"{path.name}, line {n}")
            sample.before_table.append(made)
            if name == "summary" and not made.heading:
                sample.summary.append(made)
        elif name == "columns":
            sample.columns.extend(label.strip() for label in rest.split("|"))
        else:
            sample.about[name] = rest.strip()
    return sample


def _line(line: str, place: str) -> Line:
    sign, _, text = line.partition(" ")
    if sign not in ("P", "*", "**", "#"):
        raise ValueError(f"{place}: a line starts with P, *, ** or #")
    key, bar, wording = text.partition(" | ")
    if bar:
        return Line(text=wording, key=key)
    mark = _MARK.search(text)
    marks = mark.group(1).split() if mark else []
    return Line(
        text=_MARK.sub("", text), level=sign.count("*"), heading=sign == "#",
        direct=frozenset(m[1:] for m in marks if m[0] == "+"), partial=frozenset(m[1:] for m in marks if m[0] == "~"),
    )  # fmt: skip


def samples() -> Iterator[Sample]:
    """The sample reports in the order of their years."""
    for path in sorted(HERE.glob("estuary-and-moors-*.txt")):
        yield read_sample(path)
