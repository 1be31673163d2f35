"""How long the program takes to say anything, and ``extract`` to be imported: whole processes, medians of 15.

    python bench/startup.py

Exits 1 where the help takes 150 ms or more, or importing ``read_report`` 120 ms more than Python itself.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).parent.parent
TURNS = 15
HELP, IMPORT = 150, 120  # ms


def timed(*command: str) -> float:
    """Milliseconds of a whole process."""
    start = perf_counter()
    subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    return 1000 * (perf_counter() - start)


def main() -> int:
    """Measure and say."""
    turns = [
        (timed("-c", "pass"), timed("cli.py", "--help"), timed("-c", "import extract"),
         timed("-c", "from extract import read_report"))
        for _ in range(TURNS)
    ]  # fmt: skip
    python, told, room, reader = (median(column) for column in zip(*turns, strict=True))
    print(f"Python itself                    {python:4.0f} ms")
    print(f"evidence-trail --help            {told:4.0f} ms (asked: under {HELP})")
    print(f"import extract                   {room:4.0f} ms, {room - python:.0f} of them its own")
    own = reader - python
    print(f"from extract import read_report  {reader:4.0f} ms, {own:.0f} of them its own (asked: under {IMPORT})")
    return int(told >= HELP or own >= IMPORT)


if __name__ == "__main__":
    sys.exit(main())
