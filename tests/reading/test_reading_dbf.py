import datetime as dt
import random
import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telusur.errors import EvidenceError, TelusurError


def table(fields, rows, *, version=0x03, driver=0x03, count=None, end=b"\x1a"):
    """A dBase table: fields of (name, type, length, decimals[, flags]), rows of raw bytes."""
    size = 1 + sum(field[2] for field in fields)
    head = bytes([version, 121, 5, 9])
    head += struct.pack("<IHH", len(rows) if count is None else count, 33 + 32 * len(fields), size)
    head = head.ljust(29, b"\0") + bytes([driver, 0, 0])
    for name, kind, length, decimals, *flags in fields:
        part = name.encode().ljust(11, b"\0") + kind.encode() + bytes(4)
        head += (part + bytes([length, decimals, *flags])).ljust(32, b"\0")
    return head + b"\r" + b"".join(rows) + end


PEOPLE = [("NAMA", "C", 10, 0), ("LAHIR", "D", 8, 0), ("NILAI", "N", 6, 2), ("AKTIF", "L", 1, 0)]


def person(name, born="19800102", amount="  1.50", active="T", mark=" "):
    return f"{mark}{name:<10}{born:8}{amount:6}{active}".encode("cp1252")


def test_values_and_names(read):
    raw = table(
        PEOPLE, [person("Ani"), person("René", " " * 8, "******", "?"), person("", "0" * 8)]
    )
    dump = read(("dump.csv", raw))
    assert (dump.file.kind, dump.file.encoding) == ("dbf", "cp1252")
    assert dump.columns == ("NAMA", "LAHIR", "NILAI", "AKTIF")
    assert dump.values() == [
        ("Ani", "1980-01-02", "1.50", "true"),
        ("René", None, None, None),
        (None, None, "1.50", "true"),
    ]
    assert dump.file.tables[0].column_types == ("C(10)", "D(8)", "N(6,2)", "L(1)")
    assert {(hint.what, hint.value) for hint in dump.file.hints} == {
        ("tool", "dBase III or later"),
        ("modified", "2021-05-09"),
    }
    assert dump.warnings == set()


def test_values_that_are_none_of_their_type_are_kept(read):
    dump = read(table(PEOPLE, [person("Ani", "19801399", "  x1.5", "9")]))
    assert dump.values() == [("Ani", "19801399", "x1.5", "9")]
    assert dump.warnings == {"bad-values"}


def test_deleted_records_are_read_and_told_apart(read):
    dump = read(table(PEOPLE, [person("Ani"), person("Budi", mark="*")]))
    assert dump.columns[-1] == "deleted_"
    assert [(row[0], row[-1]) for row in dump.values()] == [("Ani", None), ("Budi", "true")]
    assert dump.warnings == {"deleted-records"}


def test_numbers_of_visual_foxpro(read):
    moment = struct.pack("<ii", 2_440_588 + 18_263, (3 * 3600 + 4 * 60 + 5) * 1000)
    fields = [("I", "I", 4, 0), ("B", "B", 8, 0), ("Y", "Y", 8, 4), ("T", "T", 8, 0)]
    rows = [
        b" " + struct.pack("<idq", -7, 2.5, 123_456) + moment,
        b" " + struct.pack("<idq", 2**31 - 1, 3271010101800001.0, -1) + bytes(8),
    ]
    dump = read(table(fields, rows, version=0x30))
    assert dump.values() == [
        ("-7", "2.5", "12.3456", "2020-01-02 03:04:05"),
        (str(2**31 - 1), "3271010101800001", "-0.0001", None),
    ]


def test_variable_and_absent_values_of_visual_foxpro(read):
    fields = [("V", "V", 5, 0), ("C", "C", 3, 0, 2), ("_NullFlags", "0", 1, 0, 1)]
    rows = [b" Ani\0\x03abc\x01", b" Anita   \x02"]
    dump = read(table(fields, rows, version=0x32))
    assert dump.columns == ("V", "C")
    assert dump.values() == [("Ani", "abc"), ("Anita", None)]


MEMO = [("NAMA", "C", 5, 0), ("CATATAN", "M", 10, 0)]


def memo_rows(*numbers):
    return [f" Ani  {number:>10}".encode() for number in numbers]


@pytest.mark.parametrize(
    ("version", "ending", "memo"),
    [
        (0x83, ".dbt", bytes(512) + b"halo\nlagi\x1a\x1a".ljust(512, b"\0")),
        (0x8B, ".dbt", bytes(20) + b"\0\2" + bytes(490) + b"\xff\xff\x08\0\x11\0\0\0halo\nlagi"),
        (0xF5, ".fpt", b"\0\0\0\2\0\0\2\0" + bytes(504) + b"\0\0\0\1\0\0\0\x09halo\nlagi"),
    ],
)
def test_memos(read, version, ending, memo):
    rows = memo_rows(1, "", 99)
    dump = read(("x.dbf", table(MEMO, rows, version=version)), (f"x{ending}", memo))
    assert dump.values() == [("Ani", "halo\nlagi"), ("Ani", None), ("Ani", None)]
    assert dump.warnings == {"memo-file"} | ({"bad-values"} if version else set())


def test_a_memo_that_is_missing(read):
    dump = read(("x.dbf", table(MEMO, memo_rows(1), version=0x83)))
    assert dump.values() == [("Ani", None)]
    assert dump.warnings == {"memo-missing"}


@pytest.mark.parametrize(
    ("driver", "codec", "encoding"),
    [(0x02, "cp850", "cp850"), (0xC9, "cp1251", "cp1251"), (0x13, "cp932", "cp932")],
)
def test_language_drivers(read, driver, codec, encoding):
    name = {"cp850": "né", "cp1251": "Иван", "cp932": "日本"}[codec]
    row = b" " + name.encode(codec).ljust(10)
    dump = read(table([("N", "C", 10, 0)], [row], driver=driver))
    assert (dump.file.encoding, dump.values()) == (encoding, [(name,)])


@pytest.mark.parametrize("codec", ["utf-8", "cp850", "cp1252"])
def test_an_encoding_that_is_not_named(read, codec):
    rows = [b" " + "né Àé".encode(codec).ljust(10)]
    dump = read(table([("N", "C", 10, 0)], rows, driver=0))
    assert dump.values() == [("né Àé",)]
    assert dump.warnings == {"encoding-guessed"}
    assert read(table([("N", "C", 10, 0)], rows, driver=0), encoding=codec).warnings == set()


def test_a_cut_table(read):
    raw = table(PEOPLE, [person(f"Ani {at}") for at in range(10)])
    dump = read(raw[:-40])
    assert (dump.receipt.rows_read, dump.receipt.rows_rejected) == (8, 1)
    assert dump.warnings == {"records-missing"}


def test_more_than_the_header_counts(read):
    raw = table(PEOPLE, [person("Ani"), person("Budi")], count=1)
    assert read(raw).warnings == {"records-uncounted"}
    dump = read(raw + b"hidden behind the end")
    (place,) = dump.file.unread
    assert (place.reason, place.bytes) == ("behind-the-end", 22)
    assert dump.receipt.rows_read == 2


def test_no_rows(read):
    with pytest.raises(EvidenceError) as caught:
        read(table(PEOPLE, []))
    assert caught.value.code == "no-rows"


def test_damage_never_crashes(read):
    plain = table(PEOPLE, [person(f"Ani {at}") for at in range(5)])
    chance = random.Random(5)  # noqa: S311  # reproducible damage
    for _ in range(80):
        bad = bytearray(plain)
        for _ in range(chance.randrange(1, 4)):
            bad[chance.randrange(1, len(bad))] = chance.randrange(256)
        bad = bad[: chance.randrange(60, len(bad) + 200)]
        try:
            read(("x", bytes(bad)))
        except TelusurError as error:
            assert error.exit_status != 70, error  # noqa: PT017  # many do read


texts = st.text(st.characters(codec="cp1252", exclude_categories=("Cc",)), max_size=10)


@given(
    st.lists(
        st.tuples(texts, st.none() | st.dates(), st.integers(-99_999, 99_999), st.booleans()),
        min_size=1,
        max_size=15,
    )
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_round_trip(read, rows):
    def written(name, born, number, active):
        date = f"{born:%Y%m%d}".rjust(8, "0") if born else " " * 8
        return person(name, date, f"{number:>6}", "T" if active else "F")

    dump = read(table(PEOPLE, [written(*row) for row in rows]))
    assert dump.values() == [
        (
            name.rstrip(" ") or None,
            dt.date.isoformat(born) if born else None,
            str(number),
            str(active).lower(),
        )
        for name, born, number, active in rows
    ]
