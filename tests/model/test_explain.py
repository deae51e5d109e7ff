import pytest
from pydantic import ValidationError

from telusur.model.claim import Claim
from telusur.model.explain import did_you_mean, explain, shape, unknown_key
from telusur.model.register import RegisterSpec


def explained(model, value):
    with pytest.raises(ValidationError) as caught:
        model.model_validate(value)
    return explain(caught.value), unknown_key(caught.value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"rows_claimed": "many"}, ("rows_claimed", 'the text "many"', "a whole number")),
        ({"rows_claimed": -1}, ("rows_claimed", "the number -1", "a number of at least 0")),
        ({"columns_claimed": "NIK"}, ("columns_claimed", 'the text "NIK"', "a list")),
        ({"columns_claimed": ["NIK", 3]}, ("columns_claimed[2]", "the number 3", "text")),
        ({"title": "x" * 999, "seller": 3}, ("seller", "the number 3", "text")),
        ({"sellr": "x"}, ("sellr", "an unknown key", "a known key")),
        (
            {"posted_at": "soon"},
            (
                "posted_at",
                'the text "soon"',
                "a date or a time (2021-05-20, 2021-05-20T10:00:00Z)",
            ),
        ),
    ],
)
def test_claim_problems_are_said_in_toml_words(value, expected):
    assert tuple(explained(Claim, value)[0]) == expected


def test_a_wrong_value_is_told_before_an_unknown_key():
    explanation, unknown = explained(Claim, {"aaa": 1, "price": "dear"})
    assert explanation.key == "price"
    assert unknown is None


def test_list_items_count_from_one():
    spec = {
        "register": {"name": "a", "holder": "b"},
        "snapshot": [{"date": "2021-01-01", "path": "a"}, {"date": "2021-02-01"}],
    }
    assert explained(RegisterSpec, spec)[0] == (
        "snapshot[2].path",
        "nothing",
        "a value: this key is required",
    )


def test_a_rule_between_keys_is_told_in_its_own_words():
    spec = {"register": {"name": "a", "holder": "b"}, "source": {"path": "a", "uri": "b"}}
    assert explained(RegisterSpec, spec)[0] == (
        "source",
        "a table",
        "give either path or [source.postgresql]",
    )


def test_unknown_key_and_its_nearest():
    _, unknown = explained(Claim, {"sellr": "x"})
    assert unknown == "sellr"
    assert did_you_mean(unknown, Claim.model_fields) == "did you mean seller?"
    assert did_you_mean("zzzzzz", Claim.model_fields) is None


def test_long_and_unprintable_text_is_never_shown():
    assert shape("x" * 41) == "text of 41 characters"
    assert "\x1b" not in shape("\x1b[31m")
