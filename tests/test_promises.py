"""What the earlier report promises: sentences that do, and those that only look like it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from diff.promises import find_promises
from extract.report import Item, Report


def promised(sample: Report, text: str) -> list[tuple[str, str | None]]:
    """Each promise of a report that says only this, written in June 2031, with the date that it is for."""
    first = sample.commitments[0].id
    item = Item(id="1.p1", commitment=first, role="progress", position=1, level=0, parent=None, text=text, spans=())
    return [(p.promise, p.due) for p in find_promises(replace(sample, date="2031-06-01", items=(item,)), ())]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("The ferry shed will be roofed.", None),
        ("Will be launched with new oars.", None),
        ("The ferry shed is due to open in March 2032.", "2032-03"),
        ("The survey is planned for 4th May 2032.", "2032-05-04"),
        ("It was agreed with the harbour board to start on 1 February 2032.", "2032-02-01"),
        ("The new rota, agreed in April 2031, will begin in the autumn.", None),
        ("Keepers will not be sent out alone from July 2031.", "2031-07"),
        ("We will ask the tenants and see if they object.", None),
        ("The slipways open in August 2031.", "2031-08"),
    ],
)
def test_what_will_be_done_is_promised(text: str, due: str | None, reports: tuple[Report, ...]) -> None:
    assert promised(reports[0], text) == [(text, due)]


@pytest.mark.parametrize(
    "text",
    [
        "Will Larch, the keeper, spoke to the board.",
        "The delay in the autumn was due to illness.",
        "Absence was chiefly due to the flood in the spring.",
        "The ferry plan was due in spring 2032 and has not been written.",
        "Three boats were withdrawn, which is expected of a winter season.",
        "The shed opened on 4th July 2031, three days later than planned.",
        "A storm stopped 4% of scheduled crossings in the autumn.",
        "If the grant is paid, the shed will be roofed in May 2032.",
        "The date will depend on the tide tables.",
        "Numbers will still be affected by the storm.",
        "Members will recall the talk that was given in June.",
        "The harbour master said: “We will dredge the channel in May 2032.”",
        "The ferry code states: every boat will be checked by the keeper.",
        "The board forecasts that a third of keepers will retire by 2040.",
        "The insurers will not tell us why.",
        "The rota was agreed by the harbour board in June 2031.",
        "Boys were twice as likely to be turned away in the next year.",
        "The first nine berths, paid for in 2031/32, have been open since June 2031.",
        "There is a will to change, and the keepers made a start in June 2031.",
    ],
)
def test_what_promises_nothing_is_no_promise(text: str, reports: tuple[Report, ...]) -> None:
    assert promised(reports[0], text) == []


def test_a_promise_beside_a_quotation_is_found_in_its_own_words(reports: tuple[Report, ...]) -> None:
    text = "“It will never float.” The keeper said so. The raft will be launched in May 2032."
    assert promised(reports[0], text) == [("The raft will be launched in May 2032.", "2032-05")]
    named = "The raft “Will o’ the Wisp” will be launched in May 2032."
    assert promised(reports[0], named) == [(named, "2032-05")]
