"""The columns of report.xlsx: a heading, a width and an explanation for every one, in the words that people see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from report import words

LAST, THIS = "Last year", "This year"
Look = Literal["text", "check", "note"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its width in characters, what it means, and how its cells look.

    Those that are not ``printed`` stand last: on paper they would make the rest too small to read.
    """

    title: str
    width: int
    says: str
    look: Look = "text"
    printed: bool = True


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


_NOTE = "For you to write in. Save the file under another name first: this one is written anew with each comparison."
YEARS = Column("Reports compared", 16, "The two reports that the row is about.")
OUTCOMES = (
    Column("Commitment", 12, "The number of the commitment that the outcome belongs to, as printed."),
    Column("Outcome", 34, "The outcome as printed."),
    Column("What was found", 18, "See “What was found” above."),
    Column(words.REVIEW, 9, "Yes: a person should decide before anyone quotes what was found.", "check"),
    Column("Why", 46, "What was found in one sentence, with its pages, and what is to be checked."),
    Column("Evidence last year", 12, "The best that last year’s report has for the outcome: a passage about this "
           "outcome, a related one only, or none."),
    Column("Pages last year", 8, "The pages of last year’s passages about this outcome."),
    Column("Evidence this year", 12, "The best that this year’s report has for the outcome."),
    Column("Pages this year", 8, "The pages of this year’s passages about this outcome."),
    Column("Words counted", 17, "How often the outcome’s own words stand in the whole of each report, last year → this "
           "year: anyone can check this with a search."),
    Column("Officer’s note", 26, _NOTE, "note"),
    Column("Where it is listed", 24, "Whether both reports list the outcome, or one of them.", printed=False),
    Column("Where it is printed", 24, "The report and the page that print the outcome.", printed=False),
    Column("Last year’s wording", 35, "Only where the outcome was worded otherwise last year.", printed=False),
    Column("Likelihood", 11, "How likely it is that what was found is right, as the program judges.", printed=False),
)  # fmt: skip
EVIDENCE = (
    Column("Commitment", 12, "The number of the outcome’s commitment, as printed."),
    Column("Outcome", 30, "The outcome that the passage is held against."),
    Column("What was found", 17, "What was found for the outcome."),
    Column("Year", 9, "Which of the two reports the passage stands in."),
    Column("Page", 7, "The page of the file on which the passage starts."),
    Column("Passage", 60, "The passage as printed."),
    Column("Counted as", 13, "About this outcome; related only; or looked at, not counted."),
    Column("Likelihood", 10, "How likely it is that the passage is about the outcome, as the program judges."),
    Column(words.RULED, 13, "What a person decided of the passage; blank where nobody has.", "check"),
    Column("Officer’s note", 26, f"Who decided, when and why. {_NOTE}", "note"),
    Column("Kind", 20, "A result, something done or something planned; and whether it points towards the outcome or "
           "away from it, where the wording is plain.", printed=False),
    Column("What they share", 30, "The words, or the sentence, that the program went by.", printed=False),
    Column("Report", 30, "The title of the report that the passage stands in.", printed=False),
)  # fmt: skip
STATEMENTS = (
    Column("Commitment", 12, "The number of the commitment in this year’s report, else in last year’s."),
    Column("What became of it", 17, "Whether it carries on. “No match found” doesn’t say that there is none."),
    Column(LAST, 55, "The statement in last year’s report."),
    Column("Page last year", 8, "The page on which it starts."),
    Column(THIS, 55, "The statement in this year’s report."),
    Column("Page this year", 8, "The page on which it starts."),
    Column("Likelihood", 10, "How likely it is that the two are the same statement."),
)
FIGURES = (
    Column("What", 28, "What the figure counts, in the report’s own words; “…” stands for the figure."),
    Column(LAST, 12, "The figure in last year’s report."),
    Column("Page last year", 8, "The page on which its statement starts."),
    Column(THIS, 12, "The same figure in this year’s report; blank where none was found."),
    Column("Page this year", 8, "The page on which its statement starts."),
    Column("Change", 16, "Only for figures that may be compared."),
    Column("Can they be compared?", 12, "Whether one may be taken from the other."),
    Column("Why", 28, "Why they may be compared, or why not."),
    Column("Last year’s statement", 40, "The statement that the figure stands in."),
    Column("This year’s statement", 40, "The statement that the figure stands in."),
)
DECISIONS = (
    Column("On", 14, "What was decided on: a passage as evidence for an outcome, or whether two texts are the same."),
    Column("Outcome, or last year’s text", 50, "The outcome, or the text of the earlier report."),
    Column("Passage, or this year’s text", 60, "The passage, or the text of the later report."),
    Column("Decision", 18, "As it was made.", "check"),
    Column("Who", 18, "As it was signed."),
    Column("When", 14, "The day as it was noted."),
    Column("Note", 40, "As it was noted."),
    Column("Does it apply?", 30, "Whether it was gone by here, and if not, why not."),
)
COMMITMENTS = (
    Column("Number last year", 11, "As printed."),
    Column(LAST, 50, "The commitment’s title in last year’s report."),
    Column("Page last year", 8, "The page on which it starts."),
    Column(
        "What became of it", 22, "Whether it carries on, as the program matched the titles and what stands under them."
    ),
    Column("Number this year", 11, "As printed."),
    Column(THIS, 50, "The commitment’s title in this year’s report."),
    Column("Page this year", 8, "The page on which it starts."),
    Column(words.REVIEW, 30, "Why a person should look at the match itself.", "check"),
)
