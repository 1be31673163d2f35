"""Random reports, typeset and read back: how many come back the same, by feature, and the seeds of those that do not.

    python bench/random_tables.py --count 10000 --seed 1 [--only kind=blocks] [--show 5] [--font "DejaVu Sans"]

The reports are those of ``tests/random_tables.py``. A reading that is wrong is ``told`` where it carries a doubt or a
finding that names the page, ``refused`` where the program says that it cannot read the file, else ``silent``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter, defaultdict
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from random_pages import typeset  # noqa: E402 - found from the root
from random_tables import differences, is_told, make  # noqa: E402

from extract import InputError, read_report  # noqa: E402


class Result(NamedTuple):
    """What became of one random report."""

    seed: int
    features: list[str]
    outcome: str  # same, told, refused, silent or crashed
    wrong: list[str]


def tried(seed: int, font: str = "") -> Result:
    """Typeset the report of a seed, read it, hold one against the other. ``font``: an installed one, for all."""
    made = make(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.pdf"
        path.write_bytes(typeset(made, font))
        try:
            report = read_report(path)
        except InputError as error:
            return Result(seed, made.design.features, "refused", [str(error)])
        except Exception as error:
            return Result(seed, made.design.features, "crashed", [repr(error)])
    wrong = differences(made, report)
    outcome = "same" if not wrong else "told" if is_told(report) else "silent"
    return Result(seed, [*made.design.features, f"engine={report.engine}"], outcome, wrong)


def main() -> int:
    """Try many, and say what came of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1, help="the first of the seeds")
    parser.add_argument(
        "--only", action="append", default=[], help="features, such as kind=blocks: only reports with all"
    )
    parser.add_argument("--show", type=int, default=3, help="how many that went wrong to show, of each outcome")
    parser.add_argument("--font", default="", help="set every report in this font of the machine's")
    parser.add_argument("--save", type=Path, help="a file for the seeds that went wrong")
    arguments = parser.parse_args()
    start = time.perf_counter()
    seeds = range(arguments.seed, arguments.seed + arguments.count)
    wanted = [s for s in seeds if set(arguments.only) <= set(make(s).design.features)]
    with Pool(2) as pool:
        results = list(pool.imap(partial(tried, font=arguments.font), wanted, chunksize=8))
    print(f"{len(results)} reports in {time.perf_counter() - start:.0f} s")
    _show(results, arguments.show)
    if arguments.save:
        wrong = (f"{r.seed}\t{r.outcome}\t{r.wrong[0]}\n" for r in results if r.outcome != "same")
        arguments.save.write_text("".join(wrong), encoding="utf-8")
    return 0


def _show(results: list[Result], most: int) -> None:
    total = Counter(r.outcome for r in results)
    print("  ".join(f"{name} {count} ({count / len(results):.2%})" for name, count in total.most_common()))
    by_feature: dict[str, Counter[str]] = defaultdict(Counter)
    for result in results:
        for feature in result.features:
            by_feature[feature][result.outcome] += 1
    print(f"{'feature':28s}{'reports':>9s}{'same':>9s}{'silent':>9s}")
    for feature, counts in sorted(by_feature.items()):
        share = counts["same"] / counts.total()
        lost = (counts["silent"] + counts["crashed"]) / counts.total()
        print(f"{feature:28s}{counts.total():9d}{share:9.1%}{lost:9.1%}")
    for outcome in ("crashed", "silent", "refused", "told"):
        for result in [r for r in results if r.outcome == outcome][:most]:
            print(f"{outcome} {result.seed}", *(f"    {line[:400]}" for line in result.wrong[:4]), sep="\n")


if __name__ == "__main__":
    sys.exit(main())
