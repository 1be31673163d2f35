"""Two texts → what was kept, removed and added between them, by words; for reading, not for scoring."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

from align.terms import STOP_WORDS, normal

Change = Literal["kept", "removed", "added"]
_WORD = re.compile(r"\S+\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Words that were kept, removed or added together, with the space behind them. Kept words are the later text's."""

    change: Change
    text: str


def word_changes(before: str, after: str, *, exact: bool = False) -> tuple[Run, ...]:
    """The runs in reading order: kept and removed ones make up ``before``, kept and added ones ``after``.

    Case, quotes, dashes and the stops behind a word do not count as a change. A lone word of the closed classes between
    two changes ("of") is taken into them: a text that flickers word by word is no help. ``exact`` is for two readings
    of one text, of which every character counts, but for spaces, and each word is told apart.
    """
    a, b = _WORD.findall(before.strip()), _WORD.findall(after.strip())
    key = str.strip if exact else _plain
    matcher = SequenceMatcher(None, [key(w) for w in a], [key(w) for w in b], autojunk=False)
    blocks = [(tag, a[i:j], b[k:m]) for tag, i, j, k, m in matcher.get_opcodes()]
    return tuple(_joined(blocks if exact else _steady(blocks)))


def _plain(word: str) -> str:
    """A word as it is compared: a comma more or less is no other word."""
    word = normal(word).strip()
    return word.strip(" .,;:") or word


def kept_share(runs: Iterable[Run]) -> float:
    """The share of all words that were kept, 0..1; 1 where there are no words at all."""
    counts = {"kept": 0, "removed": 0, "added": 0}
    for run in runs:
        counts[run.change] += len(run.text.split())
    total = 2 * counts["kept"] + counts["removed"] + counts["added"]
    return 2 * counts["kept"] / total if total else 1.0


def _steady(blocks: Sequence[tuple[str, list[str], list[str]]]) -> list[tuple[str, list[str], list[str]]]:
    """The blocks with lone stop words between two changes counted as changed."""
    return [
        ("replace", old, new)
        if tag == "equal" and 0 < n < len(blocks) - 1 and all(_says_little(w) for w in new)
        else (tag, old, new)
        for n, (tag, old, new) in enumerate(blocks)
    ]


def _says_little(word: str) -> bool:
    return normal(word).strip(" .,;:()'\"") in STOP_WORDS


def _joined(blocks: Iterable[tuple[str, list[str], list[str]]]) -> Iterable[Run]:
    for equal, group in groupby(blocks, key=lambda block: block[0] == "equal"):
        parts = list(group)
        removed, added = ("".join(w for part in parts for w in part[side]) for side in (1, 2))
        if equal:
            yield Run(change="kept", text=added)
            continue
        if removed:
            yield Run(change="removed", text=removed)
        if added:
            yield Run(change="added", text=added)
