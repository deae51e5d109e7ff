"""Pictures are laid out true to scale, inside their frame, whatever the findings hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telusur.reporting.charts import agreement, dating, outcomes, structure, waterfall
from telusur.reporting.charts import candidates as holders
from telusur.reporting.charts.scale import NARROW, WIDE, Linear, fit, measure, ticks, time_ticks
from telusur.reporting.language import Language
from telusur.reporting.lead import candidates

if TYPE_CHECKING:
    from telusur.model.findings import Findings

EN = Language("en")
WIDTHS = pytest.mark.parametrize("width", [WIDE, NARROW])


@WIDTHS
def test_waterfall_bars_are_proportional(small: Findings, width: float) -> None:
    picture = waterfall.layout(small.reconciliation, EN, width)
    steps = small.reconciliation.steps
    per_row = picture.bars[0].width / steps[0].rows
    for bar, step in zip(picture.bars, steps, strict=True):
        assert bar.width == pytest.approx(step.rows * per_row, abs=0.1)
        assert picture.left + bar.ghost < bar.value_x <= width
    for bar, before in zip(picture.bars[1:], picture.bars, strict=False):
        assert bar.ghost == max(before.width, bar.width)
    assert [bar.label for bar in picture.bars][3:5] == ["Distinct rows", "a step of tomorrow"]


@WIDTHS
def test_structure_joins_what_corresponds(small: Findings, width: float) -> None:
    candidate = small.structure.candidates[0]
    picture = structure.layout(candidate, EN, width)
    rows = {name.y - 4.5: name for name in picture.names if name.anchor == "end"}
    joined = {rows[link.y1].text for link in picture.links}
    assert joined == {match.dump for match in candidate.columns}
    assert [link.strong for link in picture.links] == [True, True, False]
    own = {name.text for name in picture.names if name.mark == "◆"}
    assert own == set(candidate.exclusive_present)
    assert {name.text for name in picture.names if name.style == "unpaired"} == {
        "CATATAN",
        "kelas",
    }


@WIDTHS
def test_structure_counts_what_it_leaves_out(several: Findings, width: float) -> None:
    for candidate in several.structure.candidates:
        picture = structure.layout(candidate, EN, width)
        names = {match.dump for match in candidate.columns} | set(candidate.dump_only)
        names |= {name for part in candidate.composites for name in part.dump}
        other = {match.register_ for match in candidate.columns} | set(candidate.register_only)
        other |= {name for part in candidate.composites for name in part.register_}
        assert len(picture.names) + picture.left_out == len(names) + len(other)
        assert max(name.y for name in picture.names) < picture.height


@WIDTHS
def test_candidates_stand_side_by_side(several: Findings, width: float) -> None:
    known = candidates(several)
    picture = holders.layout(known, EN, width)
    told = [candidate.structure for candidate in known if candidate.structure]
    assert len(picture.bars) == len(told) > 1
    for bar, found in zip(picture.bars, told, strict=True):
        place = picture.start + found.score * (picture.end - picture.start)
        assert bar.fit == pytest.approx(place, abs=0.1)
        assert bar.ruled_out == found.excluded
        if bar.low is not None and bar.high is not None:
            assert bar.low <= bar.fit <= bar.high
        signs = "".join(mark.sign for mark in bar.marks)
        own, lacking = len(found.exclusive_present), len(found.exclusive_absent)
        assert signs in {"◆" * own + "◇" * lacking, ""}
        assert bar.counts_y < picture.height
    assert any(bar.marks for bar in picture.bars)
    assert any(bar.ruled_out for bar in picture.bars)


@WIDTHS
def test_agreement_stands_at_its_rate(small: Findings, width: float) -> None:
    records = small.records[0]
    picture = agreement.layout(records, EN, width)
    for dot, column in zip(picture.dots, records.agreement, strict=True):
        place = picture.start + column.rate * (picture.end - picture.start)
        assert dot.x == pytest.approx(place, abs=0.1)
        assert dot.low <= dot.x <= dot.high
    untested = picture.dots[-1]
    assert (untested.tested, untested.value) == (False, "–")


@WIDTHS
def test_dating_shades_the_interval(small: Findings, width: float) -> None:
    found = small.dating[0]
    picture = dating.layout(found, small.claim.posted_at, EN, width)
    assert picture is not None
    assert picture.start < picture.band_x < picture.best < picture.band_x + picture.band_width
    assert picture.band_x + picture.band_width < picture.end
    assert picture.posted == pytest.approx(picture.end, abs=0.1)
    assert picture.path.count("H") == len(found.curve)
    assert picture.best_text == "24 April 2021"
    assert len(picture.across) >= 2
    assert len(picture.up) >= 2


def test_dating_without_a_date_has_no_picture(small: Findings) -> None:
    undated = small.dating[0].model_copy(update={"best": None})
    assert dating.layout(undated, None, EN, WIDE) is None
    assert dating.layout(small.dating[0].model_copy(update={"curve": ()}), None, EN, WIDE) is None


def test_an_interval_of_an_hour_is_still_seen(several: Findings) -> None:
    found = several.dating[0]
    assert found.best is not None
    hour = {"earliest": found.best, "latest": found.best + timedelta(hours=1)}
    picture = dating.layout(found.model_copy(update=hour), None, EN, WIDE)
    assert picture is not None
    assert picture.band_width == dating.LEAST_BAND


def test_outcomes_fill_the_bar(findings: Findings) -> None:
    for records in findings.records:
        picture = outcomes.layout(records, WIDE)
        kinds = [part.kind for part in picture.parts]
        assert kinds == [kind for kind in outcomes.KINDS if getattr(records.outcome, kind)]
        if records.rows:
            end = picture.parts[-1].x + picture.parts[-1].width
            assert end == pytest.approx(WIDE, abs=0.6)


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), st.floats(-2e9, 2e9))
def test_a_scale_never_leaves_its_range(one: float, other: float, value: float) -> None:
    low, high = sorted((one, other))
    assert 10 <= Linear(low, high, 10, 110)(value) <= 110


@given(st.integers(0, 10**10), st.integers(1, 10**10), st.integers(2, 8))
def test_ticks_are_few_and_inside(low: int, width: int, about: int) -> None:
    found = ticks(low, low + width, about)
    assert len(found) <= about + 1
    assert all(low <= tick <= low + width for tick in found)


@given(st.integers(0, 80_000), st.integers(1, 40_000))
def test_time_ticks_are_few_and_inside(start: int, days: int) -> None:
    low = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=start)
    high = low + timedelta(days=days)
    found = time_ticks(low, high, 6)
    assert len(found) <= 9
    assert all(low <= tick <= high for tick in found)
    assert found == sorted(set(found))


@given(st.text(max_size=600), st.floats(30, 700))
def test_text_is_cut_to_fit(text: str, width: float) -> None:
    shown = fit(text, width)
    assert measure(shown) <= width
    assert shown == text or "…" in shown


def test_names_that_differ_at_their_end_stay_apart() -> None:
    first, second = (fit(f"KETERANGAN_TAMBAHAN_KEPESERTAAN_{n}", 120) for n in (1, 2))
    assert first != second
    assert first.startswith("KETERA")
