"""How memory and time grow with the pages of a report: is memory bounded, is time in proportion?

    python bench/growth.py [--pages 10,30,100,300,600,1000] [--roads tagged,untagged]

The long reports are typeset by typst from the samples' rows, every item told apart by a number, with a banner and page
numbers, in a folder that is gone afterwards. Each is read in a process of its own, which tells the processor's seconds
for ``read_report`` (imports done, a sample read to warm up) and the most memory it ever held. Exits 1 where 600 pages
take 300 MB or more, or where a page of 1,000 takes more than half as long again as a page of 100.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path
from time import process_time

ROOT = Path(__file__).parent.parent
PAGES, ROADS = (10, 30, 100, 300, 600, 1000), ("tagged", "untagged")
MEMORY, AT = 300, 600  # MB that a report of so many pages may take
GROWTH, FROM, TO = 1.5, 100, 1000  # times as long that a page may take in the longer of two reports
ROWS_A_PAGE = 1.55  # at least as many as make a page; what is more than the pages asked for is not read
HEAD = """#set page(width: 29.7cm, height: 21cm, margin: 2cm, header: [Safer and Fairer: progress],
  footer: context align(center)[#counter(page).display()])
#set text(size: 11pt, hyphenate: false)
= Progress report
#table(columns: (1.2cm, 4.5cm, 7cm, 12cm), stroke: 1pt,
table.header([*No.*], [*You asked us*], [*Key outcomes*], [*Progress update*]),
"""
Figures = dict[str, float]


def source(rows: int, start: int = 0) -> Iterator[str]:
    """A report of so many rows, numbered from ``start`` on in their texts, in typst's markup, piece by piece."""
    from extract import read_parsed

    samples = [read_parsed(path) for path in sorted((ROOT / "data" / "parsed").iterdir())]
    promises = [(report, commitment) for report in samples for commitment in report.commitments]
    yield HEAD
    for n in range(1, rows + 1):
        report, commitment = promises[(start + n) % len(promises)]
        numbers = count(1)
        yield f"[{n}.], [#{_quoted(commitment.title)} ({start + n})],\n"
        for role in ("outcome", "progress"):
            texts = [i.text for i in report.items if (i.commitment, i.role) == (commitment.id, role)]
            items = "\n".join(f"- #{_quoted(f'Item {start + n}.{next(numbers)}: {text}')}" for text in texts)
            yield f"[\n{items}\n],\n"
    yield ")"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def typeset(pages: int, road: str, path: str) -> None:
    """Write a report of at least so many pages."""
    import typst

    markup = "".join(source(round(pages * ROWS_A_PAGE) + 2))
    tags = {} if road == "tagged" else {"pdf_tags": False}
    Path(path).write_bytes(typst.compile(markup.encode(), ignore_system_fonts=True, **tags))


def read(pages: int, path: str) -> Figures:
    """Read the first pages once, in this process, and tell what that took."""
    from extract import read_report

    read_report(next((ROOT / "data" / "raw").glob("*.pdf")))
    start = process_time()
    report = read_report(path, pages=range(1, pages + 1))
    seconds = process_time() - start
    assert report.ledger.unowned == 0, "words of the long report are in no item"
    return {"ms a page": 1000 * seconds / pages, "MB": peak_memory()}


def peak_memory() -> float:
    """The most memory that this process ever held, in MB. Linux's own count starts anew with a program; the other
    one may start with its parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(road: str, sizes: Sequence[int]) -> dict[int, Figures]:
    """Figures by number of pages."""
    found: dict[int, Figures] = {}
    with tempfile.TemporaryDirectory() as folder:
        for pages in sizes:
            path = f"{folder}/{pages}.pdf"
            _alone("--typeset", str(pages), road, path)
            found[pages] = json.loads(_alone("--read", str(pages), path))
            Path(path).unlink()
    return found


def _alone(*arguments: str) -> str:
    """This script in a process of its own."""
    command = [sys.executable, __file__, *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT).stdout


def growth(figures: dict[int, Figures]) -> float:
    """How many times as long a page of the longer report takes as one of the shorter."""
    return figures[TO]["ms a page"] / figures[FROM]["ms a page"] if {FROM, TO} <= figures.keys() else 1.0


def missed(figures: dict[int, Figures]) -> bool:
    """Whether memory or growth is beyond what it may be."""
    return (AT in figures and figures[AT]["MB"] >= MEMORY) or growth(figures) > GROWTH


def tell(road: str, figures: dict[int, Figures]) -> None:
    """Print one road's figures."""
    print(f"\n{road}\n{'pages':>8s}{'ms a page':>12s}{'MB':>8s}")
    for pages, said in figures.items():
        print(f"{pages:8d}{said['ms a page']:12.1f}{said['MB']:8.0f}")


def main() -> int:
    """Measure and say."""
    sys.path.insert(0, str(ROOT))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", default=",".join(map(str, PAGES)))
    parser.add_argument("--roads", default=",".join(ROADS))
    parser.add_argument("--typeset", nargs=3, help=argparse.SUPPRESS)
    parser.add_argument("--read", nargs=2, help=argparse.SUPPRESS)
    said = parser.parse_args()
    if said.typeset:
        typeset(int(said.typeset[0]), *said.typeset[1:])
    elif said.read:
        print(json.dumps(read(int(said.read[0]), said.read[1])))
    else:
        found = {road: measured(road, [int(n) for n in said.pages.split(",")]) for road in said.roads.split(",")}
        for road, figures in found.items():
            tell(road, figures)
        return int(any(map(missed, found.values())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
