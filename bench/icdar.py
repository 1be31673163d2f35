"""General tables: cell adjacency F1 on the ICDAR 2013 table competition, ours beside its peers, one scorer, one run.

    python bench/icdar.py [FOLDER] [--documents] [--only ours,tablers]

FOLDER holds the 67 PDFs with their ``*-str.xml`` (default ``../shared/tables/icdar2013``); nothing of them is in this
repository. The scorer is that of Göbel, Hassan, Oro and Orsi (ICDAR 2013): a relation for each pair of neighbouring
cells with content, to the right and below; docs/icdar.md says it in full. ``--documents`` tells each document.
"""

from __future__ import annotations

import argparse
import sys
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

FOLDER = ROOT.parent / "shared" / "tables" / "icdar2013"
CROSSED = 0.5  # the share of a table's height that a line inside it must cover for the table to be ruled
INSIDE = 3.0  # points from a table's sides: what is nearer is its frame
THIN = 3.0  # points: a filled rectangle narrower than this is a line

Rows = Sequence[Sequence[str | None]]
Tables = list[tuple[int, Rows]]  # (page from 1, rows of cells)
Relations = Counter[tuple[int, str, str, str]]  # (page, text, its neighbour's text, direction) → how often


class Cell(NamedTuple):
    """A cell with content; rows and columns from the first to the last that it covers."""

    top: int
    bottom: int
    left: int
    right: int
    text: str


def plain(text: str | None) -> str:
    """Content as it is compared: without white space, compatibility forms (ligatures) taken apart."""
    return "".join(unicodedata.normalize("NFKC", text or "").replace("\u00ad", "").split())


def relations(cells: Iterable[Cell], page: int) -> Relations:
    """Each cell with its nearest cell with content to the right and below, in each row and column that it covers."""
    filled = [cell for cell in cells if cell.text]
    places = {
        (row, column): n
        for n, cell in enumerate(filled)
        for row in range(cell.top, cell.bottom + 1)
        for column in range(cell.left, cell.right + 1)
    }
    last_row, last_column = max((r for r, _ in places), default=0), max((c for _, c in places), default=0)
    pairs: set[tuple[int, int, str]] = set()
    for n, cell in enumerate(filled):
        for row in range(cell.top, cell.bottom + 1):
            after = (places.get((row, c)) for c in range(cell.right + 1, last_column + 1))
            pairs.update((n, m, "right") for m in [next((m for m in after if m is not None), None)] if m is not None)
        for column in range(cell.left, cell.right + 1):
            under = (places.get((r, column)) for r in range(cell.bottom + 1, last_row + 1))
            pairs.update((n, m, "below") for m in [next((m for m in under if m is not None), None)] if m is not None)
    return Counter((page, filled[n].text, filled[m].text, way) for n, m, way in pairs)


def of_tables(tables: Tables) -> Relations:
    """The relations of what a tool found; a cell that spans stands where the tool puts its text."""
    found = Relations()
    for page, rows in tables:
        found += relations((Cell(r, r, c, c, plain(t)) for r, row in enumerate(rows) for c, t in enumerate(row)), page)
    return found


class Region(NamedTuple):
    """A table, or the part of one that stands in one place; the box in points, origin bottom left."""

    page: int
    cells: list[Cell]
    box: tuple[float, float, float, float]


def truth(path: Path) -> list[Region]:
    """The regions of a ``*-str.xml``."""
    found: list[Region] = []
    for region in ET.parse(path).getroot().iter("region"):
        x0, y0, x1, y1 = zip(*_boxes(region), strict=True)
        box = min(x0), min(y0), max(x1), max(y1)
        found.append(Region(int(region.get("page", 1)), [_cell(cell) for cell in region.iter("cell")], box))
    return found


def _boxes(region: ET.Element) -> Iterator[tuple[float, ...]]:
    for box in region.iter("bounding-box"):
        sides = [box.get(side, "") for side in ("x1", "y1", "x2", "y2")]
        if all(side.isdecimal() for side in sides):  # one file has a misprint ("26ß")
            yield tuple(map(float, sides))


def _cell(element: ET.Element) -> Cell:
    top, left = int(element.get("start-row", 0)), int(element.get("start-col", 0))
    bottom, right = int(element.get("end-row", top)), int(element.get("end-col", left))
    text = plain("".join(content.text or "" for content in element.iter("content")))
    return Cell(top, max(top, bottom), left, max(left, right), text)  # a few ends stand before their starts


def is_ruled(region: Region, page: Any) -> bool:
    """Whether a vertical line is drawn inside a table, over half its height or more (``page`` is pdfplumber's)."""
    x0, y0, x1, y1 = region.box
    top, bottom = page.height - y1, page.height - y0
    covered: Counter[int] = Counter()
    for edge in page.edges:
        drawn = edge["object_type"] != "rect_edge" or edge.get("stroke") or edge["width"] <= THIN
        if edge["orientation"] == "v" and drawn and x0 + INSIDE < edge["x0"] < x1 - INSIDE:
            covered[round(edge["x0"] / THIN)] += max(0, min(edge["bottom"], bottom) - max(edge["top"], top))
    return any(height >= CROSSED * (bottom - top) for height in covered.values())


def ours(path: str) -> Tables:
    """The program's road by drawn lines, table by table and page by page."""
    from extract.lines import raw_text
    from extract.pdf import read_document
    from extract.ruled import read_ruled

    found: list[tuple[int, list[list[str]]]] = []
    for table in read_ruled(read_document(path)).tables:
        for row in table.rows:
            if row.may_continue:  # where a page's table starts: those of as many columns are joined
                found.append((row.page, []))
            found[-1][1].append([raw_text(cell) for cell in row.cells])
    return list(found)


def pdfplumber(path: str) -> Tables:
    import pdfplumber

    with pdfplumber.open(path) as document:
        return [(page.page_number, rows) for page in document.pages for rows in page.extract_tables()]


def lattice(path: str) -> Tables:
    import camelot

    return [(int(table.page), table.data) for table in camelot.read_pdf(path, pages="all", flavor="lattice")]


def tablers(path: str, **settings: int) -> Tables:
    from tablers import Document, find_tables

    with Document(path) as document:
        return [
            (
                n,
                [
                    [None if cell.merged_left or cell.merged_top else cell.text for cell in row]
                    for row in table.to_list()
                ],
            )
            for n, page in enumerate(document.pages(), 1)
            for table in find_tables(page, extract_text=True, **settings)
        ]


TOOLS: dict[str, Callable[[str], Tables]] = {
    "ours": ours, "lattice": lattice, "pdfplumber": pdfplumber, "tablers": tablers,
    "tablers 2×2": partial(tablers, min_rows=2, min_columns=2),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Score:
    """Relations that are right, found and wanted."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @classmethod
    def of(cls, found: Relations, wanted: Relations) -> Score:
        return cls((found & wanted).total(), found.total(), wanted.total())

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.found + other.found, self.wanted + other.wanted)

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 0.0


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: its truths (four have two that are both right), how many of its tables are ruled."""

    path: Path
    truths: list[Relations]
    tables: int
    ruled: int

    def score(self, tables: Tables) -> Score:
        """A tool's score by the truth that suits it better."""
        found = of_tables(tables)
        return max((Score.of(found, wanted) for wanted in self.truths), key=lambda score: score.f1)


def papers(folder: Path) -> Iterator[Paper]:
    """The documents of the competition."""
    import pdfplumber

    for path in sorted(folder.rglob("*.pdf")):
        names = {path.stem, f"{path.stem[:-1]}b" if path.stem.endswith("a") else path.stem}
        truths = [truth(path.with_name(f"{name}-str.xml")) for name in sorted(names)]
        with pdfplumber.open(path) as document:
            ruled = [is_ruled(region, document.pages[region.page - 1]) for region in truths[0]]
        wanted = [sum((relations(r.cells, r.page) for r in regions), Relations()) for regions in truths]
        yield Paper(path, wanted, len(ruled), sum(ruled))


def told(scores: Sequence[Score]) -> str:
    """Micro precision, recall and F1 over all relations, and the mean F1 of the documents."""
    whole = sum(scores, Score())
    mean = sum(score.f1 for score in scores) / max(len(scores), 1)
    return f"{whole.precision:.3f} | {whole.recall:.3f} | {whole.f1:.3f} | {mean:.3f}"


def main() -> int:
    """Measure and say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--documents", action="store_true", help="also each document")
    parser.add_argument("--only", default=",".join(TOOLS), help="tools, with commas between")
    said = parser.parse_args()
    if not said.folder.is_dir():
        print(f"{said.folder} is not there: the documents are other people's, and not in this repository")
        return 2
    documents = list(papers(said.folder))
    scores = {name: [p.score(TOOLS[name](str(p.path))) for p in documents] for name in said.only.split(",")}
    ruled = [n for n, p in enumerate(documents) if p.ruled == p.tables]
    for what, chosen in (("every table ruled", ruled), ("all", range(len(documents)))):
        print(
            f"\n{what}: {len(chosen)} documents, {sum(documents[n].tables for n in chosen)} tables, of which "
            f"{sum(documents[n].ruled for n in chosen)} ruled\n| | precision | recall | F1 | F1, mean of documents |"
        )
        for name, by_document in scores.items():
            print(f"| {name} | {told([by_document[n] for n in chosen])} |")
    if said.documents:
        for n, paper in enumerate(documents):
            figures = "".join(f"{by_document[n].f1:12.3f}" for by_document in scores.values())
            print(f"{paper.path.stem:10s}{paper.ruled:3d}/{paper.tables:<3d}{figures}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
