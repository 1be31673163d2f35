"""Speed, growth and memory of the reading, measured; the table that the README shows is written from them.

    python bench/readme.py [--rounds 7]

Ratios only, since seconds are those of one machine. Exits 1 where a goal of ``extract_speed.py`` or ``growth.py`` is
missed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import extract_speed
import growth

README = Path(__file__).parent.parent / "README.md"
START, END = "<!-- bench:extract -->", "<!-- /bench:extract -->"
NAMES = {
    extract_speed.SOURCE: "the same code, not compiled",
    "lattice": "camelot 2 `lattice`",
    "pdfplumber": "pdfplumber `extract_tables`",
    "tablers": "tablers `find_tables`",
    extract_speed.FLOOR: "pypdfium2, text objects and their marked-content ids (no table yet: the floor)",
}


def with_table(text: str, lines: Sequence[str]) -> str:
    """A text with what stands between the two markers replaced. Raises ``ValueError`` where there are none."""
    before, _, rest = text.partition(START)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError(f"the text lacks {START} … {END}")
    return "\n".join([before + START, *lines, END + after])


def table(ratios: dict[str, float], figures: dict[str, dict[int, growth.Figures]]) -> list[str]:
    """The lines between the markers."""
    most = max(found[growth.AT]["MB"] for found in figures.values())
    times = max(map(growth.growth, figures.values()))
    return [
        "| The same pages, imports done | times as long as `read_report`, compiled |",
        "|---|---|",
        *(f"| {said} | {ratios[name]:.2g} |" for name, said in NAMES.items() if name in ratios),
        "",
        f"A report of {growth.AT} pages takes {most:.0f} MB at most. Tagged or not, a page of one of {growth.TO:,}",
        f"takes {times:.1f} times as long as a page of one of {growth.FROM}.",
    ]


def main() -> int:
    """Measure, say and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    files = extract_speed.pair()
    times = extract_speed.measured(list(extract_speed.TOOLS), files, rounds)
    extract_speed.tell(times, files)
    figures = {road: growth.measured(road, growth.PAGES) for road in growth.ROADS}
    for road, found in figures.items():
        growth.tell(road, found)
    ratios = {name: extract_speed.ratio(times, name) for name in times}
    README.write_text(with_table(README.read_text(encoding="utf-8"), table(ratios, figures)), encoding="utf-8")
    return int(bool(extract_speed.missed(times)) or any(map(growth.missed, figures.values())))


if __name__ == "__main__":
    sys.exit(main())
