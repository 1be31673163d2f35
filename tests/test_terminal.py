"""The view in a terminal: what fits its window, all of it in a pipe, nothing by colour alone."""

from __future__ import annotations

import fcntl
import json
import os
import re
import struct
import subprocess
import sys
import termios
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path

import pytest
from conftest import PARSED, ROOT, Run, sample_pdf
from rich.console import Console

from diff import Comparison, compare_reports
from diff.mentions import _singular
from extract.report import Report
from report import words
from report.screen import Columns, one_line
from report.terminal import show_comparison

FOLDERS = PARSED / "estuary-and-moors-2024", PARSED / "estuary-and-moors-2025"
_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")
_COLOUR = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;\d+)*m")


@dataclass(frozen=True)
class Screen:
    """What a program wrote to a terminal of a size."""

    raw: str

    @property
    def lines(self) -> list[str]:
        return _CODES.sub("", self.raw).rstrip("\n").split("\n")

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.lines).split())


def in_terminal(folder: Path, width: int, height: int, *options: str, **more: str) -> Screen:
    """``diff`` of two samples in a real pseudo-terminal of so many columns and lines."""
    return typed(folder, width, height, "diff", *map(str, FOLDERS), "--judge", "lexical", *options, **more)


def typed(folder: Path, width: int, height: int, *arguments: str, **more: str) -> Screen:
    """The program in a real pseudo-terminal of so many columns and lines."""
    parent, child = os.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
    kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR")}
    command = [sys.executable, str(ROOT / "cli.py"), *arguments]
    with subprocess.Popen(
        command, cwd=folder, stdin=child, stdout=child, stderr=child, env={**kept, "TERM": "xterm-256color", **more}
    ) as process:
        os.close(child)
        raw = b""
        try:
            while block := os.read(parent, 65536):
                raw += block
        except OSError:  # Linux says so where the other end has been closed
            pass
        os.close(parent)
        assert process.wait(timeout=120) == 0, raw.decode()
    return Screen(raw.decode())


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Screen:
    return in_terminal(tmp_path_factory.mktemp("wide"), 80, 24)


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Screen:
    return in_terminal(tmp_path_factory.mktemp("narrow"), 50, 24)


@pytest.fixture(scope="module")
def pair(reports: tuple[Report, ...]) -> Comparison:
    return compare_reports(*reports[:2])


def shown(comparison: Comparison, width: int, height: int, *, terminal: bool = True) -> list[str]:
    console = Console(width=width, height=height, force_terminal=terminal, no_color=True, file=StringIO())
    with console.capture() as capture:
        show_comparison(comparison, console, "out/report.html")
    return _CODES.sub("", capture.get()).rstrip("\n").split("\n")


def test_a_window_of_80_by_24_shows_it_on_one_screen(wide: Screen) -> None:
    assert len(wide.lines) <= 23, "a line is left for the prompt"
    assert max(map(len, wide.lines)) <= 80
    assert wide.lines[0].startswith("Last year  12 June 2024: Safer and Fairer")
    assert wide.lines[1].startswith("This year  18 June 2025: Safer and Fairer")
    assert "The outcomes column of last year’s report" in wide.text
    assert re.search(r"20 outcomes \(\? \d+ to check before quoting\)", wide.text)
    assert re.search(rf"\d+ {words.STATUS['kept']}", wide.text)
    assert re.search(r"Outcome\s+Last year\s+This year\s+Mentions", wide.text)
    assert re.search(r"\? \d\. .* p\. \d .*\w \d+ → \d+", wide.text)
    assert re.search(r"\d+ more outcomes in comparison/report\.html", wide.text)


def test_what_matters_most_comes_first(wide: Screen) -> None:
    places = [
        wide.text.index(said)
        for said in (
            "Last year",
            "The outcomes column",
            "20 outcomes",
            "Outcome Last year",
            "more outcomes",
            "Written to",
        )
    ]
    assert places == sorted(places)
    assert wide.lines[-1] == "Open in a browser: comparison/report.html"
    assert re.search(r"Written to comparison: .*outcomes\.csv, .*parsed/", wide.text)


def test_a_narrow_window_has_a_list(narrow: Screen) -> None:
    assert max(map(len, narrow.lines)) <= 50
    assert "Outcome  " not in narrow.text
    found = r"Last year: p\. \d\. This year: (?:p\. \d.*|none\.) Mentions: \w+ \d+ → \d+\."
    assert re.search(rf"[?•] \d\. .* {found}", narrow.text)
    assert re.search(r"\d+ more outcomes in comparison/report\.html", narrow.text)
    assert narrow.lines[-1] == "Open in a browser: comparison/report.html"


def test_no_color_is_honoured_and_nothing_is_lost_by_it(wide: Screen, tmp_path: Path) -> None:
    grey = in_terminal(tmp_path, 80, 24, NO_COLOR="1")
    assert _COLOUR.search(wide.raw)
    assert not _COLOUR.search(grey.raw)
    assert grey.lines == wide.lines


def test_a_pipe_gets_everything_without_codes(run: Run) -> None:
    done = run("diff", *FOLDERS, "--judge", "lexical")
    text = " ".join(done.stdout.split())
    assert "\x1b" not in done.stdout
    assert not re.search(r" +$", done.stdout, re.M)
    assert "…" not in done.stdout.replace("…”", "").replace("“…", "")
    assert "in comparison/report.html" not in text, "nothing is left out"
    assert len(re.findall(r"^[?•] \d\w?\. ", done.stdout, re.M)) == 20
    assert text.count(words.REVIEW + ".") == int(re.search(r"\(\? (\d+) to check", text)[1])  # type: ignore[index]
    assert "Open in a browser" not in done.stdout
    assert done.stderr.strip().endswith("comparison/report.html")


def test_quiet_says_nothing(run: Run, tmp_path: Path) -> None:
    done = run("diff", *FOLDERS, "--judge", "lexical", "--quiet")
    assert (done.stdout, done.stderr) == ("", "")
    assert (tmp_path / "comparison" / "report.html").exists()
    assert in_terminal(tmp_path, 80, 24, "--quiet").text == ""


def test_json_is_all_that_a_terminal_shows_with_json(tmp_path: Path) -> None:
    value = json.loads("\n".join(in_terminal(tmp_path, 80, 24, "--json").lines))
    assert value["schema"] == "evidence-trail/1"


@pytest.mark.parametrize(("width", "height"), [(70, 24), (80, 24), (100, 30), (120, 40), (200, 60)])
def test_it_fits_and_uses_the_window(pair: Comparison, width: int, height: int) -> None:
    lines = shown(pair, width, height)
    assert len(lines) <= height - 5
    assert max(map(len, lines)) <= width
    left = re.search(r"(\d+) more outcomes? in out/report\.html", "\n".join(lines))
    assert left is None or len(lines) >= height - 8, "rows fill the window before any is left out"


def test_a_high_window_shows_every_outcome_and_leaves_nothing_to_the_page(pair: Comparison) -> None:
    lines = shown(pair, 120, 90)
    assert not any("more" in line and "report.html" in line for line in lines)
    assert sum(bool(re.match(r"[? ] \d\. ", line)) for line in lines) == 20


def test_what_was_lost_is_told_before_what_is_there(pair: Comparison) -> None:
    lines = shown(pair, 120, 40)
    rows = [line for line in lines if line in {words.STATUS[s] for s in words.ORDER}]
    assert rows[0] == words.STATUS["lost"]
    assert [words.STATUS[s] for s in words.ORDER if words.STATUS[s] in rows] == rows
    low = " ".join(" ".join(shown(pair, 80, 24)).split())
    assert re.search(rf"{words.STATUS['lost']} \? 4\. Prosecute those .* p\. 7 – waste 3 → 0", low)


def test_a_low_window_still_shows_some_of_each(pair: Comparison) -> None:
    lines = shown(pair, 80, 10)
    assert any(re.match(r" ?\d+ ", line) for line in lines), "counts"
    assert any(re.match(r"[? ] \d\. ", line) for line in lines), "rows"
    assert any("more outcomes in out/report.html" in line for line in lines)


def test_every_status_stands_in_words(pair: Comparison) -> None:
    lines = shown(pair, 120, 90)
    rows = [line for line in lines if re.match(r"[? ] \d\. ", line)]
    start = next(n for n, line in enumerate(lines) if line.startswith("20 outcomes"))
    rest = [line for line in lines[start:] if line not in rows]
    for outcome in pair.pairs[0].outcomes:
        assert words.STATUS[outcome.status] in [line.strip() for line in rest]
    codes = r"\b(?:kept|gained|lost|dropped|direct|partial)\b"
    assert not re.search(codes, "\n".join(rest)), "codes are never shown"
    assert not any(re.search(codes, line[80:]) for line in rows)


def test_of_three_reports_the_last_two_get_the_room(reports: tuple[Report, ...]) -> None:
    run_of_three = compare_reports(*reports)
    lines = shown(run_of_three, 120, 40)
    assert len(lines) <= 35
    assert sum(line.startswith("Last year  ") for line in lines) == 2
    assert sum("Mentions" in line for line in lines) == 1
    low = shown(run_of_three, 80, 24)
    assert len(low) <= 20, "with the files written and a prompt, it is one screen"
    everything = shown(run_of_three, 80, 24, terminal=False)
    assert sum(bool(re.match(r"[?•] \d\w?\.? [A-Z]", line)) for line in everything) == 41


def test_mentions_give_way_to_the_outcome(pair: Comparison) -> None:
    outcomes = pair.pairs[0].outcomes
    assert Columns.of(outcomes, 120).mentions > 0
    assert Columns.of(outcomes, 50).mentions == 0


def test_markup_and_emoji_codes_are_text(pair: Comparison) -> None:
    first = pair.pairs[0]
    outcome = replace(first.outcomes[0], text="Open [bold]two[/bold] :smile: homes\x07")
    changed = replace(pair, pairs=(replace(first, outcomes=(outcome,)),))
    for terminal in (True, False):
        text = "\n".join(shown(changed, 120, 40, terminal=terminal))
        assert "Open [bold]two[/bold] :smile: homes" in text
        assert "\x07" not in text
        assert "1 outcome (" in text
    assert one_line("a\nb").plain == "a b"


@pytest.mark.parametrize(
    ("word", "one"),
    [("witnesses", "witness"), ("branches", "branch"), ("boxes", "box"), ("houses", "house"), ("status", "status")],
)
def test_words_are_counted_without_the_end_of_their_plural(word: str, one: str) -> None:
    assert _singular(word) == one


def test_a_long_reading_is_followed_page_by_page(tmp_path: Path) -> None:
    said = typed(tmp_path, 100, 24, "extract", str(sample_pdf("2024")), "-o", "out", "--no-cache").text
    assert re.search(r"Reading estuary-and-moors-2024\.pdf: page \d of 9", said)
