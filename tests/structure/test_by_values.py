"""Columns whose names say nothing are told by their values, the same way on both sides."""

from telusur.model.tables import ColumnFacts
from telusur.structure.canonical import normalised
from telusur.structure.interface import Evidence
from telusur.structure.signals.linked import telling


def facts(kind, types=(), position=0):
    return ColumnFacts(
        position=position, name="x", type=kind, valid_share=1.0, rows=100, present=100,
        distinct=2, date_order=None, min_length=1, max_length=1, types=types,
    )  # fmt: skip


def test_sexes_are_written_alike_whatever_the_column_is_called():
    named = facts("sex", types=(("sex", 0.97),))
    unnamed = facts("text", types=(("sex", 0.97),))
    assert normalised("x", named) == normalised("x", unnamed)


def test_a_code_that_only_now_and_then_looks_like_a_sex_stays_as_it_is():
    assert normalised("x", facts("text", types=(("sex", 0.6),))) == normalised("x", facts("text"))


def test_days_that_both_have_are_no_accident_and_no_link():
    told = {
        (0, 0): Evidence(-4.0, None),
        (0, 1): Evidence(-4.0, None),
        (0, 2): Evidence(0.0, None),
    }
    columns = (facts("text"), facts("date", position=1), facts("text", position=2))
    assert set(telling(columns, told)) == {(0, 0)}
