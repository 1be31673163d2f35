"""Outcomes × a report's statements → the links that count as evidence, and the next best that were passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from align.alignment import RULED
from align.similarity import TermLikeness, shared_words
from align.terms import Vocabulary
from diff.comparison import Link
from diff.judge import Claim, Cube, Judge, Judgement, Passage, Rule
from diff.kind import direction_of, kind_of
from diff.rulings import EvidenceRuling
from extract.report import PROGRESS, SUMMARY, Item, Report

_CONSIDERED = 5  # statements shown that were not counted
_HEADING = 5  # words: a paragraph no longer than this that ends no sentence is a heading within its cell
_WORDED = 0.6  # of the outcome's words, the rare ones counting more, in one statement: a search box would find it
_SAME_NEWS = 0.5  # likeness at which a summary's bullet repeats a statement of the table


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one report has for one outcome: links that count and those passed over, both best first.

    ``likely`` is the probability that the report has direct evidence for it at all; 1 where a person has said so.
    ``worded`` is the statement that has the outcome's own words though the judge does not count it: where count and
    judge disagree, a person should look.
    """

    evidence: tuple[Link, ...]
    considered: tuple[Link, ...]
    likely: float
    worded: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One report's citable statements, and how likely each is evidence for each claim."""

    claims: Sequence[Claim]
    statements: Sequence[Item]
    judgement: Judgement


def judge_report(
    claims: Sequence[Claim],
    report: Report,
    vocabulary: Vocabulary,
    judge: Judge,
    rulings: Sequence[Mapping[str, EvidenceRuling]],
) -> Judged:
    """Every claim against every statement that may count, and those that an officer has ruled on besides.

    ``rulings`` hold, for each claim, statement id → a person's decision.
    """
    statements = citable(report, vocabulary)
    ruled = {item_id for decisions in rulings for item_id in decisions} - {item.id for item in statements}
    statements += tuple(item for item in report.items if item.id in ruled)
    headings = _headings(report)
    passages = [passage_of(item, report, headings) for item in statements]
    return Judged(claims=claims, statements=statements, judgement=judge.judged(claims, passages, vocabulary))


def link_outcomes(
    judged: Judged, vocabulary: Vocabulary, rule: Rule, rulings: Sequence[Mapping[str, EvidenceRuling]]
) -> list[Found]:
    """For each claim what a report has."""
    said = judged.judgement
    return [
        _found(claim, judged.statements, said.direct[i], said.linked[i], vocabulary, rule, rulings[i])
        for i, claim in enumerate(judged.claims)
    ]


def passage_of(item: Item, report: Report, headings: Mapping[str, str]) -> Passage:
    """A statement with what it hangs on: its bullet's lead-in, or else the heading above it."""
    context = report.item(item.parent).text if item.parent else headings.get(item.id, "")
    return Passage(text=item.text, lead_in=context, key=item.commitment)


def _headings(report: Report) -> dict[str, str]:
    """Item id → the heading that it stands under, where its cell or the summary has headings."""
    under: dict[str, str] = {}
    last: dict[tuple[str, str], str] = {}
    for item in report.items:
        place = item.commitment, item.role
        if _is_heading(item):
            last[place] = item.text
        elif place in last:
            under[item.id] = last[place]
    return under


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


def _found(
    claim: Claim,
    statements: Sequence[Item],
    direct: Cube,
    linked: Cube,
    vocabulary: Vocabulary,
    rule: Rule,
    rulings: Mapping[str, EvidenceRuling],
) -> Found:
    evidence: list[Link] = []
    considered: list[Link] = []
    counts = np.array([i.role in (PROGRESS, SUMMARY) and i.id not in rulings for i in statements], dtype=bool)
    likely = rule.found(direct[counts])
    least = min(rule.direct, float(direct[counts].max())) if likely >= 0.5 else rule.direct
    for n in np.argsort(-direct, kind="stable"):
        item, score = statements[n], float(direct[n])
        ruling = rulings.get(item.id)
        if ruling in ("direct", "partial"):
            evidence.append(_link(claim, item, score, vocabulary, ruling, ruled=True))
        elif ruling == "no":
            considered.append(_link(claim, item, score, vocabulary, "partial", ruled=True))
        elif counts[n] and (score >= least or linked[n] >= rule.partial):
            evidence.append(_link(claim, item, score, vocabulary, "direct" if score >= least else "partial"))
        elif sum(not link.ruled for link in considered) < _CONSIDERED:
            considered.append(_link(claim, item, score, vocabulary, "partial"))
    if any(link.ruled and link.grade == "direct" for link in evidence):
        likely = 1.0
    found = Found(evidence=_best_first(evidence), considered=_best_first(considered), likely=likely)
    if any(link.grade == "direct" for link in evidence):
        return found
    passed = [(s, float(direct[n])) for n, s in enumerate(statements) if s.id not in rulings]
    return _with_worded(found, claim, passed, vocabulary)


def _with_worded(found: Found, claim: Claim, passed: Sequence[tuple[Item, float]], vocabulary: Vocabulary) -> Found:
    """The statement that has most of the outcome's own words heads what was considered, if it has enough of them."""
    rare = vocabulary.profile(claim.text).stems
    whole = sum(map(vocabulary.rarity, rare))
    shared = [[s for s in rare if s in vocabulary.profile(item.text).stems] for item, _ in passed]
    shares = [sum(map(vocabulary.rarity, stems)) / whole if len(stems) > 1 else 0.0 for stems in shared]
    if not shares or max(shares) < _WORDED:
        return found
    item, score = passed[int(np.argmax(shares))]
    link = _link(claim, item, score, vocabulary, "partial")
    if any(other.statement == item.id for other in found.evidence):
        return replace(found, worded=link)
    rest = [other for other in found.considered if other.statement != item.id]
    return replace(found, considered=(link, *rest)[: max(_CONSIDERED, len(rest))], worded=link)


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
        kind=kind_of(item.text),
        direction=direction_of(claim.text, item.text),
        ruled=ruled,
    )


def _why(claim: Claim, item: Item, vocabulary: Vocabulary) -> str:
    """The rarest words that an outcome and a statement share, and whether they stand in one row of the table."""
    profile = vocabulary.profile(item.text).stems
    shared = [s for s in vocabulary.rare_terms(claim.text) if s in profile]
    words = shared_words(shared[:4], item.text, vocabulary) if shared else "no word shared, judged by what it says"
    place = "same commitment" if item.commitment in claim.own else "another commitment"
    return f"{words}; {'the summary' if not item.commitment else place}"
