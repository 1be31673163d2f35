"""Every reading against its gold answers in ``../shared``: each report in each layout, and whether layouts agree.

    python bench/readings.py [--scans]

Prints a row a PDF, scored by ``../shared/score.py``, and then the reports of which some layouts do not give the very
same items. ``--scans`` reads the scanned variants, too: a minute or two each.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from gold import SHARED, scorer  # noqa: E402 - found from the root

from extract import Report, read_report, write_parsed  # noqa: E402

SHOWN = ("commitments_f1", "items_f1", "levels_right", "characters_right", "columns_right", "unowned_words")
SCANNED = "-scanned"


def pdfs(*, scans: bool) -> list[Path]:
    """The reports that have gold answers."""
    found = sorted((SHARED / "reports").rglob("*.pdf"), key=lambda path: path.stem)
    return [path for path in found if scans or not path.stem.endswith(SCANNED)]


def gold_of(path: Path) -> Path:
    """The answers of the report that a PDF is a layout of: the longest name that its own starts with."""
    names = [gold for gold in (SHARED / "gold").glob("*.json") if path.stem.startswith(gold.stem)]
    return max(names, key=lambda gold: len(gold.stem))


def signature(report: Report) -> list[tuple[str, int, str | None, str]]:
    """What should be the same in every layout: ids, levels, lead-ins and texts."""
    return [(item.id, item.level, item.parent, item.text) for item in report.items]


def main() -> int:
    """Measure and say."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--scans", action="store_true", help="read the scanned variants, too")
    score, readings = scorer(), dict[Path, dict[str, Report]]()
    print(f"{'':50s}" + "".join(f"{name[:14]:>16s}" for name in SHOWN))
    for path in pdfs(scans=options.parse_args().scans):
        report, gold = read_report(path), gold_of(path)
        with tempfile.TemporaryDirectory() as folder:
            write_parsed(report, Path(folder), "0")
            figures = score.score_extract(json.loads(gold.read_text(encoding="utf-8")), Path(folder))
        print(f"{path.stem:50s}" + "".join(f"{figures[name]:16.4g}" for name in SHOWN))
        if not path.stem.endswith(SCANNED):
            readings.setdefault(gold, {})[path.stem] = report
    for gold, layouts in readings.items():
        first = signature(next(iter(layouts.values())))
        differ = [name for name, report in layouts.items() if signature(report) != first]
        print(
            f"{gold.stem}: {len(layouts)} layouts, {'the same items in each' if not differ else f'other in {differ}'}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
