"""data/training/markings/*/NAME.txt → further markings of the links of a plan, report or pool, blind to the first.

    python -m train.markings      says how many direct links each has, and how far each two agree

A file has a line for each statement of each year, in order, with the outcomes that it is evidence for:

    2023 1.1: 1a D, 2b P
    2023 1.2: none

A pool, which has one commitment and no year, is named by its place in its file, from 00.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MARKINGS = Path(__file__).parent.parent / "data" / "training" / "markings"
Grades = NDArray[np.float32]
Links = NDArray[np.bool_]
_LINE = re.compile(r"(\S+) (\d+\.\d+): (.+)")
_LINK = re.compile(r"(\d+[a-z]) ([DP])")
_GRADE = {"D": 2.0, "P": 1.0}


def further(name: str, year: str, outcomes: Sequence[str], statements: Sequence[str]) -> list[Grades]:
    """The further markings of a report, each ``(outcomes, statements)``: 2 direct, 1 partial, 0 none.

    ``outcomes`` and ``statements`` are their ids, such as “1a” and “1.2”. Raises ``ValueError`` naming the file where
    it does not have each statement once, or names an outcome twice or that there is none of. A folder without a file
    of that name adds none; other years of the file are passed over.
    """
    found = []
    for folder in sorted(path for path in MARKINGS.iterdir() if path.is_dir()):
        path = folder / f"{name}.txt"
        if not path.exists():
            continue
        lines = [line for line in _lines(path) if line[0] == year]
        if [statement for _, statement, _ in lines] != list(statements):
            raise ValueError(f"{_said(path)}: the statements of {year} are not each there once, in order")
        grades = np.zeros((len(outcomes), len(statements)), dtype=np.float32)
        for column, (_, statement, links) in enumerate(lines):
            for outcome, grade in links:
                if outcome not in outcomes:
                    raise ValueError(f"{_said(path)}: {year} {statement} names an outcome that is not there: {outcome}")
                if grades[outcomes.index(outcome), column]:
                    raise ValueError(f"{_said(path)}: {year} {statement} names an outcome twice: {outcome}")
                grades[outcomes.index(outcome), column] = _GRADE[grade]
        found.append(grades)
    return found


def agreed(markings: Sequence[Grades]) -> Grades:
    """The grade in the middle of what the markings say; of an even number, the lower of the two."""
    return np.sort(np.stack(markings), axis=0)[(len(markings) - 1) // 2]


def _said(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@cache
def _lines(path: Path) -> list[tuple[str, str, list[tuple[str, str]]]]:
    made = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        m = _LINE.fullmatch(line)
        links = [_LINK.fullmatch(part) for part in m[3].split(", ")] if m and m[3] != "none" else []
        if not m or not all(links):
            raise ValueError(f"{_said(path)}:{number}: not understood: {line[:60]!r}")
        made.append((m[1], m[2], [(link[1], link[2]) for link in links if link]))
    return made


def main() -> int:
    """Compare the markings with each other: F1 of direct links, two by two."""
    from train.sheets import plan_sheets, pool_sheets, report_sheets  # which read what is here

    for what, sheets in (("plans and reports", (*report_sheets(), *plan_sheets())), ("pools", pool_sheets(again=True))):
        marked = [s.markings for s in sheets]
        for a, b in combinations(range(max(map(len, marked))), 2):
            print(f"{what}, markings {a + 1} and {b + 1}: {_agreement([(m[a] == 2, m[b] == 2) for m in marked])}")
    return 0


def _agreement(pairs: Sequence[tuple[Links, Links]]) -> str:
    ones, others = (np.concatenate([links.ravel() for links in side]) for side in zip(*pairs, strict=True))
    f1 = 2 * (ones & others).sum() / (ones.sum() + others.sum())
    return f"{ones.sum()} and {others.sum()} direct links, F1 {f1:.3f}"


if __name__ == "__main__":
    sys.exit(main())
