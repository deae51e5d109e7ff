from __future__ import annotations

import re
from datetime import date

import phonenumbers
import pytest
import stdnum.id.nik
import stdnum.id.npwp
import stdnum.luhn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telusur.errors import RegisterError
from telusur.vocabulary.identifiers import ALL_TYPES, by_name
from telusur.vocabulary.identifiers.indonesia.nik import (
    PROVINCES,
    iso_as_ddmmyy,
    nik_birth_date,
    nik_sex,
)
from telusur.vocabulary.luhn import luhn

fuzz = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])

# name: (valid value -> canonical, invalid values). Every person and number is invented.
EXAMPLES: dict[str, tuple[dict[str, str], list[str]]] = {
    "id.nik": (
        {
            "3201014105900001": "3201014105900001",
            "32.01.01.410590.0001": "3201014105900001",
            "'3201011505900001": "3201011505900001",
            "3201011505900001.0": "3201011505900001",
            "9601012902040007": "9601012902040007",
        },
        [
            "3201011505900000",  # serial 0000
            "0001011505900001",  # no such province
            "3201013105900001x",
            "3201013002900001",  # 30 February
            "3201012902030001",  # 29 February 2003 or 1903
            "3201018105900001",  # day 81
            "3201014013900001",  # day 40, month 13
            "320101150590000",
            "3.20101150590E+15",
        ],
    ),
    "id.kk": (
        {"3201011505150003": "3201011505150003"},
        ["3201014105900001", "3201011505150000", "9999991505150001"],
    ),
    "id.noka": (
        {"0001234567890": "0001234567890", "0001-2345-67890": "0001234567890"},
        ["000123456789", "00012345678901", "000123456789A"],
    ),
    "id.npwp": (
        {
            "01.300.066.6-091.000": "0013000666091000",
            "013000666091000": "0013000666091000",
            "0013000666091000": "0013000666091000",
            "3201011505900001": "3201011505900001",
        },
        ["01.300.066.7-091.000", "013000667091000", "1", "01300066609100"],
    ),
    "id.mobile": (
        {
            "081234567890": "+6281234567890",
            "+62 812-3456-7890": "+6281234567890",
            "62812 3456 7890": "+6281234567890",
            "+62(0)81234567890": "+6281234567890",
            "0062895123456789": "+62895123456789",
            "81234567890": "+6281234567890",
        },
        ["021-5212345", "080012345678", "0812345", "08123456789012345", "+6181234567890"],
    ),
    "email": (
        {
            "Siti.Aminah+jkn@Example.ORG": "siti.aminah+jkn@example.org",
            "a@b.co.id": "a@b.co.id",
        },
        ["a@b", "a b@c.id", "@b.id", "a@.id", "a..b@c.id", "a@-b.id", "a@b.c1-",
         "a" * 250 + "@b.id"],
    ),
    "url": (
        {
            "HTTPS://Example.org/Path?q=A": "https://example.org/Path?q=A",
            "http://example.org/": "http://example.org",
            "www.example.org:8080/x": "www.example.org:8080/x",
        },
        ["example", "https://", "mailto:a@b.id", "https://exa mple.org", "javascript:alert(1)"],
    ),
    "uuid": (
        {
            "{F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6}": "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            "f81d4fae-7dec-11d0-a765-00a0c91e6bf6": "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        },
        ["f81d4fae7dec11d0a76500a0c91e6bf6", "{f81d4fae-7dec-11d0-a765-00a0c91e6bf6"],
    ),
    "ip": (
        {"192.0.2.1": "192.0.2.1", "2001:DB8::1": "2001:db8::1", "::": "::", "1::": "1::"},
        ["256.0.0.1", "1.2.3", "1::2::3", "1:2:3:4:5:6:7", "01.2.3.4"],
    ),
    "payment_card": (
        {
            "4111 1111 1111 1111": "4111111111111111",
            "5555-5555-5555-4444": "5555555555554444",
            "378282246310005": "378282246310005",
            "2221000000000009": "2221000000000009",
        },
        ["4111111111111112", "2220000000000000", "1234567890123452", "0000000000000000", "41111"],
    ),
    "date": (
        {"20/05/2021": "2021-05-20", "2021-05-20 00:00:00": "2021-05-20"},
        ["2021-02-30", "32/01/2021", "21-05", "12345678"],
    ),
    "birth_date": ({"17 Agustus 1945": "1945-08-17"}, ["1945"]),
    "datetime": (
        {"2021-05-20T10:30:00+07:00": "2021-05-20 03:30:00", "2021-05-20": "2021-05-20 00:00:00"},
        ["2021-05-20T25:00:00", "10:30:00"],
    ),
    "phone": (
        {
            "+1 202-555-0143": "12025550143",
            "(021) 521-2345": "215212345",
            "0044 7700 900123": "447700900123",
            "202-555-0143 x12": "202555014312",
            "+62 812 3456 7890": "+6281234567890",
            "0812-3456-7890": "+6281234567890",
            "6281234567890": "+6281234567890",
        },
        ["2025550143", "01234567", "12", "+12", "phone", "1.5", "+" + "1" * 30],
    ),
    "sex": ({"l": "M", "Laki-Laki": "M", "P": "F", "female": "F"}, ["X", "1", "PL"]),
    "integer": (
        {"007": "7", "-0": "0", "+12": "12", "0": "0", "-10": "-10"},
        ["1.0", "1,000", "abc", "--1", "1e5"],
    ),
    "decimal": (
        {
            "1.50": "1.5",
            "1,234,567.80": "1234567.8",
            "1.234.567,80": "1234567.8",
            "1.234": "1.234",
            "1,234": "1234",
            "12,5": "12.5",
            "-0.00": "0",
            ".5": "0.5",
            "100": "100",
            "5.": "5",
            "-007.250": "-7.25",
            "1.234.567": "1234567",
        },
        ["1,23,4.5", "1e5", ".", "-", "1.2.3", "Rp5"],
    ),
    "person_name": (
        {
            "Siti Aminah": "SITI AMINAH",
            "H. Nu'man , S.E.": "H NUMAN SE",
            "José-María": "JOSE MARIA",
            "ひろ": "ひろ",
        },
        ["X", "1 Aminah", "Siti2", "-", "a@b", "x" * 121],
    ),
}  # fmt: skip


def test_every_type_has_examples_and_unlike_titles() -> None:
    assert {kind.name for kind in ALL_TYPES} == EXAMPLES.keys()
    assert len({kind.title.en for kind in ALL_TYPES}) == len(ALL_TYPES)
    assert all(re.fullmatch("[a-z]+", hint) for kind in ALL_TYPES for hint in kind.hints)


@pytest.mark.parametrize("name", EXAMPLES)
def test_valid_and_invalid_values(name, evaluate) -> None:
    kind, (good, bad) = by_name(name), EXAMPLES[name]
    bad = [*bad, "", "?", None]
    assert evaluate(kind.valid("x"), [*good]) == [True] * len(good)
    assert evaluate(kind.valid("x"), bad) == [False] * len(bad)
    assert evaluate(kind.canonical("x"), [*good]) == [*good.values()]
    assert evaluate(kind.canonical("x"), bad) == [None] * len(bad)


ALL_VALUES = [value for good, bad in EXAMPLES.values() for value in (*good, *bad)]


# a date's order belongs to its column, and its time of day is dropped: see test_dates.py
@pytest.mark.parametrize("name", sorted(EXAMPLES.keys() - {"date", "birth_date", "datetime"}))
def test_canonical_exists_just_where_a_value_is_valid(name, evaluate) -> None:
    kind = by_name(name)
    valid = evaluate(kind.valid("x"), ALL_VALUES)
    canonical = evaluate(kind.canonical("x"), ALL_VALUES)
    assert [text is not None for text in canonical] == valid


@pytest.mark.parametrize("name", sorted(EXAMPLES.keys() - {"phone"}))
def test_canonical_text_stays_as_it_is(name, evaluate) -> None:
    # a telephone number's is digits alone, which need not be a telephone number
    kind = by_name(name)
    canonical = [text for text in evaluate(kind.canonical("x"), ALL_VALUES) if text is not None]
    assert evaluate(kind.canonical("x"), canonical) == canonical


def test_specific_types_come_first() -> None:
    order = [kind.name for kind in ALL_TYPES]
    assert order == sorted(order, key=lambda name: (by_name(name).priority, name))
    for first, then in (
        ("id.kk", "id.nik"), ("id.nik", "id.npwp"), ("birth_date", "date"), ("date", "datetime"),
        ("id.mobile", "phone"), ("phone", "integer"), ("integer", "decimal"),
    ):  # fmt: skip
        assert order.index(first) < order.index(then)


def test_unknown_type_is_refused_by_name() -> None:
    with pytest.raises(RegisterError, match=r"expected .*id\.nik") as refused:
        by_name("id.nikk")
    assert refused.value.code == "unknown-type"


regions = st.builds(
    lambda province, rest: f"{province}{rest}",
    st.sampled_from([p for p in range(11, 97) if re.fullmatch(PROVINCES, str(p))]),
    st.sampled_from(["0101", "7101", "0215", "2499"]),
)
niks = st.builds(
    lambda region, born, woman, serial: (
        f"{region}{born.day + 40 * woman:02d}{born:%m%y}{serial:04d}"
    ),
    regions, st.dates(date(1930, 1, 1), date(2025, 12, 31)), st.booleans(), st.integers(1, 9999),
)  # fmt: skip


@fuzz
@given(st.lists(niks, min_size=20, max_size=200))
def test_every_nik_built_from_its_parts_is_valid(evaluate, values) -> None:
    assert evaluate(by_name("id.nik").valid("x"), values) == [True] * len(values)
    parts = evaluate(nik_birth_date("x"), values)
    assert parts == [f"{int(v[6:8]) % 40:02d}{v[8:12]}" for v in values]
    assert evaluate(nik_sex("x"), values) == ["F" if v[6] >= "4" else "M" for v in values]


near_niks = st.builds("{}{:06d}{:04d}".format, regions, st.integers(0, 719999), st.integers(0, 20))


@fuzz
@given(st.lists(near_niks, min_size=50, max_size=200))
def test_nik_dates_agree_with_stdnum(evaluate, values) -> None:
    def plausible(value: str) -> bool:
        try:
            stdnum.id.nik.get_birth_date(value)
        except stdnum.exceptions.ValidationError:
            return False
        # stdnum lets the serial be 0; 29 February is of either century there as here
        return value[-4:] != "0000"

    ours = evaluate(by_name("id.nik").valid("x"), values)
    assert ours == [plausible(value) for value in values]


def test_birth_date_of_a_register_compares_with_a_nik(evaluate) -> None:
    assert evaluate(iso_as_ddmmyy("x"), ["1990-05-01", "x", None]) == ["010590", None, None]


@fuzz
@given(st.lists(st.from_regex(r"[0-9]{15}", fullmatch=True), min_size=50, max_size=200))
def test_npwp_agrees_with_stdnum(evaluate, values) -> None:
    # a random number passes one time in ten; give each a sibling that passes
    passing = [v[:8] + stdnum.luhn.calc_check_digit(v[:8]) + v[9:] for v in values]
    values = values + passing
    expected = [stdnum.id.npwp.is_valid(value) for value in values]
    assert evaluate(by_name("id.npwp").valid("x"), values) == expected
    assert all(expected[-len(passing) :])


@fuzz
@given(st.lists(st.from_regex(r"[0-9]{1,19}", fullmatch=True), min_size=50, max_size=200))
def test_luhn_agrees_with_stdnum(evaluate, values) -> None:
    values = values + [v + stdnum.luhn.calc_check_digit(v) for v in values if len(v) < 19]
    assert evaluate(luhn("x", 19), values) == [stdnum.luhn.is_valid(v) for v in values]


@fuzz
@given(st.lists(st.from_regex(r"8[1235789][1-9][0-9]{7,8}", fullmatch=True), min_size=50))
def test_mobile_agrees_with_phonenumbers(evaluate, nationals) -> None:
    ways = ["0{}", "+62{}", "62 {}", "(0{})"]
    values = [ways[i % 4].format(n) for i, n in enumerate(nationals)]
    ours = evaluate(by_name("id.mobile").canonical("x"), values)
    for value, national, canonical in zip(values, nationals, ours, strict=True):
        if canonical is None:
            continue
        number = phonenumbers.parse(value, "ID")
        written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        assert canonical == written == f"+62{national}"
        assert phonenumbers.is_possible_number(number)
