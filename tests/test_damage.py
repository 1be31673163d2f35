"""A damaged file is said to be, and nothing that was not found in it counts as gone."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pytest
from bombs import WORDS, page, pdf, stream
from conftest import Run, sample_pdf

from diff import compare_reports
from extract import read_report
from extract.damage import damage
from extract.report import DAMAGED

SOUND = pdf(page(stream(WORDS * 20)))


def packed_place(data: bytes) -> int:
    """Somewhere within the first packed part."""
    return data.index(b"stream\n", data.index(b"FlateDecode")) + 20


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :]


def test_a_sound_file_is_not_said_to_be_damaged() -> None:
    assert damage(SOUND) == ""
    for year in ("2024", "2025", "2026"):
        assert damage(sample_pdf(year).read_bytes()) == ""


def test_no_report_and_no_public_table_of_others_is_said_to_be_damaged(shared: Path) -> None:
    files = [*(shared / "reports").rglob("*.pdf"), *(shared / "tables").rglob("*.pdf")]
    assert len(files) > 50
    assert [path.name for path in files if damage(path.read_bytes())] == []


@pytest.mark.parametrize("year", ["2024", "2026"])
def test_one_flipped_bit_of_a_packed_part_is_noticed(year: str) -> None:
    data = sample_pdf(year).read_bytes()
    assert re.search(r"the part at byte [\d,]+ is spoilt", damage(flipped(data, packed_place(data))))


def test_so_is_a_part_cut_short() -> None:
    short = zlib.compress(WORDS * 20)[:-6]
    body = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(short), short)
    assert "is spoilt" in damage(pdf(page(body)))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:200] + b"xx" + data[200:],
        lambda data: data[:-30],
        lambda data: data.replace(b"startxref", b"startxxxx"),
        lambda data: data[:9] + data[12:],
    ],
    ids=["bytes put in", "end cut off", "no index named", "bytes taken out"],
)
def test_an_index_that_leads_astray_is_noticed(spoil: object) -> None:
    assert "its index does not lead to its parts" in damage(spoil(SOUND)) or "is spoilt" in damage(spoil(SOUND))  # type: ignore[operator]


def test_what_is_packed_beyond_reason_is_not_unpacked() -> None:
    piece = zlib.compressobj(9)
    packed = b"".join([*(piece.compress(bytes(1 << 20)) for _ in range(400)), piece.flush()])
    body = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
    assert damage(pdf(page(body))) == ""


def test_an_encrypted_file_is_not_judged_by_its_parts() -> None:
    assert "checksum" not in damage(flipped(SOUND, packed_place(SOUND)).replace(b"/Root", b"/Encrypt 9 0 R /Root"))


def test_everything_read_from_a_damaged_file_wants_a_look(tmp_path: Path) -> None:
    data = sample_pdf("2025").read_bytes()
    spoilt = tmp_path / "spoilt.pdf"
    spoilt.write_bytes(data.replace(b"startxref", b"startxxxx"))
    report = read_report(spoilt)
    assert report.findings[0].kind == DAMAGED
    comparison = compare_reports(read_report(sample_pdf("2024")), report)
    assert all(outcome.review for outcome in comparison.pairs[0].outcomes)
    assert all("the file is damaged" in outcome.reason for outcome in comparison.pairs[0].outcomes)


def test_the_terminal_says_so_first(run: Run, tmp_path: Path) -> None:
    data = sample_pdf("2025").read_bytes()
    (tmp_path / "spoilt.pdf").write_bytes(data.replace(b"startxref", b"startxxxx"))
    done = run("compare", sample_pdf("2024"), "spoilt.pdf")
    assert done.returncode == 0, done.stderr
    points = [line for line in done.stdout.splitlines() if line.startswith("•")]
    assert points[0].startswith("• spoilt.pdf: The file is damaged: its index")


def test_a_packed_part_that_no_longer_says_so_is_noticed() -> None:
    assert "is spoilt" in damage(SOUND.replace(b"/FlateDecode", b"/FlatxDecode"))


def test_a_page_that_lost_its_text_is_told_of(tmp_path: Path) -> None:
    """A page without content is a page like any other to a reader of PDFs."""
    data = sample_pdf("2025").read_bytes()
    start = data.index(b"/Contents", data.index(b"/StructParents 2"))
    (tmp_path / "lost.pdf").write_bytes(data[:start] + b"/Xontents" + data[start + 9 :])
    report = read_report(tmp_path / "lost.pdf")
    assert damage((tmp_path / "lost.pdf").read_bytes()) == "", "no part of the file is spoilt"
    assert any(re.fullmatch(r"Page \d holds no text\. If it is not so in print.*", f.text) for f in report.findings)


def test_text_that_is_no_words_is_doubted(tmp_path: Path) -> None:
    """Where the fonts of a page are lost, its letters are numbers of glyphs."""
    data = sample_pdf("2026").read_bytes()
    page_at = data.index(b"/StructParents 4")
    start = data.rindex(b"/Resources", 0, page_at)
    other = re.sub(rb"\d(?=\d\d 0 R)", b"0", data[start : start + 20])  # another object, which has no fonts
    (tmp_path / "fonts.pdf").write_bytes(data[:start] + other + data[start + 20 :])
    report = read_report(tmp_path / "fonts.pdf")
    (finding,) = [f for f in report.findings if "text that is no words" in f.text]
    assert all(item.doubt for item in report.items if any(span.page == finding.page for span in item.spans))
    assert not all(item.doubt for item in report.items)
