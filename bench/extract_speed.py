"""How long ours and its peers take to read the tables of the same pages, turn by turn, and what that makes as ratios.

    python bench/extract_speed.py [--rounds 7] [--only ours,tablers] [REPORT.pdf …]

Each tool lives in one process: it imports, reads everything once to warm up, and then waits to be asked for a round.
The rounds go in turn from tool to tool, so that what else the machine does hits all alike, and last a second or more: a
quick tool reads everything several times. The ratios are medians over the rounds of ours to theirs in the same round.
Without arguments the pages are the 25 of the two reports in ``../shared/reports``, where that folder stands, else the
samples.
Ours is what the wheel installs, its reading compiled (``make compiled``); ``source`` is the same code as it stands.
Exits 1 where ours takes more than 1/15 of pdfplumber's time or 1/50 of camelot lattice's.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

ROOT = Path(__file__).parent.parent
Read = Callable[[str], object]
Times = dict[str, list[dict[str, float]]]  # by tool, a round each
COMPILED = ROOT / "build" / "compiled"
OURS, SOURCE, FLOOR = "ours", "source", "floor"
ROUND = 1.0  # seconds that a round lasts at least
EVERY = {"lattice": 3}  # rounds of which this tool does one: it is slow
GOALS = {"pdfplumber": 15.0, "lattice": 50.0}  # times that theirs takes longer than ours, at least
BEYOND = {"tablers": 1.0, FLOOR: 0.5}


def ours() -> Read:
    if not (COMPILED / ".ready").exists():
        raise SystemExit("The reading is not compiled yet: make compiled.")
    return _read_report(COMPILED, ".so")


def source() -> Read:
    return _read_report(ROOT, ".py")


def _read_report(tree: Path, suffix: str) -> Read:
    """Our reading as it lies in a folder; ``suffix`` is how the file of a module that can be compiled ends there."""
    sys.path.insert(0, str(tree))
    from extract import calls, read_report, words

    assert Path(words.__file__).is_relative_to(tree), words.__file__
    assert Path(words.__file__).suffix == suffix, words.__file__
    assert calls.COMPILED is (suffix == ".so"), suffix
    return read_report


def floor() -> Read:
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    def objects(page: pdfium.PdfPage) -> list[tuple[str, int]]:
        text, buffer = page.get_textpage(), (ctypes.c_ushort * 4096)()
        found: list[tuple[str, int]] = []
        for i in range(raw.FPDFPage_CountObjects(page.raw)):
            thing = raw.FPDFPage_GetObject(page.raw, i)
            if raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_TEXT:
                size = raw.FPDFTextObj_GetText(thing, text.raw, buffer, 8192)
                said = ctypes.string_at(buffer, max(size - 2, 0)).decode("utf-16-le", "surrogatepass")
                found.append((said, raw.FPDFPageObj_GetMarkedContentID(thing)))
        text.close()
        return found

    def read(path: str) -> object:
        with pdfium.PdfDocument(path) as document:
            return [objects(page) for page in document]

    return read


def tablers() -> Read:
    from tablers import Document, find_tables

    def read(path: str) -> object:
        with Document(path) as document:
            return [
                [[cell.text for cell in table.cells] for table in find_tables(page, extract_text=True)]
                for page in document.pages()
            ]

    return read


def pdfplumber() -> Read:
    import pdfplumber

    def read(path: str) -> object:
        with pdfplumber.open(path) as document:
            return [page.extract_tables() for page in document.pages]

    return read


def lattice() -> Read:
    import camelot

    return lambda path: camelot.read_pdf(path, pages="all", flavor="lattice")


TOOLS: dict[str, Callable[[], Read]] = {
    OURS: ours, SOURCE: source, FLOOR: floor, "tablers": tablers, "pdfplumber": pdfplumber, "lattice": lattice,
}  # fmt: skip


def serve(name: str, files: Sequence[str]) -> None:
    """Be a tool: read everything to warm up, then again for each line that comes in, and say how long that took.

    A round lasts a second at least: a quick tool reads everything several times, since a fifth of a second tells more
    of what else the machine does than of the tool.
    """
    read = TOOLS[name]()
    for _ in chain(["warm up"], sys.stdin):
        wall, processor, times = perf_counter(), process_time(), 0
        while not times or perf_counter() - wall < ROUND:
            for path in files:
                read(path)
            times += 1
        took = {"wall": perf_counter() - wall, "processor": process_time() - processor}
        print(json.dumps({clock: seconds / times for clock, seconds in took.items()}), flush=True)


class Worker:
    """A tool in a process of its own, which reads the files when it is asked to."""

    def __init__(self, name: str, files: Sequence[str]) -> None:
        command = [sys.executable, __file__, "--worker", name, *files]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        self._answer()

    def round(self) -> dict[str, float]:
        """Seconds that one more reading took, by the clock and of the processor."""
        assert self._process.stdin is not None
        print(file=self._process.stdin, flush=True)
        return self._answer()

    def _answer(self) -> dict[str, float]:
        assert self._process.stdout is not None
        answer = self._process.stdout.readline()
        if not answer:
            raise SystemExit(f"a tool's process ended: {' '.join(map(str, self._process.args))}")
        return dict(json.loads(answer))

    def end(self) -> None:
        """Let the process end."""
        self._process.communicate()


def measured(names: Sequence[str], files: Sequence[str], rounds: int) -> Times:
    """Each tool's rounds, taken in turn; a slow tool's are repeated so that each round of ours has its neighbour."""
    workers = {name: Worker(name, files) for name in names}
    times: Times = {name: [] for name in names}
    for n in range(rounds):
        for name, worker in workers.items():
            again = n % EVERY.get(name, 1) == 0
            times[name].append(worker.round() if again else times[name][-1])
    for worker in workers.values():
        worker.end()
    return times


def ratio(times: Times, name: str, clock: str = "wall") -> float:
    """How many times as long a tool takes as ours: the median over the rounds."""
    return median(theirs[clock] / own[clock] for theirs, own in zip(times[name], times[OURS], strict=True))


def missed(times: Times) -> list[str]:
    """The peers that are not as far behind as they should be."""
    return [name for name, goal in GOALS.items() if name in times and ratio(times, name) < goal]


def pair() -> list[str]:
    """The reports to read where none are named."""
    shared = sorted((ROOT.parent / "shared" / "reports").glob("standing-together-priority-2-20??.pdf"))
    return [str(path) for path in (shared or sorted((ROOT / "data" / "raw").glob("*.pdf")))]


def main() -> int:
    """Measure and say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", metavar="REPORT.pdf")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", default=",".join(TOOLS), help="tools, with commas between")
    parser.add_argument("--worker", choices=TOOLS, help=argparse.SUPPRESS)
    said = parser.parse_args()
    files = said.files or pair()
    if said.worker:
        serve(said.worker, files)
        return 0
    times = measured([name for name in TOOLS if name in said.only.split(",")], files, said.rounds)
    tell(times, files)
    return int(bool(missed(times)))


def tell(times: Times, files: Sequence[str]) -> None:
    """Print medians and ratios."""
    print(f"{', '.join(Path(f).name for f in files)}: median of {len(times[OURS])} rounds, tool by tool in turn")
    print(f"{'':12s}{'ms':>8s}{'× ours':>9s}{'(processor)':>13s}   goal")
    for name in times:
        goal = GOALS.get(name, BEYOND.get(name))
        said = f"at least {goal:g}{' (beyond)' if name in BEYOND else ''}" if goal else ""
        milliseconds = 1000 * median(t["wall"] for t in times[name])
        print(f"{name:12s}{milliseconds:8.0f}{ratio(times, name):9.2f}{ratio(times, name, 'processor'):13.2f}   {said}")


if __name__ == "__main__":
    sys.exit(main())
