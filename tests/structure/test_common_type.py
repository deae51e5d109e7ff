"""The type by which both sides of a pair are compared."""

import pytest

from telusur.model.tables import ColumnFacts
from telusur.structure.mapping import common_type


def column(kind):
    return ColumnFacts(
        position=0,
        name="x",
        type=kind,
        valid_share=1.0,
        rows=9,
        present=9,
        distinct=9,
        date_order=None,
        min_length=1,
        max_length=9,
    )


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        ("id.nik", "id.nik", "id.nik"),
        ("empty", "empty", "text"),
        ("empty", "date", "date"),
        # a birth date under a name that does not say so is still a date
        ("date", "birth_date", "date"),
        ("phone", "id.mobile", "phone"),
        ("integer", "decimal", "decimal"),
        # the register knows what a column is that the dump's contents leave open
        ("text", "sex", "sex"),
        ("integer", "id.noka", "id.noka"),
        ("text", "integer", "text"),
        # two that contradict each other are text to each other
        ("id.nik", "id.noka", "text"),
        ("date", "datetime", "text"),
    ],
)
def test_common_type(one, other, common):
    assert common_type(column(one), column(other)) == common
    assert common_type(column(other), column(one)) == common
