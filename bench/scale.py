"""What many reports cost: one job beside two, the memory of the process that outlives the others, pages a second.

    python bench/scale.py [--count 1000] [--pages 8] [--turns 1]

The reports are the samples' rows with every item told apart by a number, so no two hold the same text; typst sets them
first. ``extract`` then reads all of them as a user starts it, with nothing remembered, by one job and by two in turn;
and pdfplumber's ``extract_tables`` reads some of them in one process and, as fairly, shared between two. The memory is
that of the first process alone, at a tenth of the reports and at all of them. Exits 1 where two jobs are less than 1.8
times as fast as one, or where memory grows by more than a tenth.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

FASTER, GROWTH = 1.8, 1.1
PEER = 40  # reports that pdfplumber reads: it is slow, and each is like the next
RUN = """
import sys
sys.path.insert(0, {root!r})
from cli import run
try:
    run()
finally:
    most = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(int(most.split()[1]) // 1024)
"""
PLUMBER = """
import sys, pdfplumber
for path in sys.argv[1:]:
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_tables()
"""


def typeset(n: int, pages: int, folder: str) -> int:
    """Write the report of that number; returns its pages."""
    import pypdfium2
    import typst

    from bench.growth import ROWS_A_PAGE, source

    markup = "".join(source(round(pages * ROWS_A_PAGE * 0.8), start=n * 1000))
    path = Path(folder) / f"plan-{n:05}.pdf"
    path.write_bytes(typst.compile(markup.encode(), ignore_system_fonts=True))
    return len(pypdfium2.PdfDocument(path))


def extracted(folder: Path, out: Path, jobs: int, cache: Path | None = None) -> tuple[float, int]:
    """Seconds of a whole ``extract``, and the MB that its first process ever held."""
    command = [sys.executable, "-c", RUN.format(root=str(ROOT)), "extract", str(folder), "-o", str(out), "-q"]
    kept = ["--jobs", str(jobs), *([] if cache else ["--no-cache"])]
    start = perf_counter()
    done = subprocess.run(
        [*command, *kept], check=True, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "EVIDENCE_TRAIL_CACHE": str(cache)},
    )  # fmt: skip
    return perf_counter() - start, int(done.stdout)


def plumbed(paths: Sequence[Path], processes: int) -> float:
    """Seconds that pdfplumber takes, its share of the files in each of so many processes."""
    shares = [[str(path) for path in paths[n::processes]] for n in range(processes)]
    start = perf_counter()
    running = [subprocess.Popen([sys.executable, "-c", PLUMBER, *share]) for share in shares]
    assert all(process.wait() == 0 for process in running)
    return perf_counter() - start


def main() -> int:
    """Measure and say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--pages", type=int, default=8)
    parser.add_argument("--turns", type=int, default=1)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        pdfs = Path(place) / "pdfs"
        pdfs.mkdir()
        few = Path(place) / "few"
        few.mkdir()
        with ProcessPoolExecutor() as pool:
            counts = list(pool.map(typeset, range(said.count), [said.pages] * said.count, [str(pdfs)] * said.count))
        paths = sorted(pdfs.iterdir())
        for path in paths[: said.count // 10]:
            (few / path.name).symlink_to(path)
        _, little = extracted(few, Path(place) / "out-few", 2)
        one, two = [], []
        for turn in range(said.turns):
            one.append(extracted(pdfs, Path(place) / f"one-{turn}", 1)[0])
            took, most = extracted(pdfs, Path(place) / f"two-{turn}", 2)
            two.append(took)
        cache = Path(place) / "cache"
        extracted(pdfs, Path(place) / "first", 2, cache)
        again, _ = extracted(pdfs, Path(place) / "again", 2, cache)
        peer = paths[:PEER]
        alone, shared = plumbed(peer, 1), plumbed(peer, 2)
        out = sum(path.stat().st_size for path in (Path(place) / "first").rglob("*") if path.is_file())
        kept = sum(path.stat().st_size for path in cache.iterdir())
    pages, theirs = sum(counts), sum(counts[:PEER])
    print(f"{said.count} reports, {pages} pages")
    for name, ours, other in (("one job", median(one), alone), ("two jobs", median(two), shared)):
        fast, plumber = pages / ours, theirs / other
        print(
            f"{name:9s}{ours:7.1f} s {fast:6.0f} pages a second; pdfplumber {plumber:5.1f}: {fast / plumber:.1f} times"
        )
    print(f"two jobs are {median(one) / median(two):.2f} times as fast as one")
    print(f"again, from the cache {again:.1f} s")
    print(f"memory of the first process: {little} MB at {said.count // 10} reports, {most} MB at {said.count}")
    print(f"results {out / said.count / 1000:.0f} kB a report, cache {kept / said.count / 1000:.0f} kB")
    return int(median(one) / median(two) < FASTER or most > GROWTH * little)


if __name__ == "__main__":
    sys.exit(main())
