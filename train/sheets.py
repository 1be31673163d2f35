"""Everything labelled in data/training → sheets: one report each, every pair of outcome and statement graded.

Pools have single commitments, so four of one file stand for a report, and pairs across them count for little: nobody
has read them. Reports and plans are whole, and were read across commitments too.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import numpy as np
from scipy.linalg import block_diag

from align.similarity import Matrix, TermLikeness
from align.statements import likely_matches, pair_statements
from align.terms import Vocabulary
from diff.judge import Claim, Passage
from train.markings import Grades, agreed, further
from train.plans import read_plans

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "data" / "raw"))
from samples import Line, samples  # noqa: E402 - the folder is no package

TRAINING = ROOT / "data" / "training"
TOGETHER = 4  # commitments of a pool file that stand for one report
UNREAD = 0.25  # what a pair counts for that nobody has read
Pool = dict[str, Any]  # a commitment of a pool file, as data/training/README.md tells it


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """An outcome with its commitment's title and place."""

    text: str
    title: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement with its lead-in and its commitment's place."""

    text: str
    lead_in: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One report. ``grades`` and ``worth``: ``(outcomes, statements)``; 2 direct, 1 partial, 0 none.

    ``markings`` are those from which the grades were agreed, where there are several.
    """

    name: str
    source: str  # pools, reports, plans or samples
    outcomes: Sequence[Outcome]
    statements: Sequence[Statement]
    grades: Grades
    worth: Grades
    markings: Sequence[Grades] = ()

    @property
    def _every(self) -> Sequence[Grades]:
        return self.markings or (self.grades,)

    @property
    def evidenced(self) -> Grades:
        """For each outcome the share of the markings that have direct evidence for it."""
        return np.mean([(m == 2).any(axis=1) for m in self._every], axis=0, dtype=np.float32)

    @property
    def first(self) -> Grades:
        """The first marking, by whoever wrote the texts, on which the encoder is tuned."""
        return self._every[0]

    def share(self, least: int) -> Grades:
        """The share of the markings by which a pair has this grade or a higher one."""
        return np.mean([m >= least for m in self._every], axis=0, dtype=np.float32)

    @property
    def own(self) -> Grades:
        """1 where outcome and statement stand in one commitment."""
        rows = np.array([s.row for s in self.statements])
        return np.array([rows == o.row for o in self.outcomes], dtype=np.float32)

    @property
    def claims(self) -> list[Claim]:
        """The outcomes as a judge sees them."""
        return [Claim(text=o.text, title=o.title, own=frozenset([str(o.row)])) for o in self.outcomes]

    @property
    def passages(self) -> list[Passage]:
        """The statements as a judge sees them."""
        return [Passage(text=s.text, lead_in=s.lead_in, key=str(s.row)) for s in self.statements]

    @property
    def vocabulary(self) -> Vocabulary:
        """How rare words are in the report, and its acronyms."""
        texts = [*(o.text for o in self.outcomes), *(s.text for s in self.statements)]
        return Vocabulary(texts, list(dict.fromkeys(o.title for o in self.outcomes)))

    @property
    def body(self) -> str:
        """What must not be split between fitting and testing: the years of one body belong together."""
        return self.name.split(" / ")[0]


def pool_sheets(*, again: bool = False) -> Iterator[Sheet]:
    """The pools, four commitments a sheet; ``again``: with their second marking, on which nothing is fitted."""
    chance = random.Random(1)
    for path in sorted(TRAINING.glob("*.json")):
        pools = list(enumerate(json.loads(path.read_text(encoding="utf-8"))))
        chance.shuffle(pools)
        for n in range(0, len(pools), TOGETHER):
            yield _of_pools(path.stem, n, pools[n : n + TOGETHER], again)


def _of_pools(stem: str, n: int, numbered: Sequence[tuple[int, Pool]], again: bool) -> Sheet:
    pools = [pool for _, pool in numbered]
    outcomes = [Outcome(text=o, title=str(p["commitment"]), row=k) for k, p in enumerate(pools) for o in p["outcomes"]]
    statements = [Statement(text=s, lead_in="", row=k) for k, p in enumerate(pools) for s in p["statements"]]
    own = np.array([[o.row == s.row for s in statements] for o in outcomes])
    each = [[_links(pool), *(_marked_again(stem, number, pool) if again else [])] for number, pool in numbered]
    markings = [block_diag(*several).astype(np.float32) for several in zip(*each, strict=True)]
    return Sheet(
        name=f"{stem}-{n}", source="pools", outcomes=outcomes, statements=statements, grades=agreed(markings),
        worth=np.where(own, 1.0, UNREAD).astype(np.float32), markings=markings,
    )  # fmt: skip


def _links(pool: Pool) -> Grades:
    grades = np.zeros((len(pool["outcomes"]), len(pool["statements"])), dtype=np.float32)
    for o, s, grade in pool["links"]:
        grades[o, s] = grade
    return grades


def _marked_again(stem: str, number: int, pool: Pool) -> list[Grades]:
    letters = [f"1{letter}" for letter in ascii_lowercase[: len(pool["outcomes"])]]
    places = [f"1.{n + 1}" for n in range(len(pool["statements"]))]
    return further(f"pools-{stem}", f"{number:02d}", letters, places)


def report_sheets() -> Iterator[Sheet]:
    """The training reports, one sheet each."""
    for path in sorted((TRAINING / "reports").glob("*.json")):
        for n, report in enumerate(json.loads(path.read_text(encoding="utf-8"))):
            rows = report["commitments"]
            outcomes = [Outcome(text=o, title=c["title"], row=k) for k, c in enumerate(rows) for o in c["outcomes"]]
            statements = [Statement(text=s, lead_in="", row=k) for k, c in enumerate(rows) for s in c["statements"]]
            first = np.cumsum([0, *(len(c["outcomes"]) for c in rows)])
            above = np.cumsum([0, *(len(c["statements"]) for c in rows)])
            grades = np.zeros((len(outcomes), len(statements)), dtype=np.float32)
            for oc, o, sc, s, grade in report["links"]:
                grades[first[oc] + o, above[sc] + s] = grade
            keys = [f"{k + 1}{ascii_lowercase[o]}" for k, c in enumerate(rows) for o in range(len(c["outcomes"]))]
            places = [f"{k + 1}.{s + 1}" for k, c in enumerate(rows) for s in range(len(c["statements"]))]
            markings = [grades, *further(f"reports-{path.stem}-{n:02d}", report["year"], keys, places)]
            yield Sheet(
                name=f"{path.stem}-{n}", source="reports", outcomes=outcomes, statements=statements,
                grades=agreed(markings), worth=np.ones_like(grades), markings=markings,
            )  # fmt: skip


def plan_sheets(paths: list[Path] | None = None) -> Iterator[Sheet]:
    """The plans, or those of other files, a sheet for each of their two years."""
    for plan in read_plans(paths):
        keys = [(k, o) for k, row in enumerate(plan.rows) for o in range(len(row.outcomes))]
        place = {key: n for n, key in enumerate(keys)}
        for year in (0, 1):
            said = [(k, s) for k, row in enumerate(plan.rows) for s in row.years[year]]
            grades = np.zeros((len(keys), len(said)), dtype=np.float32)
            for column, (_, statement) in enumerate(said):
                for key, grade in statement.links.items():
                    grades[place[key], column] = grade
            letters = [f"{k + 1}{letter}" for k, row in enumerate(plan.rows) for letter in row.letters]
            places = [f"{k + 1}.{n + 1}" for k, row in enumerate(plan.rows) for n in range(len(row.years[year]))]
            markings = [grades, *further(plan.file, plan.years[year], letters, places)]
            yield Sheet(
                name=f"{plan.file} / {plan.years[year]}", source="plans", grades=agreed(markings),
                worth=np.ones_like(grades), markings=markings,
                outcomes=[
                    Outcome(text=o, title=row.titles[year], row=k)
                    for k, row in enumerate(plan.rows)
                    for o in row.outcomes
                ],
                statements=[Statement(text=s.text, lead_in=s.lead_in, row=k) for k, s in said],
            )  # fmt: skip


def sample_sheets() -> Iterator[Sheet]:
    """The sample reports of ``data/raw``, for the outcomes that stand for each: the first, the first and the third."""
    first, second, third = list(samples())
    for report, listing in ((first, first), (second, first), (third, third)):
        outcomes = [(promise, line) for promise in listing.promises for line in promise.cells["outcomes"]]
        lines = [(promise.number[0], line) for promise in report.promises for line in promise.cells["progress"]]
        grades = [[2.0 * (o.key in s.direct) or 1.0 * (o.key in s.partial) for _, s in lines] for _, o in outcomes]
        yield Sheet(
            name=report.about["report"], source="samples", grades=np.array(grades, dtype=np.float32),
            worth=np.ones((len(outcomes), len(lines)), dtype=np.float32),
            outcomes=[Outcome(text=o.text, title=p.title, row=int(p.number[0])) for p, o in outcomes],
            statements=[
                Statement(text=s.text, lead_in=_lead_in([other for _, other in lines[:n]], s), row=int(place))
                for n, (place, s) in enumerate(lines)
            ],
        )  # fmt: skip


def _lead_in(above: Sequence[Line], line: Line) -> str:
    if not line.level:
        return ""
    return next((other.text for other in reversed(above) if other.level < line.level), "")


def sheets() -> list[Sheet]:
    """All but the samples, always in the same order."""
    return [*pool_sheets(), *report_sheets(), *plan_sheets()]


def match_parts(before: Sheet, after: Sheet) -> tuple[list[str], list[str], Matrix, TermLikeness]:
    """The statements of two years, whether each two stand in one commitment, and the program's test of likeness."""
    a, b = [s.text for s in before.statements], [s.text for s in after.statements]
    titles = dict.fromkeys(o.title for o in (*before.outcomes, *after.outcomes))
    vocabulary = Vocabulary([*(o.text for o in before.outcomes), *a, *b], list(titles))
    together = np.array([[float(s.row == t.row) for t in after.statements] for s in before.statements])
    return a, b, together, TermLikeness(vocabulary)


def matches(before: Sheet, after: Sheet) -> Matrix:
    """How the program matches the statements of two years, as scores ``(before, after)``, 0 where it does not."""
    a, b, together, likeness = match_parts(before, after)
    likely = likely_matches(a, b, together, likeness)
    out = np.zeros(likely.shape)
    for i, j in pair_statements(a, b, likely):
        out[i, j] = likely[i, j]
    return out


def held_out(sheet: Sheet) -> bool:
    """Whether the encoder never sees a sheet, so that the head can learn from it how far to believe the encoder.

    The encoder learns meaning from the pools, which were written so that words tell nothing, and from most reports; the
    head learns from the plans, which are as real reports are.
    """
    if sheet.source == "reports":
        return int(sheet.body.rsplit("-", 1)[1]) % 4 == 0
    return sheet.source in ("plans", "samples")
