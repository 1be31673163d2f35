"""The columns of report.xlsx: a heading, a width and an explanation for every one, in the words that people see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from report import words

LAST, THIS = "Last year", "This year"
Look = Literal["text", "check", "note"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its width in characters, what it means, and how its cells look."""

    title: str
    width: int
    says: str
    look: Look = "text"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in its unit, as in a Measure (1200000 and ``£``, 37 and ``rank``)."""

    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Share:
    """A likelihood, 0..1, shown per cent."""

    value: float


Cell = str | int | Amount | Share | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: every row has a cell for each column."""

    name: str
    says: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


YEARS = Column("Reports compared", 22, "The dates of the two reports that the row is about.")
OUTCOMES = (
    Column("Commitment", 13, "The number of the commitment that the outcome belongs to, as printed."),
    Column("Outcome", 45, "The outcome as printed."),
    Column("What was found", 24, "See “What was found” below."),
    Column(words.REVIEW, 12, "Yes: a person should decide before anyone quotes what was found.", "check"),
    Column("Why", 55, "What was found in one sentence, with its pages, and what is to be checked."),
    Column("Evidence last year", 15, "The best that last year’s report has for the outcome: a passage about this "
           "outcome, a related one only, or none."),
    Column("Pages last year", 11, "The pages of last year’s passages about this outcome."),
    Column("Evidence this year", 15, "The best that this year’s report has for the outcome."),
    Column("Pages this year", 11, "The pages of this year’s passages about this outcome."),
    Column("Words counted", 24, "How often the outcome’s own words stand in the whole of each report, last year → this "
           "year: anyone can check this with a search."),
    Column("Where it is listed", 24, "Whether both reports list the outcome, or one of them."),
    Column("Where it is printed", 24, "The report and the page that print the outcome."),
    Column("Last year’s wording", 35, "Only where the outcome was worded otherwise last year."),
    Column("Likelihood", 11, "How likely it is that what was found is right, as the program judges."),
    Column("Officer’s note", 35, "For you.", "note"),
)  # fmt: skip
EVIDENCE = (
    Column("Commitment", 13, "The number of the outcome’s commitment, as printed."),
    Column("Outcome", 40, "The outcome that the passage is held against."),
    Column("What was found", 24, "What was found for the outcome."),
    Column("Year", 11, "Which of the two reports the passage stands in."),
    Column("Report", 28, "The title of that report."),
    Column("Page", 8, "The page of the file on which the passage starts."),
    Column("Passage", 70, "The passage as printed."),
    Column("Counted as", 18, "About this outcome; related only; or looked at, not counted."),
    Column("Kind", 20, "A result, something done or something planned; and whether it points towards the outcome or "
           "away from it, where the wording is plain."),
    Column("Likelihood", 11, "How likely it is that the passage is about the outcome, as the program judges."),
    Column("What they share", 30, "The words, or the sentence, that the program went by."),
    Column(words.RULED, 11, "Yes: a person decided this.", "check"),
    Column("Officer’s note", 35, "For you.", "note"),
)  # fmt: skip
STATEMENTS = (
    Column("Commitment", 13, "The number of the commitment in this year’s report, else in last year’s."),
    Column("What became of it", 22, "Whether it carries on. “No match found” doesn’t say that there is none."),
    Column(LAST, 65, "The statement in last year’s report."),
    Column("Page last year", 9, "The page on which it starts."),
    Column(THIS, 65, "The statement in this year’s report."),
    Column("Page this year", 9, "The page on which it starts."),
    Column("Likelihood", 11, "How likely it is that the two are the same statement."),
)
FIGURES = (
    Column("What", 40, "What the figure counts, in the report’s own words; “…” stands for the figure."),
    Column(LAST, 14, "The figure in last year’s report."),
    Column("Page last year", 9, "The page on which its statement starts."),
    Column(THIS, 14, "The same figure in this year’s report; blank where none was found."),
    Column("Page this year", 9, "The page on which its statement starts."),
    Column("Change", 20, "Only for figures that may be compared."),
    Column("Can they be compared?", 13, "Whether one may be taken from the other."),
    Column("Why", 40, "Why they may be compared, or why not."),
    Column("Last year’s statement", 55, "The statement that the figure stands in."),
    Column("This year’s statement", 55, "The statement that the figure stands in."),
)
COMMITMENTS = (
    Column("Number last year", 11, "As printed."),
    Column(LAST, 60, "The commitment’s title in last year’s report."),
    Column("Page last year", 9, "The page on which it starts."),
    Column("What became of it", 26, "Whether it carries on. “No match found” doesn’t say that there is none."),
    Column("Number this year", 11, "As printed."),
    Column(THIS, 60, "The commitment’s title in this year’s report."),
    Column("Page this year", 9, "The page on which it starts."),
    Column(words.REVIEW, 35, "Why a person should look at the match itself.", "check"),
)
