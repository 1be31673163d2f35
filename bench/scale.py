"""What many reports cost: one job beside two, the memory of the process that outlives the others, pages a second.

    python bench/scale.py [--count 1000] [--pages 8] [--also 1,10,100,2000]

The reports are the samples' rows with every item told apart by a number, so no two hold the same text; typst sets them
first. ``extract`` then reads all of them as a user starts it, with nothing remembered, one at a time and two;
and pdfplumber's ``extract_tables`` reads some of them in one process and, as fairly, shared between two. The memory is
that of the first process alone, which must outlive the others. Exits 1 where two at a time are less than 1.8 times as
fast as one, or where memory grows by more than a tenth from 100 reports on.
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


def first(count: int, paths: Sequence[Path], place: Path) -> Path:
    """A folder of the first files."""
    folder = place / f"first-{count}"
    folder.mkdir()
    for path in paths[:count]:
        (folder / path.name).symlink_to(path)
    return folder


def main() -> int:
    """Measure and say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--pages", type=int, default=8)
    parser.add_argument("--also", default="1,10,100,2000", help="further counts, read by two jobs")
    said = parser.parse_args()
    also = [int(count) for count in said.also.split(",") if count]
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        pdfs = place / "pdfs"
        pdfs.mkdir()
        most = max(said.count, *also)
        with ProcessPoolExecutor() as pool:
            counts = list(pool.map(typeset, range(most), [said.pages] * most, [str(pdfs)] * most))
        paths = sorted(pdfs.iterdir())
        these = first(said.count, paths, place)
        alone, _ = extracted(these, place / "one", 1)
        together, held = extracted(these, place / "two", 2)
        cache = place / "cache"
        extracted(these, place / "kept", 2, cache)
        again, _ = extracted(these, place / "again", 2, cache)
        out = sum(path.stat().st_size for path in (place / "kept").rglob("*") if path.is_file())
        kept = sum(path.stat().st_size for path in cache.iterdir())
        others = {count: extracted(first(count, paths, place), place / f"out-{count}", 2) for count in also}
        peer = paths[:PEER]
        plumber = {1: plumbed(peer, 1), 2: plumbed(peer, 2)}
    pages, theirs = sum(counts[: said.count]), sum(counts[:PEER])
    print(f"{said.count} reports, {pages} pages")
    for jobs, took in ((1, alone), (2, together)):
        fast, slow = pages / took, theirs / plumber[jobs]
        print(
            f"{jobs} at a time{took:8.1f} s{fast:6.0f} pages/s; pdfplumber {slow:5.1f} pages/s: {fast / slow:.1f} times"
        )
    print(f"two at a time are {alone / together:.2f} times as fast as one")
    print(f"again, from the cache, {again:.1f} s; results {out / said.count / 1000:.0f} kB a report, ", end="")
    print(f"cache {kept / said.count / 1000:.0f} kB")
    for count, (took, memory) in sorted({**others, said.count: (together, held)}.items()):
        print(
            f"{count:6d} reports{took:8.1f} s{1000 * took / count:7.0f} ms a report; the first process held {memory} MB"
        )
    little = others.get(100, (0.0, held))[1]
    return int(alone / together < FASTER or held > GROWTH * little)


if __name__ == "__main__":
    sys.exit(main())
