"""The judges: what they promise of their probabilities, what the learned one is for, what follows from scores."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from align.terms import Vocabulary
from diff.encoder import WEIGHTS, encoder
from diff.judge import JUDGES, Claim, Cube, Judge, Judgement, JudgeName, Passage, Rule, Sensing, shipped_judge

OUTCOMES = (
    "Keep young people out of custody",
    "Fewer homes are flooded",
    "Answer non-emergency calls more quickly",
)
STATEMENTS = (
    "The remand fostering scheme took nine teenagers last year who would otherwise have been in secure accommodation.",
    "Work on the Millbrook embankment finished in March and 214 properties now stand behind it.",
    "The average wait on 101 fell from six minutes to two.",
    "The Board met four times and agreed its terms of reference.",
)


def judged(
    name: JudgeName, outcomes: tuple[str, ...] = OUTCOMES, statements: tuple[str, ...] = STATEMENTS
) -> Judgement:
    claims = [Claim(text=o, title="Safer places", own=frozenset(["1"])) for o in outcomes]
    passages = [Passage(text=s, lead_in="", key="1") for s in statements]
    return shipped_judge(name).judged(claims, passages, Vocabulary([*outcomes, *statements]))


@pytest.mark.parametrize("name", JUDGES)
def test_probabilities_are_probabilities_and_a_direct_link_is_a_link(name: JudgeName) -> None:
    said = judged(name)
    assert said.direct.shape == said.linked.shape == (3, 4)
    assert (said.direct >= 0).all()
    assert (said.linked <= 1).all()
    assert (said.linked >= said.direct).all()


@pytest.mark.parametrize("name", JUDGES)
@pytest.mark.parametrize(("outcomes", "statements"), [(0, 4), (3, 0), (0, 0), (1, 1)])
def test_nothing_to_judge_is_no_error(name: JudgeName, outcomes: int, statements: int) -> None:
    assert judged(name, OUTCOMES[:outcomes], STATEMENTS[:statements]).direct.shape == (outcomes, statements)


def test_the_learned_judge_sees_meaning_where_no_word_is_shared() -> None:
    learned = judged("learned").direct
    assert learned.argmax(axis=1).tolist() == [0, 1, 2]
    assert (learned[:, 3] < learned.max(axis=1)).all()
    assert len({round(float(p), 6) for p in judged("lexical").direct[1]}) < 3  # to the lexical one they are alike


def test_statements_that_say_the_same_in_other_words_are_near_and_lead_ins_do_not_count() -> None:
    judge = shipped_judge()
    assert isinstance(judge, Sensing)
    before = [
        Passage(text="Eleven wardens have joined the night patrol.", lead_in="", key="1"),
        Passage(text="The new boiler was installed in March.", lead_in="", key="1"),
    ]
    after = [
        Passage(text="Staff who walk the streets after dark now number fourteen.", lead_in="", key="1"),
        Passage(text="Heating equipment has been replaced.", lead_in="", key="1"),
    ]

    def near(a: list[Passage], b: list[Passage]) -> Cube:
        sense = judge.sense(a, b, Vocabulary([p.text for p in (*before, *after)], []))
        assert sense is not None
        return np.asarray(sense.before @ sense.after.T)

    assert near(before, after).argmax(axis=1).tolist() == near(before, after).argmax(axis=0).tolist() == [0, 1]
    same = [replace(p, lead_in="In the last year, of our buildings:") for p in before]
    assert near(same[:1], same[1:])[0, 0] < 0.9
    assert near([], after).shape == (0, 2)
    assert not isinstance(shipped_judge("lexical"), Sensing)
    both = [replace(after[0], text=f"{before[0].text} {before[1].text}")]
    assert near(before, both).argmax(axis=1).tolist() == [0, 1]  # each of its own sentence


def test_a_sentence_beyond_all_that_the_encoder_reads_means_nothing() -> None:
    judge = shipped_judge()
    assert isinstance(judge, Sensing)
    long = Passage(text=f"{'word ' * 400}ends. The boiler is new.", lead_in="", key="1")
    sense = judge.sense([long], [], Vocabulary([], []))
    assert sense is not None
    assert np.linalg.norm(sense.before, axis=1).round(6).tolist() == [1.0, 0.0]


def test_a_text_is_encoded_the_same_alone_and_in_company() -> None:
    alone = encoder().encode([(STATEMENTS[0], "")])[0]
    fresh = type(encoder())()
    crowd = fresh.encode([*((s, "A lead-in:") for s in STATEMENTS), (STATEMENTS[0], ""), ("A word", "")])[4]
    assert alone.own == crowd.own
    assert np.allclose(alone.tokens, crowd.tokens, atol=1e-4)


def test_a_very_long_text_and_an_odd_one_are_read() -> None:
    for text in ("word " * 50_000, "", "\x00\u200b", "Ελληνικά 中文 🚒", "=1+1"):
        said = judged("learned", OUTCOMES[:1], (text, STATEMENTS[0]))
        assert np.isfinite(said.direct).all()


def test_the_weights_are_small_and_come_with_their_card() -> None:
    assert sum(path.stat().st_size for path in WEIGHTS.iterdir()) < 30_000_000
    card = (WEIGHTS / "CARD.md").read_text(encoding="utf-8")
    assert "Apache-2.0" in card
    assert "known failures" in card.lower()


def test_the_head_names_what_the_program_computes() -> None:
    from diff.learned import NAMES

    assert json.loads((WEIGHTS / "head.json").read_text(encoding="utf-8"))["names"] == list(NAMES)


@pytest.mark.slow
def test_the_lexical_judge_is_what_the_training_gives() -> None:
    command = [sys.executable, "-m", "train.lexical", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_judging_needs_no_network_and_loads_the_encoder_only_for_the_learned_judge() -> None:
    code = (
        "import socket, sys\n"
        "def refuse(*a, **k): raise AssertionError('the network was asked for')\n"
        "socket.socket.connect = refuse; socket.getaddrinfo = refuse\n"
        "from diff.judge import shipped_judge\n"
        "shipped_judge('lexical'); print([m for m in ('onnxruntime', 'tokenizers') if m in sys.modules])\n"
        "shipped_judge('learned'); print('onnxruntime' in sys.modules, 'huggingface_hub' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["[]", "True False"]


RULES = st.builds(
    Rule, direct=st.floats(0.1, 0.9), partial=st.floats(0.1, 0.9), slope=st.floats(0.2, 3), offset=st.floats(-2, 2)
)


@given(RULES, st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_more_evidence_never_makes_a_report_less_likely_to_have_any(rule: Rule, scores: list[float]) -> None:
    found = [rule.found(scores[:n]) for n in range(len(scores) + 1)]
    assert all(0 <= f <= 1 for f in found)
    assert found[0] == 0
    assert all(a <= b + 1e-9 for a, b in pairwise(found))


@pytest.mark.parametrize("name", JUDGES)
def test_the_judges_have_a_name_and_a_rule(name: JudgeName) -> None:
    judge: Judge = shipped_judge(name)
    assert judge.name == name
    assert 0 < judge.rule.direct < 1


def test_in_a_report_that_likely_has_none_a_passage_counts_that_is_likely_by_itself() -> None:
    rule = Rule(direct=0.4, floor=0.25, partial=0.2, slope=1.0, offset=-0.4)
    scores = np.array([0.55, 0.02])
    assert rule.found(scores) < 0.5
    assert rule.least(scores) == 0.5
    assert replace(rule, direct=0.6).least(scores) == 0.6


@pytest.mark.parametrize(
    ("scores", "least"),
    [
        ([0.6, 0.2], 0.4),  # what reaches the point counts
        ([0.3] * 9, 0.3),  # there is some, so the best counts
        ([0.2] * 9, 0.4),  # there is some, and none of them stands out
        ([0.45, 0.02], 0.5),  # there is likely none, so what counts must be likely by itself
        ([0.55, 0.02], 0.4),  # as this is
        ([], 0.5),
    ],
)
def test_the_best_passage_counts_only_where_it_is_likely_enough_itself(scores: list[float], least: float) -> None:
    rule = Rule(direct=0.4, floor=0.25, partial=0.2, slope=1.0, offset=0.0)
    assert rule.least(np.array(scores)) == least


@pytest.mark.parametrize("name", JUDGES)
def test_the_floor_that_ships_lies_below_the_point_from_which_any_link_counts(name: JudgeName) -> None:
    rule = shipped_judge(name).rule
    assert 0 < rule.floor <= rule.direct
