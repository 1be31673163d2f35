"""The columns of a comparison's CSVs, with their types and meanings (Table Schema of Data Package v2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from align.alignment import CommitmentRelation, OutcomeRelation, StatementRelation
from diff.comparison import Direction, Grade, Kind, Level, Listed, Status
from extract.schema import Field, page, resource

_NEVER = "It stands in the other report only"
_REPORTS = (
    Field(name="before_report", says="The earlier report of the pair"),
    Field(name="after_report", says="The later report of the pair"),
)


def _score(says: str, blank: str = "", name: str = "score") -> Field:
    return Field(name=name, says=says, type="number", unit="probability", least=0, most=1, blank=blank)


def _flag(name: str, says: str) -> Field:
    return Field(name=name, says=says, type="boolean")


def _level(name: str, report: str) -> Field:
    return Field(name=name, says=f"The best evidence in the {report} report", one_of=get_args(Level))


def _period(name: str, report: str) -> Field:
    return Field(name=name, says=f"The period in the {report} report’s own words", blank="It says none")


def _value(name: str, report: str, blank: str = "") -> Field:
    return Field(name=name, says=f"The value in the {report} report", type="number", unit="see unit", blank=blank)


FIELDS: dict[str, tuple[Field, ...]] = {
    "reports": (
        Field(name="report", says="Id of the report, by which the other tables name it"),
        Field(name="title", says="Its title", blank="It has none"),
        Field(name="body", says="Whose report it is", blank="The report does not say"),
        Field(name="plan", says="The plan that it reports on", blank="The report does not say"),
        Field(name="date", says="Its date, ISO 8601: 2025-06-18, or 2025-06", blank="The report does not say"),
        Field(name="period_from", says="The first month reported on, ISO 8601", blank="The report does not say"),
        Field(name="period_to", says="The last month reported on, ISO 8601", blank="The report does not say"),
        Field(name="file", says="The name of its file"),
        Field(name="sha256", says="SHA-256 of the file"),
        Field(name="pages", says="How many pages it has", type="integer", unit="page", least=1),
        _flag("lists_outcomes", "Whether it has an outcomes column"),
    ),
    "commitments": (
        *_REPORTS,
        Field(name="before", says="The number in the earlier report, as printed", blank=_NEVER),
        Field(name="after", says="The number in the later report, as printed", blank=_NEVER),
        Field(name="relation", says="What became of it", one_of=get_args(CommitmentRelation)),
        _score("That the two are the same promise", "There is nothing to match"),
    ),
    "outcomes": (
        *_REPORTS,
        Field(name="before", says="The outcome’s item as it stood for the earlier report", blank="It did not stand"),
        Field(name="after", says="The outcome’s item in the later report", blank="It is not printed there"),
        Field(name="commitment", says="The number of its commitment, as printed", blank="It belongs to none"),
        Field(name="text", says="The outcome, in the later report’s words if it prints it"),
        Field(name="listed", says="Which report lists it; carried: one lists none", one_of=get_args(Listed)),
        Field(name="relation", says="What became of the outcome’s wording", one_of=get_args(OutcomeRelation)),
        Field(name="status", says="What became of its direct evidence", one_of=get_args(Status)),
        _level("evidence_before", "earlier"),
        _level("evidence_after", "later"),
        _flag("review", "Whether a person should check before anyone quotes it"),
        Field(name="reason", says="Why, in a sentence"),
        _score("That the status is right", name="probability"),
        Field(name="outcome_report", says="The report that prints the outcome, the later one first"),
        Field(name="outcome", says="The outcome’s item there"),
    ),
    "evidence": (
        *_REPORTS,
        Field(name="outcome_report", says="The report that prints the outcome, the later one first"),
        Field(name="outcome", says="The outcome’s item there"),
        Field(name="statement_report", says="The report that makes the statement"),
        Field(name="statement", says="The statement’s item there"),
        Field(name="grade", says="direct: about the outcome’s subject; partial: near it", one_of=get_args(Grade)),
        _score("That the link is direct"),
        page("page", "The page on which the statement starts"),
        Field(name="text", says="The statement"),
        Field(name="why", says="The shared words, or the sentence, that carried it", blank="Nothing to name"),
        _flag("ruled", "Whether a person decided it"),
        Field(name="kind", says="What the statement tells of", one_of=get_args(Kind)),
        Field(name="direction", says="Towards the outcome or away from it", one_of=get_args(Direction)),
    ),
    "statements": (
        *_REPORTS,
        Field(name="before", says="The statement’s item in the earlier report", blank=_NEVER),
        Field(name="after", says="The statement’s item in the later report", blank=_NEVER),
        Field(name="relation", says="What became of it", one_of=get_args(StatementRelation)),
        _score("That the two are one statement carried on", "There is nothing to match"),
        Field(name="before_text", says="Its text in the earlier report", blank=_NEVER),
        Field(name="after_text", says="Its text in the later report", blank=_NEVER),
    ),
    "measures": (
        *_REPORTS,
        Field(name="before", says="The statement’s item in the earlier report"),
        Field(name="after", says="The statement’s item in the later report", blank="The figure vanished"),
        Field(name="what", says="What is counted, in the report’s words", blank="The report does not say"),
        _value("value_before", "earlier"),
        _value("value_after", "later", "The figure vanished"),
        Field(name="unit", says="The unit of both values: £, %, rank, people, …", blank="A number without a unit"),
        _period("period_before", "earlier"),
        _period("period_after", "later"),
        _flag("comparable", "Whether the two values may be compared"),
        Field(name="reason", says="Why they may or may not be compared", blank="There is nothing against it"),
    ),
}
#: The header of each CSV, by its file's stem.
COLUMNS: dict[str, tuple[str, ...]] = {name: tuple(f.name for f in fields) for name, fields in FIELDS.items()}
_PAIR = ["before_report", "after_report"]
_OUTCOME = [*_PAIR, "outcome_report", "outcome"]
# Commitments are named by numbers as printed, which may restart, and one statement may hold several figures: those
# two tables have no key. One side of a statement may be blank, which no primary key allows and a unique key does.
_KEYS: dict[str, dict[str, Any]] = {
    "reports": {"primaryKey": ["report"]},
    "outcomes": {"primaryKey": _OUTCOME},
    "evidence": {"primaryKey": [*_OUTCOME, "statement_report", "statement"]},
    "statements": {"uniqueKeys": [[*_PAIR, "before", "after"]]},
}
_NAMING_REPORTS = ("before_report", "after_report", "outcome_report", "statement_report")


def described(names: Iterable[str]) -> list[dict[str, Any]]:
    """The ``resources`` of a ``datapackage.json`` with these tables; ``reports`` must be among them."""
    return [resource(name, FIELDS[name], {**_KEYS.get(name, {}), **_foreign(name)}) for name in names]


def _foreign(name: str) -> dict[str, Any]:
    keys = [
        {"fields": [column], "reference": {"resource": "reports", "fields": ["report"]}}
        for column in COLUMNS[name] if column in _NAMING_REPORTS
    ]  # fmt: skip
    if name == "evidence":
        keys.append({"fields": _OUTCOME, "reference": {"resource": "outcomes", "fields": _OUTCOME}})
    return {"foreignKeys": keys} if keys else {}
