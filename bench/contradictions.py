"""How often reports contradict their own figures, by the program: every alarm, to be read by a person.

    python bench/contradictions.py [--sums]

Reads every statement of ``data/training`` and of the sample reports, and the reports of ``../shared`` where they are.
``--sums`` also prints each sum that comes out. Then it plants errors: each figure of each sum that comes out is made
larger and smaller by a tenth, a quarter and a half, one at a time, and the program must notice; not where only the way
is told ("from 12 to 14"). What it cannot tell is how many sums stand in forms that it does not know.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared" / "reports"
sys.path.insert(0, str(ROOT))

from align.arithmetic.arithmetic import contradictions, sums  # noqa: E402 - the rooms are found from the root
from align.figures import figures  # noqa: E402
from align.terms import straight  # noqa: E402
from diff.contradictions import contradicting_figures  # noqa: E402
from extract import read_report  # noqa: E402
from extract.report import Report  # noqa: E402
from train.measures import FIGURES, report_of  # noqa: E402
from train.plans import read_plans  # noqa: E402

ERRORS = (0.1, 0.25, 0.5)
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


def reports() -> Iterator[Report]:
    """Every report of two years, invented or real; of each real one the first layout."""
    for plan in (*read_plans(), *read_plans(sorted(FIGURES.glob("*.txt")))):
        yield from (report_of(plan, year) for year in (0, 1))
    paths = [*sorted((ROOT / "data" / "raw").glob("*.pdf")), *sorted(SHARED.glob("*.pdf"))]
    first = {path.name[: path.name.index("20") + 4]: path for path in sorted(SHARED.glob("cases/*.pdf"), reverse=True)}
    yield from (read_report(path) for path in (*paths, *first.values()))


def loose_statements() -> Iterator[str]:
    """The statements of ``data/training`` that belong to no report of two years."""
    for path in sorted((ROOT / "data" / "training").rglob("*.json")):
        for entry in json.loads(path.read_text(encoding="utf-8")):
            for row in entry.get("commitments", [entry]):
                yield from row["statements"]


def planted(text: str) -> Iterator[tuple[float, bool]]:
    """Each error planted in a text: its size, and whether it was noticed."""
    plain = straight(text)
    for one in sums(text):
        for figure in figures(text) if one.fits and one.sort != "way" and not contradictions(text) else ():
            if one.start <= figure.start and figure.end <= one.end and _DIGITS.search(figure.said):
                for size in ERRORS:
                    for factor in (1 + size, 1 - size):
                        wrong = _DIGITS.sub(lambda m, by=factor: _times(m[0], by), figure.said, count=1)  # type: ignore[misc]
                        changed = f"{plain[: figure.start]}{wrong}{plain[figure.end :]}"
                        if wrong != figure.said:
                            yield size, bool(contradictions(changed))


def _times(said: str, factor: float) -> str:
    places = len(said.partition(".")[2])
    return f"{float(said.replace(',', '')) * factor:,.{places}f}"


def main() -> None:
    """Print the alarms, and what was noticed of the errors planted."""
    found: list[str] = []
    texts: list[str] = []
    for report in reports():
        texts.extend(item.text for item in report.statements)
        found.extend(f"{report.id}: {f.text}" for f in contradicting_figures(report, "The"))
    for text in loose_statements():
        texts.append(text)
        found.extend(f"“{c.quote}” {c.sum}" for c in contradictions(text))
    reckoned = [(text, one) for text in dict.fromkeys(texts) for one in sums(text)]
    print(*found, sep="\n")
    print(f"{len(found)} alarms in {len(texts)} statements, in which {len(reckoned)} sums were reckoned:")
    print(*(f"  {sort} {n}" for sort, n in Counter(one.sort for _, one in reckoned).items()))
    if "--sums" in sys.argv:
        print(*(f"{one.sort}: {one.said}  {text[one.start : one.end]}" for text, one in reckoned if one.fits), sep="\n")
    noticed = Counter(pair for text in dict.fromkeys(texts) for pair in planted(text))
    for size in ERRORS:
        total = noticed[size, True] + noticed[size, False]
        print(f"a figure {size:.0%} wrong: {noticed[size, True]} of {total} noticed")


if __name__ == "__main__":
    main()
