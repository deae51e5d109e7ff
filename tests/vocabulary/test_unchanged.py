from __future__ import annotations

import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telusur.vocabulary.normalise import normalise
from telusur.vocabulary.unchanged import UNCHANGED, plain_columns


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_is_taken_as_it_is_is_what_normalising_leaves(duck, data):
    """Values of the pattern, sensible or not (31 February, a NIK without a region)."""
    for kind, pattern in UNCHANGED.items():
        values = data.draw(
            st.lists(
                st.from_regex(pattern, fullmatch=True, alphabet="0123456789-: "),
                min_size=1,
                max_size=8,
            )
        )
        duck.load("some", pa.table({"c0": pa.array(values, pa.string())}))
        for order in ("dmy", "ymd"):
            changed = duck.collect(
                f"SELECT count(*) AS n FROM some WHERE {normalise('c0', kind, order)} "
                "IS DISTINCT FROM c0"
            )
            assert changed["n"][0].as_py() == 0


def test_one_odd_value_is_enough_to_normalise_the_column(duck):
    duck.load(
        "dump",
        pa.table(
            {
                "c0": ["2021-05-12", None, "2021-05-13"],
                "c1": ["2021-05-12", "13/05/2021", None],
                "c2": ["2021-05-12", " 2021-05-12", None],
                "c3": ["x", "y", "z"],
            }
        ),
    )
    columns = [("c0", "date"), ("c1", "date"), ("c2", "date"), ("c3", "text")]
    assert plain_columns(duck, "dump", columns) == {"c0"}
