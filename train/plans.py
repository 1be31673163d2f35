"""data/training/plans/*.txt → labelled plans: two yearly reports of one invented body, marked as they were written.

    python -m train.plans [FILE.txt …]     checks the files and counts what is in them

The format, a line at a time (blank lines and lines that start with ``//`` are passed over):

    body: Carrow Valley Fire Authority
    domain: fire and rescue
    years: 2023 2024
    # Title of a commitment | Title a year later, where it changed
    o a  Text of an outcome
    2023
    s Text of a statement => 1a D, 1b P
    s A lead-in that bullets hang on:
    - Text of a bullet => 2a D
    2024
    s Text of a statement => 1a D < 1.2 updated 350>429 interventions
    s A statement that answers a promise => 1b D < 1.3 updated
    ! 1.3 1.2

Commitments are numbered from 1 as they come. After ``=>`` stand the outcomes that a statement is evidence for, in any
commitment: D direct, P partial; what is not named is none. After ``<`` stands the statement of the earlier year that it
carries on, as ``commitment.statement`` (statements of a year count from 1 within their commitment, lead-ins and
bullets too), how (``repeated``, ``restated`` or ``updated``), and the figures that moved, as ``before>after unit``.
``& `` joins a second one. A line ``! 1.3 2.4`` says that the earlier statement 1.3 promises something firm, and that
the later 2.4 answers it (``! 1.3 none`` where nothing does).
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

PLANS = Path(__file__).parent.parent / "data" / "training" / "plans"
RELATIONS = ("repeated", "restated", "updated")
Key = tuple[int, int]  # commitment and place in it, from 0


@dataclass(slots=True, kw_only=True)
class Statement:
    """One statement of one year. ``links`` maps outcomes to 2 (direct) or 1 (partial)."""

    text: str
    lead_in: str
    links: dict[Key, int]
    carries: list[tuple[Key, str, tuple[str, ...]]]


@dataclass(slots=True, kw_only=True)
class Row:
    """One commitment: its titles of both years, its outcomes, and the statements of the earlier and the later year."""

    titles: tuple[str, str]
    outcomes: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    years: tuple[list[Statement], list[Statement]] = field(default_factory=lambda: ([], []))


@dataclass(slots=True, kw_only=True)
class Plan:
    """Two reports of one body."""

    file: str
    body: str
    domain: str
    years: tuple[str, str]
    rows: list[Row]
    promises: list[tuple[Key, Key | None]]


def read_plan(path: Path) -> Plan:
    """Read one file. Raises ``ValueError`` naming the file and the line."""
    head: dict[str, str] = {}
    rows: list[Row] = []
    promised: list[tuple[int, str]] = []
    raw: list[tuple[int, int, int, str, bool]] = []
    year = -1
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("//"):
            continue
        if not rows and (m := re.fullmatch(r"(body|domain|years):\s*(.+)", line)):
            head[m[1]] = m[2]
        elif line.startswith("# "):
            first, _, second = line[2:].partition("|")
            rows.append(Row(titles=(first.strip(), second.strip() or first.strip())))
            year = -1
        elif m := re.fullmatch(r"o ([a-z])\s+(.+)", line):
            rows[-1].letters.append(m[1])
            rows[-1].outcomes.append(m[2].strip())
        elif line in head["years"].split():
            year = head["years"].split().index(line)
        elif line.startswith("! "):
            promised.append((number, line[2:]))
        elif line.startswith(("s ", "- ")) and year >= 0:
            raw.append((number, len(rows) - 1, year, line[2:].strip(), line[0] == "-"))
        else:
            raise ValueError(f"{path.name}:{number}: not understood: {line[:60]!r}")
    _fill(path, rows, raw)
    years = head["years"].split()
    plan = Plan(
        file=path.stem, body=head["body"], domain=head["domain"], years=(years[0], years[1]), rows=rows, promises=[]
    )
    for number, text in promised:
        plan.promises.append(_promise(path, number, text, plan))
    _check(path, plan)
    return plan


def _fill(path: Path, rows: list[Row], raw: list[tuple[int, int, int, str, bool]]) -> None:
    outcomes = {f"{r + 1}{letter}": (r, o) for r, row in enumerate(rows) for o, letter in enumerate(row.letters)}
    for number, r, year, line, bullet in raw:
        text, carries = _cut_carries(line)
        text, _, said = text.partition("=>")
        links: dict[Key, int] = {}
        for part in filter(None, (p.strip() for p in said.split(","))):
            m = re.fullmatch(r"(\d+[a-z])\s+([DP])", part)
            if not m or m[1] not in outcomes:
                raise ValueError(f"{path.name}:{number}: no such outcome or grade: {part!r}")
            links[outcomes[m[1]]] = 2 if m[2] == "D" else 1
        above = rows[r].years[year]
        lead_in = ""
        if bullet:
            lead_in = next((s.text for s in reversed(above) if not s.lead_in), "")
            if not lead_in:
                raise ValueError(f"{path.name}:{number}: a bullet without a lead-in above it")
        above.append(Statement(text=text.strip(), lead_in=lead_in, links=links, carries=[]))
        for part in carries:
            m = re.match(r"(\d+)\.(\d+)\s+(\w+)\s*(.*)", part)
            if year == 0 or not m or m[3] not in RELATIONS:
                raise ValueError(f"{path.name}:{number}: carries on what? {part!r}")
            figures = tuple(f.strip() for f in m[4].split(",") if f.strip())
            above[-1].carries.append(((int(m[1]) - 1, int(m[2]) - 1), m[3], figures))


def _cut_carries(line: str) -> tuple[str, list[str]]:
    m = re.search(r"\s<\s*(\d+\.\d+\s+(?:repeated|restated|updated).*)$", line)
    if not m:
        return line, []
    return line[: m.start()], [part.strip() for part in m[1].split("&")]


def _promise(path: Path, number: int, text: str, plan: Plan) -> tuple[Key, Key | None]:
    m = re.fullmatch(r"(\d+)\.(\d+)\s+(?:(\d+)\.(\d+)|none)", text.strip())
    if not m:
        raise ValueError(f"{path.name}:{number}: a promise is '! 1.3 2.4' or '! 1.3 none'")
    answer = (int(m[3]) - 1, int(m[4]) - 1) if m[3] else None
    for year, key in ((0, (int(m[1]) - 1, int(m[2]) - 1)), (1, answer)):
        if key and not (0 <= key[0] < len(plan.rows) and 0 <= key[1] < len(plan.rows[key[0]].years[year])):
            raise ValueError(f"{path.name}:{number}: there is no such statement")
    return (int(m[1]) - 1, int(m[2]) - 1), answer


def _check(path: Path, plan: Plan) -> None:
    for row in plan.rows:
        if not (row.outcomes and row.years[0] and row.years[1]) or len(set(row.letters)) != len(row.letters):
            raise ValueError(f"{path.name}: {row.titles[0]!r} lacks outcomes or a year, or names one twice")
        for statement in row.years[1]:
            for (r, s), *_ in statement.carries:
                if not (r < len(plan.rows) and s < len(plan.rows[r].years[0])):
                    raise ValueError(f"{path.name}: {statement.text[:50]!r} carries on a statement that is not there")


def read_plans(paths: list[Path] | None = None) -> list[Plan]:
    """Every plan, in the order of the files' names."""
    return [read_plan(path) for path in paths or sorted(PLANS.glob("*.txt"))]


def main() -> int:
    """Check and count."""
    plans = []
    for path in [Path(p) for p in sys.argv[1:]] or sorted(PLANS.glob("*.txt")):
        try:
            plans.append(read_plan(path))
        except (ValueError, KeyError, IndexError) as error:
            print(f"{path.name}: {error}" if path.name not in str(error) else error)
            return 1
    statements = [s for p in plans for row in p.rows for year in row.years for s in year]
    links = [grade for s in statements for grade in s.links.values()]
    print(
        f"{len(plans)} plans, {sum(len(p.rows) for p in plans)} commitments, "
        f"{sum(len(r.outcomes) for p in plans for r in p.rows)} outcomes, {len(statements)} statements, "
        f"{links.count(2)} direct and {links.count(1)} partial links, "
        f"{sum(len(s.carries) for s in statements)} carried on, {sum(len(p.promises) for p in plans)} promises"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
