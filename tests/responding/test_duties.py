"""Duties stay open, each with the reason that is true of this claim."""

from datetime import UTC, datetime

from telusur.model.claim import Claim
from telusur.responding import open_duties


def test_without_the_day_it_was_known_no_deadline_runs():
    (duty,) = open_duties(Claim())
    assert duty.what == "severity_and_deadlines"
    assert "does not say when the controller came to know" in duty.why.en
    assert "tidak menyebut kapan pengendali mengetahuinya" in duty.why.id


def test_the_day_it_was_known_is_said():
    (duty,) = open_duties(Claim(controller_knew_at=datetime(2021, 5, 20, tzinfo=UTC)))
    assert duty.what == "severity_and_deadlines"
    assert "came to know on 20 May 2021" in duty.why.en
    assert "mengetahuinya pada 20 Mei 2021" in duty.why.id
