"""``compare`` as a whole process beside a six-line pdfplumber script on the same pages, in one run, turn by turn.

    python bench/speed.py [EARLIER.pdf LATER.pdf]

Prints the median seconds of each and their ratios; exits 1 where ``compare`` with the lexical judge, which reads and
writes all that ``compare`` does but runs no encoder, is the slower. Without arguments the two
reports are those of ``../shared/reports`` where that folder stands, else the first two samples.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).parent.parent
TURNS = 7
CAMELOT = """
import sys, camelot
for path in sys.argv[1:]:
    camelot.read_pdf(path, pages="all", flavor="lattice")
"""
PLAIN = """
import sys, pdfplumber
for path in sys.argv[1:]:
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_tables()
"""


def timed(*command: str) -> float:
    """Seconds that a whole process takes, from its start to its end."""
    start = perf_counter()
    subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return perf_counter() - start


def pair() -> list[str]:
    """The two reports to read."""
    if len(sys.argv) > 2:
        return sys.argv[1:3]
    shared = sorted((ROOT.parent / "shared" / "reports").glob("standing-together-priority-2-20??.pdf"))
    return [str(path) for path in (shared or sorted((ROOT / "data" / "raw").glob("*.pdf"))[:2])]


def main() -> int:
    """Measure and say."""
    files = pair()
    ours: list[float] = []
    lexical: list[float] = []
    theirs: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(TURNS):
            command = "cli.py", "compare", *files, "-o", f"{folder}/{turn}", "--quiet", "--no-cache"
            ours.append(timed(*command))
            lexical.append(timed(*command, "--judge", "lexical"))
            theirs.append(timed("-c", PLAIN, *files))
    lattice = timed("-c", CAMELOT, *files)  # once: it is slow, and no figure hangs on it
    ratio, plain = median(ours) / median(theirs), median(lexical) / median(theirs)
    print(f"{' and '.join(Path(f).name for f in files)}, median of {TURNS} whole processes, turn by turn")
    print(f"evidence-trail compare     {median(ours):.2f} s")
    print(f"  with --judge lexical     {median(lexical):.2f} s")
    print(f"pdfplumber extract_tables  {median(theirs):.2f} s")
    print(f"camelot lattice, once      {lattice:.2f} s")
    print(f"compare / extract_tables   {ratio:.2f}; with --judge lexical {plain:.2f}")
    return int(plain > 1)


if __name__ == "__main__":
    sys.exit(main())
