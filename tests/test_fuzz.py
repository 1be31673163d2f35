"""Files and texts that nobody would write: each is read, or refused in a sentence, and shown as nothing but text."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import tempfile
from dataclasses import replace
from html.parser import HTMLParser
from itertools import cycle
from pathlib import Path

import openpyxl
import pytest
from conftest import PARSED, ROOT
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from diff import Comparison, compare_reports
from diff.judge import shipped_judge
from diff.rulings import COLUMNS, Ruling, read_rulings, resolve_rulings, write_rulings
from diff.tables import tables
from extract import InputError, read_parsed
from extract.csv_text import csv_text
from extract.report import Report
from report.office.workbook import workbook_bytes
from report.page.html import html_page
from report.spreadsheet import spreadsheet_safe

WHOLE = PARSED / "estuary-and-moors-2024"
FILES = ("commitments.csv", "items.csv", "spans.csv", "datapackage.json")
#: What spreadsheets have been made to run, and ways round those who stop it.
FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(1+1)", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x.invalid\",\"click\")",
    "\t=1+1", "\r=1+1", "\n=1+1", "=1+1\n", "＝1+1", "＋1", "－1+1", "＠SUM(1)", "=IMPORTXML(\"http://x.invalid\",\"//a\")",
    "=WEBSERVICE(\"http://x.invalid\")", "-2+3+cmd|' /C calc'!A0", "text;=1+1", "text\t=1+1", "text|=1+1", "\"=1+1\"",
    "'=1+1", "=\"a\"&\"b\"", "{=1+1}", "%0A=1+1", "=DDE(\"cmd\";\"/C calc\";\"x\")", "@import", "+44 1632 960000",
    "-5", "-5 per cent", "+12", "=", "-", "@", "=A1:A9", "=1e3", "-1e3", "-£5,000", "– 5", "=SUM(A1)*cmd|'/c x'!A1",
)  # fmt: skip


@st.composite
def spoilt(draw: st.DrawFn) -> tuple[str, bytes]:
    """One of a parsed report's files, with bytes of it exchanged, cut out or put in."""
    name = draw(st.sampled_from(FILES))
    data = bytearray((WHOLE / name).read_bytes())
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        length = draw(st.integers(0, 40))
        data[at : at + length] = draw(
            st.one_of(
                st.binary(max_size=20),
                st.sampled_from([b'"', b",", b"\n", b"\x00", b"null", b"-1", b"1e999", b"{}", b"[]", b"\xff", b"\r"]),
            )
        )
    return name, bytes(data)


@given(spoilt())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_parsed_folder_is_read_or_refused_in_a_sentence(change: tuple[str, bytes]) -> None:
    name, data = change
    with tempfile.TemporaryDirectory() as place:
        for other in FILES:
            (Path(place) / other).write_bytes(data if other == name else (WHOLE / other).read_bytes())
        refused_or(place)


def refused_or(place: str) -> None:
    said = ""
    try:
        assert isinstance(read_parsed(place), Report)
    except InputError as error:
        said = str(error)
    assert "\n" not in said
    assert said.startswith(place) or not said


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-3, 10**12), st.floats(allow_nan=False), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(st.text(max_size=4), inner, max_size=2)),
    max_leaves=4,
)


@given(data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_data_package_of_other_shapes_is_read_or_refused_too(data: st.DataObject) -> None:
    package = json.loads((WHOLE / "datapackage.json").read_text(encoding="utf-8"))
    place = package
    while True:
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        inner = place[key]
        if not (isinstance(inner, (dict, list)) and inner and data.draw(st.booleans())):
            break
        place = inner
    place[key] = data.draw(JSON)
    with tempfile.TemporaryDirectory() as folder:
        for other in FILES:
            (Path(folder) / other).write_bytes((WHOLE / other).read_bytes())
        (Path(folder) / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
        refused_or(folder)


HEADER = ",".join(COLUMNS).encode() + b"\n"


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: HEADER + text.encode("utf-8"))))
@example(HEADER + b"evidence,a,b,\x00,c,d,e,no,,,\n")
@example(HEADER + b'evidence,a,b,"x\ry",c,d,e,no,,,"a\r\nb"\n')
@settings(max_examples=150, deadline=None)
def test_rulings_are_read_or_refused_in_a_sentence(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "rulings.csv"
        path.write_bytes(data)
        said, rulings = "", []
        try:
            rulings = read_rulings([path])
        except InputError as error:
            said = str(error)
        assert "\n" not in said
        resolve_rulings(rulings)
        write_rulings(path, rulings)
        written = read_rulings([path])
        assert [r.about for r in written] == [r.about for r in rulings]
        write_rulings(path, written)
        assert read_rulings([path]) == written


ODD = st.one_of(
    st.sampled_from(FORMULAS),
    st.sampled_from([
        "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<!--", "-->", "]]>", "\u2028", "\u202e",
        "&amp;", "<img src=x onerror=alert(1)>", "'\"><svg onload=alert(1)>", "javascript:alert(1)", "\x00",
        "{{ 7*7 }}", "${7*7}", "{% raw %}", "</style>", "[red]x[/red]", "\x1b[31m", "\ud7ff", "a" * 3000, "</TITLE>",
        "<base href=//x>", "\ufffe",
    ]),
    st.text(max_size=30),
)  # fmt: skip


ODDS = st.lists(ODD, min_size=1, max_size=12)


def odd_comparison(odds: list[str]) -> Comparison:
    """The samples with odd texts wherever a text comes from a file: titles, items, labels, paths, findings, rulings."""
    before, after = (read_parsed(PARSED / f"estuary-and-moors-{year}") for year in ("2024", "2025"))
    odd = cycle(odds)
    chosen = range(0, len(before.items), 7)
    items = [
        replace(i, text=next(odd) + i.text, doubt=next(odd)) if n in chosen else i for n, i in enumerate(before.items)
    ]
    titles = [replace(c, title=next(odd), number=next(odd)) for c in before.commitments[:2]]
    strange = replace(
        before, items=tuple(items), commitments=(*titles, *before.commitments[2:]), title=next(odd), body=next(odd),
        plan=next(odd), source=replace(before.source, path=next(odd)), columns={**before.columns, next(odd): next(odd)},
        findings=tuple(replace(f, text=next(odd)) for f in before.findings[:2]),
    )  # fmt: skip
    outcome, statement = strange.outcomes[0], after.statements[0]
    ruling = Ruling(
        kind="evidence", a_report=strange.id, a_item=outcome.id, a_text=outcome.text, b_report=after.id,
        b_item=statement.id, b_text=statement.text, ruling="direct", by=next(odd), note=next(odd),
    )  # fmt: skip
    return compare_reports(strange, after, rulings=[ruling], judge=shipped_judge("lexical"))


class Page(HTMLParser):
    """What a browser would make of a page, as far as danger goes."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[dict[str, str | None]] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.scripts.append(dict(attrs))
        if tag in ("base", "img", "iframe", "object", "embed", "link", "svg:script"):
            self.wrong.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in ("src", "srcdoc", "action", "formaction", "style"):
                self.wrong.append(f"{tag} {name}")
            if name in ("href", "xlink:href") and not (value or "").startswith("#"):
                self.wrong.append(f"{tag} {name}={value}")


@given(ODDS)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_a_report_says_its_page_runs_nothing_of_it(odds: list[str]) -> None:
    comparison = odd_comparison(odds)
    page = Page()
    text = html_page(comparison, "0")
    page.feed(text)
    page.close()
    assert not page.wrong
    assert page.scripts == [{"type": "application/json", "id": "data"}, {}]
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, flags=re.S)
    assert found is not None
    assert json.loads(found[1])["reports"][0]["id"] == comparison.reports[0].id


@given(ODDS)
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_a_report_says_its_tables_run_nothing_of_it(odds: list[str]) -> None:
    comparison = odd_comparison(odds)
    book = openpyxl.load_workbook(io.BytesIO(workbook_bytes(comparison, "0")))
    assert not [cell for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    for text in tables(comparison).values():
        plain, safe = (list(csv.reader(io.StringIO(made, newline=""))) for made in (text, spreadsheet_safe(text)))
        assert [len(row) for row in plain] == [len(row) for row in safe]
        assert not [cell for row in safe for cell in row if starts_formula(cell)]


def starts_formula(cell: str) -> bool:
    """As OWASP's page on CSV injection tells, and with the separators of other languages' spreadsheets."""
    if re.fullmatch(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", cell, flags=re.I):
        return False
    return bool(re.match(r"[=+\-@\t\r\n＝＋－＠]", cell) or re.search(r"[;|\t][=+\-@＝＋－＠]", cell))


@pytest.mark.parametrize("formula", FORMULAS)
def test_each_known_formula_comes_out_as_text(formula: str) -> None:
    text = spreadsheet_safe(csv_text(["text", "more"], [[formula, "next"]]))
    _, (cell, after) = csv.reader(io.StringIO(text, newline=""))
    assert not starts_formula(cell)
    assert after == "next"
    assert cell.replace("'", "") == formula.replace("'", "").replace("\r", "\n"), "nothing but apostrophes is added"


@pytest.mark.slow
def test_damaged_copies_of_the_samples_are_refused_or_said_to_be_damaged() -> None:
    """What 10,000 of them come to is in SECURITY.md; these are others, each time the same."""
    command = [sys.executable, "bench/mutants.py", "--count", "1500", "--seed", "2"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "read otherwise, with a word on it" in done.stdout
