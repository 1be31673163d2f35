"""A Report → the same Report with what a second reader says of it: whether a word is lost, doubled, invented or in
another cell.

The second reader (``second_*.py``) and this module share no code with what they check: of this room they import the
plain types in ``report.py`` and each other, and nothing else. A test holds this.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extract.report import Finding, Item, Report, Verification
from extract.second_cells import check_cells
from extract.second_places import Claim, Held, Problem, claims_of, holders
from extract.second_reader import read_again, reader_name, unseen_glyphs
from extract.second_words import doubled, misread, unclaimed

_SHOWN = 12  # words of a page that a finding quotes
_FAR = 0.3  # points by which two readings of one glyph's place may differ
_SAYS = {
    "lost": "finds on the page, but not in the text read from there",
    "doubled": "finds claimed twice",
    "invented": "does not find on the page what was read there",
    "other cell": "finds in another cell than the rest of the row or column",
    "hidden": "finds drawn invisibly and left out, which is no fault",
    "unreadable": "cannot read, since the file does not say what its letters mean",
}
_DOUBTS = {
    "lost": "words on page {page} may be missing from it (“{words}”)",
    "doubled": "words on page {page} were read twice (“{words}”)",
    "invented": "words in it do not stand on page {page} (“{words}”)",
    "other cell": "words of it stand in another cell on page {page} (“{words}”)",
}


def verify_report(report: Report, pages: Sequence[int] | None = None) -> Report:
    """Read the report's PDF again with pdfplumber and say in its ledger, findings and doubts where the two differ.

    ``report`` is as ``read_report`` gives it (``places`` are not kept in CSVs); ``pages`` are those it was read from.
    Raises ``ModuleNotFoundError`` where pdfplumber is not installed, and nothing for a file that it cannot read: that
    is a finding.
    """
    claims, name = claims_of(report), reader_name()
    held, unread, why = _read(report.source.path, pages, claims)
    cells = check_cells(held, claims)
    problems = [
        *(p for page in held for p in unclaimed(page, claims)),
        *(p for page in held for p in doubled(page, claims)),
        *misread(claims, held, unread),
        *cells.problems,
    ]
    problems = _hidden_apart(report.source.path, held, problems)
    counts = {kind: _count(problems, kind) for kind in _SAYS}
    verification = Verification(
        reader=name, pages=len(held), words=sum(len({g.word for g in h.page.glyphs}) for h in held),
        lost=counts["lost"], doubled=counts["doubled"], invented=counts["invented"], other_cell=counts["other cell"],
        hidden=counts["hidden"], unreadable=counts["unreadable"], cells_checked=cells.checked,
        cells_unchecked=cells.unchecked, pages_unread=tuple(sorted(unread)), why_unread=why,
    )  # fmt: skip
    return replace(
        report,
        ledger=replace(report.ledger, verified=verification),
        findings=(*report.findings, *_findings(problems, verification)),
        items=tuple(_doubted(item, problems) for item in report.items),
    )


def _read(path: str, pages: Sequence[int] | None, claims: Sequence[Claim]) -> tuple[list[Held], set[int], str]:
    """The pages with the claims on each glyph, the numbers of those that cannot be read, and why where it is known."""
    held: list[Held] = []
    unread: set[int] = set()
    try:
        for page in read_again(path, pages):
            if isinstance(page, int):
                unread.add(page)
            else:
                held.append(holders(page, claims))
    except Exception as error:  # pdfplumber raises nearly anything on files that pdfium mends
        done = {h.page.number for h in held}
        claimed = {box.page for claim in claims for box in claim.boxes}
        return held, claimed - done, str(error) or type(error).__name__
    return held, unread, ""


def _hidden_apart(path: str, held: Sequence[Held], problems: list[Problem]) -> list[Problem]:
    """What was left out and nobody can see is no loss: drawn in an invisible mode, or off the page."""
    pages = sorted({p.page for p in problems if p.kind == "lost"})
    unseen = unseen_glyphs(path, pages) if pages else {}
    on = {h.page.number: h for h in held}
    return [p for problem in problems for p in _parts(problem, on.get(problem.page), unseen.get(problem.page, ()))]


def _parts(problem: Problem, held: Held | None, unseen: Sequence[tuple[float, float]]) -> list[Problem]:
    if problem.kind != "lost" or held is None:
        return [problem]
    hidden = {n for n in problem.indices if _is_hidden(held, n, unseen)}
    if not hidden:
        return [problem]
    words = list(zip(problem.indices, problem.words, strict=True))
    return [
        replace(problem, kind=kind, words=tuple(w for n, w in part), indices=tuple(n for n, _ in part), items=items)
        for kind, part, items in (
            ("lost", [(n, w) for n, w in words if n not in hidden], problem.items),
            ("hidden", [(n, w) for n, w in words if n in hidden], ()),
        )
        if part
    ]


def _is_hidden(held: Held, word: int, unseen: Sequence[tuple[float, float]]) -> bool:
    glyphs = [g for g in held.page.glyphs if g.word == word]
    return all(
        g.x1 < 0 or g.bottom < 0 or g.x0 > held.page.width or g.top > held.page.height
        or any(abs(g.x0 - x) < _FAR and abs(g.top - y) < _FAR for x, y in unseen)
        for g in glyphs
    )  # fmt: skip


def _count(problems: Iterable[Problem], kind: str) -> int:
    """How many words: one on a page counts once, however many claims are at odds over it."""
    here = [p for p in problems if p.kind == kind]
    placed = {(p.page, n) for p in here for n in p.indices}
    return len(placed) + sum(len(p.words) for p in here if not p.indices)


def _findings(problems: Sequence[Problem], verification: Verification) -> list[Finding]:
    """A finding for each page and kind of problem, with its words; then what was not checked."""
    found: list[Finding] = []
    for kind, says in _SAYS.items():
        for page in sorted({p.page for p in problems if p.kind == kind}):
            here = [p for p in problems if (p.kind, p.page) == (kind, page)]
            quoted, count = _quoted([w for p in here for w in p.words]), _count(here, kind)
            many = f" ({count} words)" if count > _SHOWN else ""
            text = f"A second reader {says}{many}: “{quoted}”."
            found.append(Finding(kind="reading", text=text, page=page or None))
    if verification.pages_unread:
        why = f" ({verification.why_unread})" if verification.why_unread else ""
        text = f"The second reader could not read {_pages(verification.pages_unread)}{why}: nothing was checked there."
        found.append(Finding(kind="reading", text=text))
    if verification.cells_unchecked:
        where = _pages(verification.cells_unchecked)
        text = f"The second reader checked words, but not cells, on {where}: no lines part all rows and columns there."
        found.append(Finding(kind="reading", text=text))
    return found


def _quoted(words: Sequence[str]) -> str:
    return " ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")


def _pages(numbers: Sequence[int]) -> str:
    """Such as “page 3” or “pages 1–4, 7”."""
    runs: list[list[int]] = []
    for n in numbers:
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    said = ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
    return f"page {said}" if len(numbers) == 1 else f"pages {said}"


def _doubted(item: Item, problems: Sequence[Problem]) -> Item:
    """The item with a doubt where the second reader reads it otherwise."""
    said = dict.fromkeys(
        _DOUBTS[p.kind].format(page=p.page, words=_quoted(p.words))
        for p in problems
        if item.id in p.items and p.kind in _DOUBTS
    )
    if not said:
        return item
    return replace(item, doubt="; ".join([*([item.doubt] if item.doubt else []), *said]))
