"""What is said of rows that no key found and nothing else was tried on."""

from __future__ import annotations

import pytest

from telusur.model.findings.linkage import Linkage
from telusur.reconciling.unlinked import WHY, unlinked
from telusur.records.probable import interface


def linkage(**given) -> Linkage:
    return Linkage(**{"tried": False, "rows_left": 12, "budget": 10, "threshold": 0.99, **given})


@pytest.mark.parametrize("why", sorted(WHY))
def test_rows_not_tried_are_an_open_question_with_its_reason(why):
    said = unlinked(linkage(why=why))
    assert said.en.startswith("12 rows without a key match were not tried")
    assert WHY[why].en in said.en
    assert WHY[why].id in said.id


def test_a_sample_is_said_to_be_one():
    said = unlinked(linkage(tried=True, sampled_share=0.25, rows_left=40))
    assert "Of 40 rows without a key match, 25" in said.en


def test_what_was_tried_or_is_not_there_leaves_nothing_open():
    assert unlinked(None) is None
    assert unlinked(linkage(tried=True)) is None
    assert unlinked(linkage(rows_left=0, why=interface.NOTHING_LEFT)) is None


def test_every_reason_that_linking_gives_has_its_words():
    codes = {
        value
        for name, value in vars(interface).items()
        if name.isupper() and isinstance(value, str)
    }
    assert codes - {interface.NOTHING_LEFT} == set(WHY)
