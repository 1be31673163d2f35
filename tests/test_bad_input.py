"""What cannot be read: one clear sentence, exit 3, nothing half-written, and the other files still done."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
import typst
from conftest import Run, sample_pdf

from extract import InputError, read_report
from extract.report import Told


def typeset(source: str) -> bytes:
    return typst.compile(source.encode(), ignore_system_fonts=True)


def table(*labels: str, rows: int = 3, before: str = "") -> bytes:
    cells = "".join(f"[{n}.], " + ", ".join(f"[Some text {n}.]" for _ in labels) + ",\n" for n in range(1, rows + 1))
    header = ", ".join(f"[{label}]" for label in ("No.", *labels))
    return typeset(f"{before}#table(columns: {len(labels) + 1}, table.header({header}),\n{cells})")


def locked() -> bytes:
    writer = pypdf.PdfWriter(clone_from=str(sample_pdf("2024")))
    writer.encrypt("secret")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def certified() -> bytes:
    """Locked by a scheme that is not a password’s."""
    data = locked()
    assert data.count(b"/Filter /Standard") == 1
    return data.replace(b"/Filter /Standard", b"/Filter /ForThose")


UNKNOWN = (
    "page 1: has a table with none of the known columns. The labels found are: No. | Zebra | Quagga. "
    "Name them with --columns"
)
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "is empty"),
    "not-a-pdf": (lambda: b"PK\x03\x04 a Word document", "is not a PDF"),
    "cut-off": (lambda: sample_pdf("2024").read_bytes()[:20000], "is damaged or cut off"),
    "password": (locked, "needs a password"),
    "certificate": (certified, "is locked for those who hold a certificate"),
    "no-text": (lambda: typeset("#rect(width: 5cm, height: 5cm)"), "has no text"),
    "no-table": (lambda: typeset("Only a paragraph of text, and no table."), "has no table"),
    "unknown-columns": (lambda: table("Zebra", "Quagga"), UNKNOWN),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_one_sentence_says_which_file_and_what_to_do(name: str, run: Run, tmp_path: Path) -> None:
    make, words = BAD[name]
    (tmp_path / f"{name}.pdf").write_bytes(make())
    done = run("extract", f"{name}.pdf", sample_pdf("2025"), "-o", "out")
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith(f"Error: {name}.pdf")
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["estuary-and-moors-2025"], "the other is still done"


@pytest.mark.parametrize("name", BAD)
def test_compare_writes_nothing_where_too_little_can_be_read(name: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / f"{name}.pdf").write_bytes(BAD[name][0]())
    done = run("compare", sample_pdf("2024"), f"{name}.pdf")
    assert done.returncode == 3
    assert "Nothing was compared" in done.stderr
    assert not (tmp_path / "comparison").exists()


def test_of_three_reports_the_two_that_can_be_read_are_compared(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_bytes(b"")
    done = run("compare", sample_pdf("2024"), "bad.pdf", sample_pdf("2026"))
    assert done.returncode == 3
    assert (tmp_path / "comparison" / "report.html").exists()


def test_a_missing_file_is_said(run: Run) -> None:
    done = run("compare", "nowhere.pdf", sample_pdf("2024"))
    assert done.returncode == 3
    assert "Error: nowhere.pdf: there is no such file" in done.stderr


def test_columns_that_are_named_make_an_unknown_table_readable(tmp_path: Path) -> None:
    path = tmp_path / "zebra.pdf"
    path.write_bytes(table("Zebra", "Quagga"))
    with pytest.raises(InputError):
        read_report(path)
    report = read_report(path, columns={"title": ["Zebra"], "progress": ["Quagga"]})
    assert report.told == Told(columns={"title": ("Zebra",), "progress": ("Quagga",)})
    assert report.columns["progress"] == "Quagga"
    assert [c.title for c in report.commitments] == ["Some text 1.", "Some text 2.", "Some text 3."]
    assert [i.text for i in report.statements] == ["Some text 1.", "Some text 2.", "Some text 3."]


def test_a_column_that_plays_no_role_is_kept_under_its_own_label(tmp_path: Path) -> None:
    path = tmp_path / "more.pdf"
    path.write_bytes(table("Objective", "Progress", "Obstacles met"))
    report = read_report(path)
    assert report.columns["obstacles-met"] == "Obstacles met"
    assert [i.id for i in report.items if i.role == "obstacles-met"] == [
        "1.obstacles-met1",
        "2.obstacles-met1",
        "3.obstacles-met1",
    ]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("items.csv", "item,commitment\n", "is missing"),
        ("commitments.csv", "commitment,number,title,page_first,page_last\n1,1.,A,x,2\n", "row 2: page_first is 'x'"),
        ("datapackage.json", "{", "is not a JSON file"),
    ],
)
def test_a_parsed_folder_that_was_spoilt_is_said_with_its_row(
    run: Run, tmp_path: Path, name: str, text: str, words: str
) -> None:
    assert run("extract", sample_pdf("2024"), sample_pdf("2025"), "-o", "p", "-q").returncode == 0
    (tmp_path / "p" / "estuary-and-moors-2024" / name).write_text(text, encoding="utf-8")
    done = run("diff", "p/estuary-and-moors-2024", "p/estuary-and-moors-2025")
    assert done.returncode == 3
    assert name in done.stderr
    assert words in done.stderr
    assert not (tmp_path / "comparison").exists()
