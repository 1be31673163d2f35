"""How many wrongs done to good readings the second reader finds: words moved, dropped, doubled, invented.

    python bench/tampering.py [--count 400] [--seed 1] [--show 5] [PDF …]

Without PDFs: the samples in ``data/raw`` and the reports with text in ``../shared/reports``, in turn. The wrongs are
those of ``tests/tampering.py``. ``said`` are lines or items in another cell of a page of which the second reader says
that no lines part its cells. Exits 1 where fewer than 95 in 100 of the others are found.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from pathlib import Path
from random import Random

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from tampering import outcome, pages_kept, tamper  # noqa: E402 - found from the root

from extract import read_report, verify_report  # noqa: E402

GOAL = 0.95


def files() -> list[Path]:
    """The samples, and other bodies' reports where they lie beside the repository."""
    reports = ROOT.parent / "shared" / "reports"
    others = sorted(f for f in (*reports.glob("*.pdf"), *reports.glob("*/*.pdf")) if "scanned" not in f.name)
    return [*sorted((ROOT / "data" / "raw").glob("*.pdf")), *others]


def main() -> int:
    """Do the wrongs, and say what came of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pdfs", nargs="*", type=Path)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=5, help="how many that were missed to show")
    arguments = parser.parse_args()
    random, counts, missed = Random(arguments.seed), defaultdict[str, Counter[str]](Counter), list[str]()
    chosen = arguments.pdfs or files()
    with pages_kept():
        for n, path in enumerate(chosen):
            report = read_report(path)
            good = verify_report(report).ledger.verified
            assert good is not None
            for _ in range(len(range(n, arguments.count, len(chosen)))):
                by, made = tamper(random, report)
                came = outcome(report, good, made, by)
                counts[by.__name__][came] += 1
                if came == "missed":
                    missed.append(f"{path.name}: {by.__name__}, pages {made.pages}")
    return _told(counts, missed[: arguments.show])


def _told(counts: dict[str, Counter[str]], missed: list[str]) -> int:
    print(f"{'wrong':14s}{'done':>6s}{'found':>7s}{'said':>6s}{'missed':>8s}")
    total = Counter[str]()
    for name, came in sorted(counts.items()):
        total += came
        print(f"{name:14s}{came.total():6d}{came['found']:7d}{came['said']:6d}{came['missed']:8d}")
    print(f"{'all':14s}{total.total():6d}{total['found']:7d}{total['said']:6d}{total['missed']:8d}")
    print(*missed, sep="\n")
    return int(total["found"] < GOAL * (total["found"] + total["missed"]))


if __name__ == "__main__":
    sys.exit(main())
