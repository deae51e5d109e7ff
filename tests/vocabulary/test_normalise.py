from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telusur.errors import UsageError
from telusur.vocabulary.identifiers import ALL_TYPES
from telusur.vocabulary.normalise import (
    DEFAULT_RULES,
    NULL_TOKENS,
    RULES,
    light,
    normalise,
    rules_of,
)

# Ways of writing one value, per type: all of a row compare equal, no two rows do.
ALIKE = {
    None: [
        [
            "Jl. Merdeka 1",
            " jl. merdeka  1 ",
            "JL.\tMERDEKA\u00a01\u200b",
            "\ufeffJl.\r\nMerdeka 1",
        ],
        ["José", "JOSE", "Jose\u0301"],
        ["Straße", "STRASSE", "straẞe"],
        ["Ørsted", "orsted"],
        ["NA", "na"],
        ["कि"],
        ["का"],
    ],
    "person_name": [
        ["H. Siti Nu'man, S.E.", "h siti numan se", "H.  SITI NU’MAN , SE"],
        ["Anne-Marie", "ANNE MARIE"],
        ["R2D2"],
    ],
    "date": [
        ["2021-05-04", "4/5/2021", "4 Mei 2021", "2021-05-04 00:00:00", "04-MAY-21", "20210504"],
        ["1931-01-01", "1/1/31"],
        ["4/13/2021"],
        ["2021-02-30"],
    ],
    "datetime": [["2021-05-04 10:30:00", "2021-05-04T17:30:00+07:00", "4 Mei 2021 10.30"]],
    "id.nik": [
        ["3201014105900001", "32.0101.410590.0001", "'3201014105900001"],
        ["salah", "SALAH"],
    ],
    "id.noka": [["0001234567890", "1234567890", "1234567890.0", "0001-2345-67890"], ["12345678"]],
    "id.npwp": [["01.300.066.6-091.000", "0013000666091000", "13000666091000"]],
    "id.mobile": [["0812-3456-7890", "+6281234567890", "62 812 3456 7890", "81234567890"]],
    "phone": [
        ["+62 812 3456 7890", "081234567890", "6281234567890"],
        ["(021) 5212345", "021-521-2345", "215212345"],
    ],
    "email": [["Siti@Example.org", "siti@example.org "]],
    "url": [["https://Example.org/", "HTTPS://EXAMPLE.ORG"], ["https://example.org/a"]],
    "decimal": [["1", "1.0", "+1", "01", "1,00"], ["1,234.50", "1.234,5", "1234,5"], ["-0.0", "0"]],
    "integer": [["7", "007", "7.0"]],
    "sex": [["L", "laki-laki", "M"], ["P", "Perempuan", "F"], ["1"]],
}

SETTINGS = [*ALIKE, "text", "empty", "uuid", "ip", "payment_card", "id.kk", "birth_date"]


@pytest.mark.parametrize("kind", ALIKE, ids=str)
def test_ways_of_writing_one_value_become_one(kind, evaluate) -> None:
    results = [set(evaluate(normalise("x", kind, "dmy"), ways)) for ways in ALIKE[kind]]
    assert [len(result) for result in results] == [1] * len(results)
    assert len(set.union(*results)) == len(results)
    assert None not in set.union(*results)


@pytest.mark.parametrize("kind", SETTINGS, ids=str)
def test_nothing_written_is_null_under_every_type(kind, evaluate) -> None:
    blanks = ["", " ", "\t\u00a0 ", "\u200b", None, "null", " n/a ", "\\N", "None", *NULL_TOKENS]
    assert evaluate(normalise("x", kind), blanks) == [None] * len(blanks)
    assert evaluate(light("x"), blanks) == [None] * len(blanks)


@pytest.mark.parametrize("kind", ["text", "date", "id.nik", "phone", "integer", "email"])
def test_a_value_that_is_not_of_its_type_is_compared_as_text(kind, evaluate) -> None:
    assert evaluate(normalise("x", kind), [" tidak  ada "]) == ["TIDAK ADA"]


def test_light_keeps_case_and_marks(evaluate) -> None:
    assert evaluate(light("x"), ["  José \u3000 Ñ ", "Na", "a\u00adb"]) == ["José Ñ", "Na", "ab"]


SWITCHED = {  # rule: (type, value that only this rule changes, expected with it on)
    "trim": (None, "A  B ", "A B"),
    "null_token": (None, "NULL", None),
    "case": (None, "ab", "AB"),
    "diacritics": (None, "É", "E"),
    "punctuation": (None, "A.-B", "A B"),
    "date": ("date", "1/2/2021", "2021-02-01"),
    "two_digit_year": ("date", "1/2/21", "2021-02-01"),
    "digits": ("id.nik", "3201-014105900001", "3201014105900001"),
    "leading_zeros": ("id.noka", "1234567890", "0001234567890"),
    "phone": ("phone", "021-5212345", "215212345"),
    "decimal": ("decimal", "1.0", "1"),
    "words": ("sex", "PEREMPUAN", "F"),
}


def test_every_rule_has_a_switch_here() -> None:
    assert SWITCHED.keys() == RULES.keys()
    assert len({rule.title.en for rule in RULES.values()}) == len(RULES)


@pytest.mark.parametrize("rule", SWITCHED)
def test_each_rule_can_be_switched_off(rule, evaluate) -> None:
    kind, value, expected = SWITCHED[rule]
    on, off = DEFAULT_RULES | {rule}, (DEFAULT_RULES - {rule})
    assert evaluate(normalise("x", kind, rules=on), [value]) == [expected]
    assert evaluate(normalise("x", kind, rules=off), [value]) == [value]
    assert rule in rules_of(kind, on)
    assert rule not in rules_of(kind, off)


@pytest.mark.parametrize("rule", sorted(SWITCHED.keys() - {"words"}))
def test_each_rule_alone_changes_its_value(rule, evaluate) -> None:
    _, value, expected = SWITCHED[rule]
    assert evaluate(RULES[rule].apply("x"), [value, None]) == [expected, None]


def test_no_rules_leave_the_value(evaluate) -> None:
    values = ["  José ", "1/2/2021", "NULL"]
    for kind in (None, "date", "decimal", "person_name"):
        assert evaluate(normalise("x", kind, rules=()), [*values, "", None]) == [
            *values,
            None,
            None,
        ]


def test_unknown_rule_is_refused() -> None:
    with pytest.raises(UsageError, match="trimm") as refused:
        normalise("x", rules={"trimm"})
    assert refused.value.code == "unknown-rule"


@pytest.mark.parametrize("kind", [None, *(kind.name for kind in ALL_TYPES)], ids=str)
@settings(max_examples=4)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=50, max_size=200
    )
)
def test_recasing_and_respacing_change_nothing(kind, evaluate, values) -> None:
    spaced = [f"\u00a0 {value}\t" for value in values]
    lowered = [value.lower() if value.isascii() else value for value in values]
    expression = normalise("x", kind)
    found = evaluate(expression, [*values, *spaced, *lowered])
    once, twice, thrice = (found[n * len(values) : (n + 1) * len(values)] for n in range(3))
    assert once == twice == thrice
