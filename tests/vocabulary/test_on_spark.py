"""Every expression of the vocabulary gives the same rows on Spark, on dirty data, in one query."""

from __future__ import annotations

import sys
import unicodedata

import pyarrow as pa
import pytest

from telusur.engine.protocol import Limits
from telusur.vocabulary.dates import date_order_votes, has_time, parse_date, parse_datetime
from telusur.vocabulary.identifiers import ALL_TYPES, by_name
from telusur.vocabulary.identifiers.indonesia.nik import iso_as_ddmmyy, nik_birth_date, nik_sex
from telusur.vocabulary.keyed import Key, hmac_sha256, joined, stable_hash64
from telusur.vocabulary.masking import mask
from telusur.vocabulary.normalise import DEFAULT_RULES, RULES, light, normalise

pytestmark = [
    pytest.mark.spark,
    # what PySpark itself does on this Python; nothing of ours
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:pyspark"),
]

DIRTY = [
    None, "", " ", "\u00a0", "\u200b", "NULL", "\\N", "n/a", "-", "--", ".", "x", "0", "-0", "007",
    "1.0", "1,234.50", "1.234,5", "1.234.567", "+12", ".5", "5.", "1e5", "  a   b ", "a\tb\r\nc",
    "a\n", "2021-05-20\n", "José", "Jose\u0301", "Straße ẞ", "İstanbul ı", "ŉ ǰ ẖ ﬁ ΐ և", "Ærø þ ð",
    "कि", "ひろ", "😀 emoji", "\ufeffbom", "a\x00b", "a\x1bb", "O'Brien", "back\\slash", "50%_",
    "$1 \\1", "Siti Aminah", "H. Nu'man , S.E.", "Anne-Marie (Mimi)", "L", "laki-laki", "P", "F",
    "3201014105900001", "32.01.01.410590.0001", "'3201011505900001", "3201011505900001.0",
    "3201012902030001", "3201013002900001", "3201011505900000", "0001234567890", "1234567890",
    "01.300.066.6-091.000", "013000666091000", "0013000666091000", "13000666091000",
    "081234567890", "+62 812-3456-7890", "+62(0)81234567890", "81234567890", "(021) 521-2345",
    "+1 202-555-0143 x12", "Siti@Example.ORG", "a..b@c.id", "HTTPS://Example.org/", "www.a.id/ü",
    "{F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6}", "192.0.2.1", "256.0.0.1", "2001:DB8::1", "::",
    "4111 1111 1111 1111", "4111111111111112", "378282246310005",
    "2021-05-20", "2021/5/2", "2021.05.02", "20210520", "20210520103015", "12345678", "2021-02-29",
    "2020-02-29", "1900-02-29", "0000-01-01", "0001-01-01", "9999-12-31", "1582-10-10",
    "31/12/1999",
    "1/2/2021", "13/1/2021", "1/13/2021", "01.02.2021", "1-2-21", "21-MAY-99", "21 Mei 2021",
    "7 Pebruari 2021", "MAY 21, 2021", "21MAY2021", "2021-05-20 00:00:00", "2021-05-20T10:30",
    "2021-05-20T03:30:00.120+07:00", "2021-12-31 23:30:00-0100", "20/05/2021 10.30 WIB",
    "2021-05-20 12:05 am", "2021-05-20 12:05:09PM", "2021-05-20 24:00",
    "2021-05-20 10:30:15.1234567",
    "9999-12-31 23:59:59-01:00", "٢٠٢١-٠٥-٢٠", "２０２１-05-20", "\u202e2021-05-20",
]  # fmt: skip

PADS = Key(bytes(range(32))).pads().to_pylist()[0]


def expressions() -> dict[str, str]:
    """Every expression that the vocabulary makes, by what made it."""
    made = {
        "light": light("x"),
        "mask": mask("x"),
        "stable_hash64": stable_hash64("x"),
        "joined": joined(["x", "x"]),
        "hmac": hmac_sha256("x", f"'{PADS['ipad']}'", f"'{PADS['opad']}'"),
        "has_time": has_time("x"),
        "nik_birth_date": nik_birth_date(f"({by_name('id.nik').canonical('x')})"),
        "nik_sex": nik_sex(f"({by_name('id.nik').canonical('x')})"),
        "iso_as_ddmmyy": iso_as_ddmmyy("x"),
        "datetime mdy": parse_datetime("x", "mdy", 30),
        "date mdy": parse_date("x", "mdy", 30),
        "no rules": normalise("x", rules=()),
        "all rules": normalise("x", rules=RULES),
    }
    for kind in ALL_TYPES:
        made[f"valid {kind.name}"] = kind.valid("x")
        made[f"canonical {kind.name}"] = kind.canonical("x")
        made[f"normalise {kind.name}"] = normalise("x", kind.name, "dmy")
    for name, rule in RULES.items():
        made[f"rule {name}"] = rule.apply("x")
        made[f"without {name}"] = normalise("x", rules=DEFAULT_RULES - {name})
    for name in ("tidied", "unaccented", "uppered", "folded"):
        made[name] = f"{name}(x)"
    return made


@pytest.fixture(scope="module")
def spark(tmp_path_factory, monkeypatch_module):
    from telusur.engine.spark import SparkEngine  # noqa: PLC0415  # needs Java

    monkeypatch_module.setenv("PYSPARK_PYTHON", sys.executable)
    engine = SparkEngine(Limits(work=tmp_path_factory.mktemp("spark"), threads=2))
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def monkeypatch_module():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def differences(duck, spark, table, query) -> dict[str, list]:
    rows = []
    for engine in (duck, spark):
        engine.load("dirty", table)
        rows.append(engine.collect(query).to_pydict())
    ours, theirs = rows
    assert list(ours) == list(theirs)
    unlike = {
        name: [
            row for row in zip(ours["x"], ours[name], theirs[name], strict=True) if row[1] != row[2]
        ]
        for name in ours
    }
    return {name: found for name, found in unlike.items() if found}


def test_same_rows_on_both_engines(duck, spark) -> None:
    made = expressions()
    table = pa.table({"i": range(len(DIRTY)), "x": pa.array(DIRTY, pa.string())})
    listed = ", ".join(f'{sql} AS "{name}"' for name, sql in made.items())
    found = differences(duck, spark, table, f"SELECT i, x, {listed} FROM dirty ORDER BY i")
    assert found == {}

    votes = ", ".join(f"{sql} AS {name}" for name, sql in date_order_votes("x").items())
    counted = [engine.collect(f"SELECT {votes} FROM dirty").to_pylist() for engine in (duck, spark)]
    assert counted[0] == counted[1]
    assert all(count > 0 for count in counted[0][0].values())


def test_text_functions_agree_on_every_character(duck, spark) -> None:
    # alone, and behind a letter that a mark composes with, between spaces that are trimmed;
    # of the many alike (Han, Hangul, beyond the first plane of scripts) every fiftieth
    alike = (range(0x3400, 0xA000), range(0xAC00, 0xD7A4), range(0x17000, 0x30000))
    skipped = {code for codes in alike for code in codes if code % 50}
    characters = [
        chr(code)
        for code in range(1, 0x30000)
        if code not in skipped and unicodedata.category(chr(code)) not in ("Cs", "Co", "Cn")
    ]
    texts = [text for c in characters for text in (c, f" é{c} ")]
    table = pa.table({"i": range(len(texts)), "x": pa.array(texts, pa.string())})
    names = ("tidied", "unaccented", "uppered", "folded")
    listed = ", ".join(f"{name}(x) AS {name}" for name in names)
    found = differences(duck, spark, table, f"SELECT i, x, {listed} FROM dirty ORDER BY i")
    assert {name: len(unlike) for name, unlike in found.items()} == {}, {
        name: [tuple(map(ascii, row)) for row in unlike[:20]] for name, unlike in found.items()
    }
