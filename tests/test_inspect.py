"""extract --inspect: a picture a page, with everything drawn where it stands, and an index that is safe to open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Run, sample_pdf
from PIL import Image, ImageChops, ImageColor
from pypdf import PdfWriter, Transformation
from pypdf.generic import NameObject, RectangleObject

from extract import InputError, Item, Report, Span, read_report
from extract.pictures import Picture, page_pictures
from report.inspection.inspect import index_page, page_view, write_pictures
from report.inspection.marks import item_label, page_marks
from report.inspection.picture import OTHER, STYLES, marked

NASTY = "<script>alert('x')</script><img src=x onerror=alert(1)>"
INSPECT = Path("data") / "parsed" / "estuary-and-moors-2024" / "inspect"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def picture_names(*pages: int) -> list[str]:
    return ["index.html", *(f"page-{page:03}.png" for page in pages)]


def colours(image: Image.Image, span: Span, scale: float) -> set[tuple[int, int, int]]:
    """Every colour within a span."""
    box = image.crop(tuple(int(value * scale) + 1 for value in (span.x0, span.top, span.x1, span.bottom)))  # type: ignore[arg-type]
    return {colour for _, colour in box.getcolors(1 << 20) or []}  # type: ignore[misc]


def tint(item: Item) -> tuple[int, ...]:
    return ImageColor.getrgb(STYLES.get(item.role, OTHER).tint)


def picture_of(report: Report, page: int) -> tuple[Picture, Image.Image]:
    picture = next(page_pictures(report.source.path, [page]))
    return picture, marked(picture, page_marks(report, page))


def test_a_picture_for_each_page_and_an_index(run: Run, tmp_path: Path) -> None:
    done = run("extract", sample_pdf("2024"), "--inspect")
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip().endswith(str(INSPECT / "index.html"))
    assert names(tmp_path / INSPECT) == picture_names(*range(1, 10))
    assert len(names((tmp_path / INSPECT).parent)) == 5, "beside the four files of the contract"
    assert names(tmp_path) == ["data"], "nothing half-written stays behind"


def test_only_the_pages_read_are_drawn_and_no_older_picture_stays(run: Run, tmp_path: Path) -> None:
    assert run("extract", sample_pdf("2024"), "--inspect", "-q").returncode == 0
    done = run("extract", sample_pdf("2024"), "--inspect", "--pages", "2-5", "-q")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert names(tmp_path / INSPECT) == picture_names(2, 3, 4, 5)
    assert "page-001.png" not in (tmp_path / INSPECT / "index.html").read_text(encoding="utf-8")
    assert run("extract", sample_pdf("2024"), "-q").returncode == 0
    assert not (tmp_path / INSPECT).exists(), "pictures of another reading would mislead"


def test_two_runs_draw_the_same(reports: tuple[Report, ...], tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_pictures(reports[0], tmp_path / name, "0", [2])
    for name in picture_names(2):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_a_thousand_pages_sort_by_name(reports: tuple[Report, ...], tmp_path: Path) -> None:
    long = replace(reports[0], source=replace(reports[0].source, pages=1200))
    write_pictures(long, tmp_path, "0")
    assert names(tmp_path)[:2] == ["index.html", "page-0001.png"]


def test_a_missing_pdf_is_said(reports: tuple[Report, ...], tmp_path: Path) -> None:
    gone = replace(reports[0], source=replace(reports[0].source, path=str(tmp_path / "gone.pdf")))
    with pytest.raises(InputError, match=r"gone\.pdf: there is no such file"):
        write_pictures(gone, tmp_path, "0")


def test_every_span_is_tinted_in_the_colour_of_its_role(reports: tuple[Report, ...]) -> None:
    seen: set[str] = set()
    for report in reports:
        for picture in page_pictures(report.source.path, dpi=72):
            image = marked(picture, page_marks(report, picture.number))
            for item in report.items:
                for span in (span for span in item.spans if span.page == picture.number):
                    assert tint(item) in colours(image, span, picture.scale), (item.id, span)
                    seen.add(item.role)
    assert seen == {"outcome", "progress", "delivery", "summary"}


def test_the_picture_has_the_page_s_proportions_and_is_dark_where_the_text_is(reports: tuple[Report, ...]) -> None:
    picture, image = picture_of(reports[0], 2)
    assert image.size == picture.image.size
    assert image.width / image.height == pytest.approx(841.9 / 595.3, rel=0.002)
    spans = [s for i in reports[0].items for s in i.spans if s.page == 2]
    assert len(spans) > 20
    assert all(min(map(max, colours(image, span, picture.scale))) < 60 for span in spans), "text stays black"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_boxes_are_where_the_items_are_on_a_turned_and_cropped_page(turn: int, tmp_path: Path) -> None:
    report = read_report(turned(tmp_path / "turned.pdf", turn), pages=range(1, 4))
    picture, image = picture_of(report, 2)
    for item in report.items:
        for span in (span for span in item.spans if span.page == 2):
            found = colours(image, span, picture.scale)
            assert tint(item) in found, item.id
            assert min(map(max, found)) < 60, "the text is under its box"


def turned(path: Path, turn: int) -> Path:
    """The sample of 2024, its pages stored on their side and shown upright, with a crop box beyond the page."""
    writer = PdfWriter(clone_from=sample_pdf("2024"))
    for page in writer.pages:
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        across, up = {90: (height, 0.0), 180: (width, height), 270: (0.0, width)}[turn]
        page.add_transformation(Transformation().rotate(turn).translate(across, up))
        right, top = (width, height) if turn == 180 else (height, width)
        page[NameObject("/MediaBox")] = RectangleObject((0, 0, right, top))
        page[NameObject("/CropBox")] = RectangleObject((-30, 15, right + 60, top + 20))
        page.rotate(turn)
    writer.write(path)
    return path


def test_a_huge_page_is_drawn_smaller(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(280_000, 1_000)
    writer.add_blank_page(0.5, 0.5)
    writer.write(tmp_path / "huge.pdf")
    huge, tiny = page_pictures(tmp_path / "huge.pdf")
    assert max(huge.image.size) <= 3001
    assert min(tiny.image.size) >= 1


def test_doubt_is_hatched_and_another_column_has_its_own_colour(reports: tuple[Report, ...]) -> None:
    doubted = with_items(reports[0], role="obstacles", doubt="The page is unclear.")
    picture, image = picture_of(doubted, 2)
    span = next(s for i in doubted.items for s in i.spans if s.page == 2)
    assert {ImageColor.getrgb(OTHER.tint), ImageColor.getrgb(OTHER.line)} <= colours(image, span, picture.scale)
    assert all(mark.label.endswith(" ?") for mark in page_marks(doubted, 2).items)


def with_items(report: Report, **changes: str) -> Report:
    return replace(report, items=tuple(replace(item, **changes) for item in report.items))  # type: ignore[arg-type]


def test_light_text_on_dark_ground_stays_light_and_is_marked(reports: tuple[Report, ...]) -> None:
    picture = next(page_pictures(reports[0].source.path, [2]))
    dark = picture._replace(image=Image.eval(picture.image, lambda light: 255 - light))
    image = marked(dark, page_marks(reports[0], 2))
    span = next(s for i in reports[0].items for s in i.spans if s.page == 2)
    found = colours(image, span, picture.scale)
    assert max(map(min, found)) > 200, "the text is as light as it was"
    assert (0, 0, 0) not in found, "its ground is not as black as it was"


def test_labels_cover_no_text(reports: tuple[Report, ...]) -> None:
    for number in (2, 3, 4):
        picture, image = picture_of(reports[0], number)
        text = picture.image.convert("L").point(lambda light: 255 if light < 60 else 0)
        white = image.convert("L").point(lambda light: 255 if light > 240 else 0)
        covered = ImageChops.multiply(text, white).histogram()[255]
        assert covered < 20, f"pixels of text and lines under labels on page {number}"


def test_a_label_says_level_and_lead_in(reports: tuple[Report, ...]) -> None:
    items: Sequence[Item] = reports[0].items
    lead_ins = {item.parent for item in items}
    labels = [item_label(item, item.page_first, lead_in=item.id in lead_ins) for item in items]
    assert {"1.p1", "-1.p4", "1.p9:", "›-1.p10", "›-1.p11:", "›--1.p12"} <= set(labels)
    assert item_label(reports[0].item("1.p8"), 3, lead_in=False) == "…1.p8"


def test_text_of_a_report_is_shown_as_text(reports: tuple[Report, ...]) -> None:
    first = with_items(reports[0], text=NASTY, doubt=NASTY, role=f"progress{NASTY}")
    nasty = replace(
        first,
        title=NASTY,
        source=replace(first.source, path=f"{NASTY}.pdf"),
        commitments=tuple(replace(c, title=NASTY) for c in first.commitments),
        places=tuple(replace(p, text=NASTY) for p in first.places),
    )
    html = index_page(nasty, [page_view(nasty, 2, "page-002.png", (10, 10))], "0")
    assert "<script" not in html
    assert html.count("<img") == 1
    assert html.count("&lt;script&gt;") > 20


def test_the_index_says_all_that_was_read_on_a_page(reports: tuple[Report, ...]) -> None:
    html = index_page(reports[0], [page_view(reports[0], 3, "page-003.png", (10, 10))], "0")
    items = [i for i in reports[0].items if any(s.page == 3 for s in i.spans)]
    for item in items:
        assert f">{item.id}</td>" in html
    assert html.count('<td class="id') == len(items)
    assert "(from page 2)" in html
    assert "sub-bullet of 1.p11" in html
    assert "page furniture" in html


def test_a_browser_shows_the_index_from_disk(reports: tuple[Report, ...], chromium: str, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    write_pictures(reports[0], tmp_path, "0", [2, 3])
    with sync_playwright() as tools:
        browser = tools.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
        )
        tab = browser.new_page(viewport={"width": 1400, "height": 900})
        said: list[str] = []
        tab.on("console", lambda message: said.append(message.text))
        tab.goto((tmp_path / "index.html").as_uri())
        tab.locator("#page-3").scroll_into_view_if_needed()
        tab.wait_for_function("[...document.images].every(image => image.complete)")
        assert tab.evaluate("[...document.images].map(image => image.naturalWidth)") == [1684, 1684]
        tab.set_viewport_size({"width": 400, "height": 800})
        assert tab.evaluate("document.documentElement.scrollWidth") <= 400
        browser.close()
    assert said == []


def test_a_screen_reader_finds_its_way(reports: tuple[Report, ...]) -> None:
    html = index_page(reports[0], [page_view(reports[0], n, "p.png", (9, 9)) for n in (1, 2)], "0")
    assert html.count("<h1>") == 1
    assert html.count("<table>") == html.count("<caption>") == 2
    assert not re.search(r"<th(?! (scope|colspan)=)[ >]", html)
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(re.findall(r' id="([^"]+)"', html))
