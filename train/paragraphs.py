"""A sheet → the same with neighbouring statements written as one paragraph, as official reports often write them.

Invented statements mostly say one thing each. Real paragraphs go on about several, and what is to be found in one is a
sentence of it. Joined neighbours are such paragraphs, and what they are evidence for is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np

from align.similarity import Matrix
from train.sheets import Sheet, Statement

SHARE = 0.6  # of the statements that may begin a paragraph
SIZES = (2, 2, 3, 3, 4)  # how many statements it takes, each as often
Groups = list[list[int]]  # the statements of a sheet, in order, by paragraph


def paragraphs(sheet: Sheet, chance: Random, share: float = SHARE) -> Groups:
    """Some neighbours of one commitment joined at random; bullets, and what they hang on, stand alone."""
    hung = {s.lead_in for s in sheet.statements if s.lead_in}

    def stands_alone(statement: Statement) -> bool:
        return bool(statement.lead_in) or statement.text in hung

    made: Groups = []
    room = 0  # statements that the last paragraph still takes
    for n, statement in enumerate(sheet.statements):
        follows = bool(made) and statement.row == sheet.statements[n - 1].row
        if stands_alone(statement):
            made.append([n])
            room = 0
        elif room and follows:
            made[-1].append(n)
            room -= 1
        else:
            made.append([n])
            room = chance.choice(SIZES) - 1 if chance.random() < share else 0
    return made


def joined(sheet: Sheet, groups: Groups) -> Sheet:
    """The sheet with a statement for each group: evidence for whatever one of its parts is, as agreed."""
    grades = np.stack([sheet.grades[:, group].max(axis=1) for group in groups], axis=1)
    worth = np.stack([sheet.worth[:, group].max(axis=1) for group in groups], axis=1)
    statements = [_statement([sheet.statements[n] for n in group]) for group in groups]
    return replace(sheet, statements=statements, grades=grades, worth=worth, markings=())


def joined_matches(truth: Matrix, before: Groups, after: Groups) -> Matrix:
    """What carries on as what, ``(before, after)``, of the joined statements: whatever one of their parts carries."""
    return np.array([[truth[np.ix_(a, b)].max() for b in after] for a in before]).reshape(len(before), len(after))


def _statement(parts: Sequence[Statement]) -> Statement:
    if len(parts) == 1:
        return parts[0]
    texts = (p.text if p.text.endswith((".", "!", "?", ":", ";")) else f"{p.text}." for p in parts)
    return replace(parts[0], text=" ".join(texts))
