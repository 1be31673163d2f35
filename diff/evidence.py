"""Outcomes × a report's statements → the links that count as evidence, and the next best that were passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from align.alignment import RULED
from align.similarity import TermLikeness, shared_words
from align.terms import Vocabulary
from diff.comparison import Link
from diff.features import Claim, Cube, Passage
from diff.judge import Judge
from diff.rulings import EvidenceRuling
from extract.report import PROGRESS, SUMMARY, Item, Report

_CONSIDERED = 5  # statements shown that were not counted
_HEADING = 5  # words: a paragraph no longer than this that ends no sentence is a heading within its cell
_SAME_NEWS = 0.5  # likeness at which a summary's bullet repeats a statement of the table

Links = tuple[tuple[Link, ...], tuple[Link, ...]]  # (evidence, considered), best first


def link_outcomes(
    claims: Sequence[Claim],
    report: Report,
    vocabulary: Vocabulary,
    judge: Judge,
    rulings: Sequence[Mapping[str, EvidenceRuling]],
) -> list[Links]:
    """For each claim its links into a report. ``rulings`` hold, for each claim, statement id → a person's decision."""
    statements = (*citable(report, vocabulary),)
    ruled = {item_id for decisions in rulings for item_id in decisions} - {item.id for item in statements}
    statements += tuple(item for item in report.items if item.id in ruled)  # passages that an officer added
    passages = [passage_of(item, report) for item in statements]
    scores = judge.probabilities(claims, passages, vocabulary)
    return [
        _links(claim, statements, scores[i], vocabulary, judge, rulings[i]) if statements else ((), ())
        for i, claim in enumerate(claims)
    ]


def passage_of(item: Item, report: Report) -> Passage:
    """A statement with the lead-in that its bullet hangs on."""
    lead_in = report.item(item.parent).text if item.parent else ""
    return Passage(text=item.text, lead_in=lead_in, key=item.commitment)


def citable(report: Report, vocabulary: Vocabulary) -> tuple[Item, ...]:
    """The statements that may count: no headings, and of a summary only what the table does not say already."""
    said = [i for i in report.statements if not _is_heading(i)]
    table = [i for i in said if i.role != SUMMARY]
    summary = [i for i in said if i.role == SUMMARY]
    if not summary or not table:
        return tuple(said)
    alike: Cube = TermLikeness(vocabulary).matrix([i.text for i in summary], [i.text for i in table])
    own = [item for item, row in zip(summary, alike, strict=True) if float(row.max()) < _SAME_NEWS]
    return (*own, *table)


def _is_heading(item: Item) -> bool:
    """Whether an item only names what follows: a few words, no figure, and no end of a sentence."""
    words = item.text.split()
    return item.level == 0 and len(words) <= _HEADING and not re.search(r"\d|[.!?;]$", item.text)


def _links(
    claim: Claim,
    statements: Sequence[Item],
    scores: Cube,
    vocabulary: Vocabulary,
    judge: Judge,
    rulings: Mapping[str, EvidenceRuling],
) -> Links:
    evidence: list[Link] = []
    considered: list[Link] = []
    for n in np.argsort(-scores, kind="stable"):
        item, score = statements[n], float(scores[n])
        ruling = rulings.get(item.id)
        if ruling in ("direct", "partial"):
            evidence.append(_link(claim, item, score, vocabulary, ruling, ruled=True))
        elif ruling == "no":
            considered.append(_link(claim, item, score, vocabulary, "partial", ruled=True))
        elif score >= judge.partial and item.role in (PROGRESS, SUMMARY):
            grade = "direct" if score >= judge.direct else "partial"
            evidence.append(_link(claim, item, score, vocabulary, grade))
        elif sum(not link.ruled for link in considered) < _CONSIDERED:
            considered.append(_link(claim, item, score, vocabulary, "partial"))
    return _best_first(evidence), _best_first(considered)


def _best_first(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda link: (link.grade != "direct", not link.ruled, -link.score)))


def _link(claim: Claim, item: Item, score: float, vocabulary: Vocabulary, grade: str, *, ruled: bool = False) -> Link:
    return Link(
        statement=item.id,
        grade="direct" if grade == "direct" else "partial",
        score=round(score, 4),
        page=item.page_first,
        text=item.text,
        why=RULED if ruled else _why(claim, item, vocabulary),
        ruled=ruled,
    )


def _why(claim: Claim, item: Item, vocabulary: Vocabulary) -> str:
    """The rarest words that an outcome and a statement share, and whether they stand in one row of the table."""
    profile = vocabulary.profile(item.text).stems
    shared = [s for s in vocabulary.rare_terms(claim.text) if s in profile]
    place = "same commitment" if item.commitment in claim.own else "another commitment"
    return f"{shared_words(shared[:4], item.text, vocabulary)}; {'the summary' if not item.commitment else place}"
