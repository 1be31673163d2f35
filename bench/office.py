"""How long report.xlsx and briefing.docx take, imports and all, in a new process each.

    python bench/office.py [EARLIER.pdf LATER.pdf]

Prints the median seconds of processor time of each and of both, so that a busy machine tells the same. Without
arguments the two reports are those of ``../shared/reports`` where that folder stands, else the first two samples.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

TURNS = 9
#: A process that has read and compared, as `compare` has when it comes to write: what it has imported is not counted.
MAKE = """
import pickle, sys
from pathlib import Path
from time import process_time
comparison = pickle.loads(Path(sys.argv[1]).read_bytes())
from report.page.html import html_page
start = process_time()
if sys.argv[2] == "report.xlsx":
    from report.office.workbook import workbook_bytes
    workbook_bytes(comparison, "0")
else:
    from report.office.briefing import briefing_bytes
    briefing_bytes(comparison, "0")
print(process_time() - start)
"""


def seconds(compared: Path, name: str) -> float:
    """The median of the seconds that one file takes."""
    command = [sys.executable, "-c", MAKE, str(compared), name]
    runs = (subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT) for _ in range(TURNS))
    return median(float(run.stdout) for run in runs)


def main() -> None:
    """Measure and say."""
    from diff import compare_reports
    from extract import read_report

    shared = sorted((ROOT.parent / "shared" / "reports").glob("standing-together-priority-2-20??.pdf"))
    files = sys.argv[1:3] or shared or sorted((ROOT / "data" / "raw").glob("*.pdf"))[:2]
    comparison = compare_reports(*(read_report(Path(file)) for file in files))
    with tempfile.TemporaryDirectory() as folder:
        compared = Path(folder) / "comparison"
        compared.write_bytes(pickle.dumps(comparison))
        taken = {name: seconds(compared, name) for name in ("report.xlsx", "briefing.docx")}
    print(f"{' and '.join(Path(file).name for file in files)}, median of {TURNS} new processes each, processor time")
    for name, time in taken.items():
        print(f"{name:<14}{time:.2f} s")
    print(f"{'both':<14}{sum(taken.values()):.2f} s")


if __name__ == "__main__":
    main()
