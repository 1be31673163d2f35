"""All that ``compare`` writes for two reports: how long it takes, how large report.html is, how soon it can be used.

    python bench/page.py [--rounds 7]

On the two reports of ``../shared/reports`` where that folder stands, else on the first two samples. Whole processes and
pictures are timed turn by turn, and the medians told. Exits 1 where a goal is missed: all files in under 3 s, the
pictures in at most twice the time in which pdfium draws the same pages, report.html under 5 MB and usable in under 1 s;
with 500 outcomes and 5,000 statements in each report (those of ``tests/test_many.py``), under 0.1 s a letter typed.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

import pypdfium2 as pdfium
import speed

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from test_many import grown, typed  # noqa: E402

from diff import compare_reports  # noqa: E402
from diff.judge import shipped_judge  # noqa: E402
from extract import read_report  # noqa: E402
from report.page.drawing import DPI, pages_of  # noqa: E402
from report.page.html import html_page  # noqa: E402

SECONDS, TIMES, MEGABYTES, USABLE, LETTER = 3.0, 2.0, 5.0, 1.0, 0.1
READY = (
    "(() => { const t = performance.getEntriesByType('navigation')[0]; return t.domContentLoadedEventEnd / 1000 })()"
)


def drawn(files: list[str]) -> int:
    """The pages of the files drawn by pdfium and by nothing else, at the size of our pictures; how many there are."""
    pages = 0
    for path in files:
        with pdfium.PdfDocument(path) as document:
            for page in document:
                page.render(scale=DPI / 72)
                pages += 1
    return pages


def pictures(files: list[str], rounds: int) -> tuple[float, int]:
    """How many times as long our pictures take as drawing alone, round by round; and the pages."""
    reports = [read_report(path) for path in files]
    ratios: list[float] = []
    pages = 0
    for _ in range(rounds + 1):
        start = perf_counter()
        made = [pages_of(report) for report in reports]
        ours = perf_counter() - start
        start = perf_counter()
        pages = drawn(files)
        ratios.append(ours / (perf_counter() - start))
        assert sum(len(one.pictures) for one in made) == pages, "every page has something on it"
    return median(ratios[1:]), pages  # the first warms up


def in_browser(page: Path, big: Path, rounds: int) -> tuple[float, list[float]]:
    """Seconds from opening a page in Chromium until its script has run, and for each letter typed into a big one."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("This needs Chromium.")
    found: list[float] = []
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(rounds):
            tab = browser.new_page(viewport={"width": 1280, "height": 900})
            tab.goto(page.as_uri())
            found.append(float(tab.evaluate(READY)))
            tab.close()
        tab = browser.new_page(viewport={"width": 1280, "height": 900})
        tab.goto(big.as_uri())
        tab.wait_for_timeout(2000)
        word = "moorside"
        letters = [typed(tab, word[:n]) for _ in range(rounds) for n in (*range(1, 9), *range(7, -1, -1))]
        browser.close()
    return median(found), letters


def main() -> int:
    """Measure and say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    sys.argv[1:] = []
    files = speed.pair()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        whole, without = [], []
        for _ in range(rounds):
            whole.append(speed.timed("cli.py", "compare", *files, "-o", str(out), "--quiet", "--no-cache"))
            without.append(
                speed.timed(
                    "cli.py", "compare", *files, "-o", str(out) + "-small", "--quiet", "--no-cache", "--no-pictures"
                )
            )
        page = out / "report.html"
        size = page.stat().st_size / 1e6
        samples = [read_report(path) for path in sorted((ROOT / "data" / "raw").glob("*.pdf"))[:2]]
        big = Path(folder) / "big.html"
        big.write_text(
            html_page(grown(compare_reports(*samples, judge=shipped_judge("lexical"))), "0"), encoding="utf-8"
        )
        ready, letters = in_browser(page, big, rounds)
    times, pages = pictures(files, rounds)
    print(f"{' and '.join(Path(f).name for f in files)}, {pages} pages, medians of {rounds} rounds")
    print(f"compare, all files            {median(whole):.2f} s (asked: under {SECONDS:g})")
    print(f"  without pictures            {median(without):.2f} s")
    print(f"pictures / drawing alone      {times:.2f} (asked: at most {TIMES:g})")
    print(f"report.html                   {size:.2f} MB (asked: under {MEGABYTES:g})")
    print(f"usable in Chromium after      {ready:.2f} s (asked: under {USABLE:g})")
    print(
        f"a letter typed, 500 outcomes  {median(letters) * 1000:.0f} ms, at most {max(letters) * 1000:.0f} "
        f"(asked: under {LETTER * 1000:.0f})"
    )
    slow = median(whole) > SECONDS or times > TIMES or ready > USABLE or median(letters) > LETTER
    return int(slow or size > MEGABYTES)


if __name__ == "__main__":
    sys.exit(main())
