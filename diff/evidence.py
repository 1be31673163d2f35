"""Outcomes × a report's statements → the links that count as evidence, and the next best that were passed over."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from align.alignment import RULED
from align.similarity import TermLikeness, shared_words
from align.terms import Vocabulary
from diff.comparison import Grade, Link
from diff.judge import Claim, Cube, Judge, Judgement, Passage, Rule, none_direct
from diff.kind import direction_of, kind_of
from diff.rulings import EvidenceRuling
from extract.report import SUMMARY, Item, Report

_CONSIDERED = 5  # statements shown that were not counted
_HEADING = 5  # words: a paragraph no longer than this that ends no sentence is a heading within its cell
_BY_WORDS = 3  # statements remembered for their words: a person may rule the first of them out
_WORDED = 0.6  # of the outcome's words, the rare ones counting more, in one statement: a search box would find it
_SAME_NEWS = 0.5  # likeness at which a summary's bullet repeats a statement of the table


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one report has for one outcome: links that count and those passed over, both best first.

    ``likely`` is the probability that the report has direct evidence for it at all; 1 where a person has said so.
    ``worded`` are the statements that have the outcome's own words though nothing direct was found, the most first:
    where count and judge disagree, a person should look. ``none`` is the log of the chance that no statement is direct,
    and ``scores`` the chance of each one shown that it is.
    """

    evidence: tuple[Link, ...]
    considered: tuple[Link, ...]
    likely: float
    none: float
    scores: Mapping[str, float]
    worded: tuple[str, ...]

    @property
    def by_words(self) -> Link | None:
        """The statement with most of the outcome's own words, where nothing direct was found."""
        if any(link.grade == "direct" for link in self.evidence):
            return None
        shown = {link.statement: link for link in (*self.evidence, *self.considered) if not link.ruled}
        return next((shown[statement] for statement in self.worded if statement in shown), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One report's statements, and how likely each is evidence for each claim.

    The first ``citable`` may count; those after them do only where a person says so.
    """

    claims: Sequence[Claim]
    statements: Sequence[Item]
    citable: int
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
    able = citable(report, vocabulary)
    ruled = {item_id for decisions in rulings for item_id in decisions} - {item.id for item in able}
    statements = (*able, *(item for item in report.items if item.id in ruled))
    headings = _headings(report)
    passages = [passage_of(item, report, headings) for item in statements]
    judgement = judge.judged(claims, passages, vocabulary)
    return Judged(claims=claims, statements=statements, citable=len(able), judgement=judgement)


def link_outcomes(
    judged: Judged, vocabulary: Vocabulary, rule: Rule, rulings: Sequence[Mapping[str, EvidenceRuling]]
) -> list[Found]:
    """For each claim what a report has. Probabilities are taken as they are shown, to four places."""
    direct, linked = np.round(judged.judgement.direct, 4), judged.judgement.linked
    holding = _holding(judged.statements[: judged.citable], vocabulary)
    return [
        _found(_Row(claim, judged, direct[i], linked[i], rulings[i], holding), vocabulary, rule)
        for i, claim in enumerate(judged.claims)
    ]


def passage_of(item: Item, report: Report, headings: Mapping[str, str]) -> Passage:
    """A statement with what it hangs on: its bullet's lead-in, or else the heading above it."""
    context = report.item(item.parent).text if item.parent else headings.get(item.id, "")
    return Passage(text=item.text, lead_in=context, key=item.commitment)


def passages_of(report: Report) -> list[Passage]:
    """All statements of a report as a judge sees them, in order."""
    headings = _headings(report)
    return [passage_of(item, report, headings) for item in report.statements]


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


class _Row(NamedTuple):
    """One claim beside the statements of a report; ``rulings`` are statement id → a person's decision."""

    claim: Claim
    judged: Judged
    direct: Cube
    linked: Cube
    rulings: Mapping[str, EvidenceRuling]
    holding: Mapping[str, Sequence[int]]  # each stem with the places of the statements that may count and have it

    def grades(self, rule: Rule) -> list[Grade | None]:
        """What the judge says of each statement by itself, whatever has been ruled; ``None``: it does not count."""
        able = self.direct[: self.judged.citable]
        least = rule.least(able)
        counted: list[Grade | None] = []
        for p, linked in zip(able, self.linked, strict=False):
            counted.append("direct" if p >= least else "partial" if linked >= rule.partial else None)
        return counted + [None] * (len(self.direct) - len(able))

    def likely(self, rule: Rule) -> float:
        """How likely what nobody has settled has direct evidence; 1 where a person found some."""
        if "direct" in self.rulings.values():
            return 1.0
        statements = self.judged.statements[: self.judged.citable]
        left = [n for n, item in enumerate(statements) if self.rulings.get(item.id, "unsure") == "unsure"]
        return rule.found(self.direct[left])


def _found(row: _Row, vocabulary: Vocabulary, rule: Rule) -> Found:
    worded = _worded(row, vocabulary)
    evidence: list[Link] = []
    considered: list[Link] = []
    grades = row.grades(rule)
    for n in np.argsort(-row.direct, kind="stable"):
        item, grade, score = row.judged.statements[n], grades[n], float(row.direct[n])
        ruling = row.rulings.get(item.id, "unsure")
        if ruling != "unsure":
            grade = None if ruling == "no" else ruling
        passed = sum(not link.ruled for link in considered)
        if grade or ruling == "no" or passed < _CONSIDERED or item.id in worded:
            link = _link(row.claim, item, score, vocabulary, grade, grades[n], ruled=ruling != "unsure")
            (evidence if grade else considered).append(link)
    shown = {link.statement: link.score for link in (*evidence, *considered)}
    able = [item.id for item in row.judged.statements[: row.judged.citable]]
    return Found(
        evidence=_best_first(evidence), considered=_first(_best_first(considered), worded), likely=row.likely(rule),
        none=none_direct(row.direct[: row.judged.citable]), worded=worded,
        scores={statement: shown[statement] for statement in able if statement in shown},
    )  # fmt: skip


def _holding(statements: Sequence[Item], vocabulary: Vocabulary) -> Mapping[str, Sequence[int]]:
    """Each stem with the places of the statements that have it."""
    places: dict[str, list[int]] = defaultdict(list)
    for n, item in enumerate(statements):
        for stem in vocabulary.profile(item.text).stems:
            places[stem].append(n)
    return places


def _worded(row: _Row, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The statements that have enough of the outcome's own words, the most first."""
    rare = vocabulary.profile(row.claim.text).stems
    whole = sum(map(vocabulary.rarity, rare))
    shared: dict[int, list[float]] = defaultdict(list)
    for stem in rare:
        for n in row.holding.get(stem, ()):
            shared[n].append(vocabulary.rarity(stem))
    shares = {n: sum(parts) / whole for n, parts in shared.items() if len(parts) > 1}
    best = sorted(shares, key=lambda n: (-shares[n], n))[:_BY_WORDS]
    return tuple(row.judged.statements[n].id for n in best if shares[n] >= _WORDED)


def _best_first(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda link: (link.grade != "direct", not link.ruled, -link.score)))


def _first(links: tuple[Link, ...], wanted: Sequence[str]) -> tuple[Link, ...]:
    """The links with the first of those wanted that nobody has ruled on at their head."""
    by_id = {link.statement: link for link in links if not link.ruled}
    head = next((by_id[statement] for statement in wanted if statement in by_id), None)
    return links if head is None else (head, *(link for link in links if link is not head))


def _link(
    claim: Claim,
    item: Item,
    score: float,
    vocabulary: Vocabulary,
    grade: Grade | None,
    judged: Grade | None,
    *,
    ruled: bool,
) -> Link:
    return Link(
        statement=item.id,
        grade=grade or "partial",
        score=round(score, 4),
        page=item.page_first,
        text=item.text,
        why=RULED if ruled else _why(claim, item, vocabulary),
        kind=kind_of(item.text),
        direction=direction_of(claim.text, item.text),
        ruled=ruled,
        judged=judged,
    )


def _why(claim: Claim, item: Item, vocabulary: Vocabulary) -> str:
    """The rarest words that an outcome and a statement share, and whether they stand in one row of the table."""
    profile = vocabulary.profile(item.text).stems
    shared = [s for s in vocabulary.rare_terms(claim.text) if s in profile]
    words = shared_words(shared[:4], item.text, vocabulary) if shared else "no word shared, judged by what it says"
    place = "same commitment" if item.commitment in claim.own else "another commitment"
    return f"{words}; {'the summary' if not item.commitment else place}"
