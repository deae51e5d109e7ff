import datetime as dt
import decimal
import io
import json
import random
import uuid
import zlib

import fastavro
import pyarrow as pa
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telusur.errors import EvidenceError, TelusurError
from telusur.reading.avro.blocks import MAGIC, Broken, encoded, number
from telusur.reading.avro.schema import schema_of

PERSON = {
    "type": "record",
    "name": "Person",
    "namespace": "org.example",
    "doc": "members\x1b[31m",
    "fields": [
        {"name": "id", "type": "long"},
        {"name": "name", "type": ["null", "string"]},
        {"name": "born", "type": ["null", {"type": "int", "logicalType": "date"}]},
    ],
}
PEOPLE = [
    {"id": at, "name": f"Ani {at}" if at % 5 else None, "born": dt.date(1980, 1, 1 + at % 28)}
    for at in range(2000)
]


def avro(schema=PERSON, records=PEOPLE, codec="null", interval=1000, **metadata):
    out = io.BytesIO()
    fastavro.writer(
        out,
        schema,
        records,
        codec=codec,
        sync_interval=interval,
        metadata=metadata,
        sync_marker=b"m" * 16,
    )
    return out.getvalue()


def snappy(raw):
    packed = pa.Codec("snappy").compress(raw, asbytes=True)
    return packed + zlib.crc32(raw).to_bytes(4, "big")


def packed(schema, raw, codec, pack):
    """A file with the blocks of ``raw`` packed otherwise; what fastavro cannot write by itself."""
    _, *rest = raw.split(b"m" * 16)
    text = json.dumps(schema).encode()
    made = MAGIC + encoded(2) + encoded(10) + b"avro.codec" + encoded(len(codec)) + codec.encode()
    made += encoded(11) + b"avro.schema" + encoded(len(text)) + text + encoded(0) + b"m" * 16
    for block in filter(None, rest):
        count, start = number(block, 0)
        _, start = number(block, start)
        body = pack(block[start:])
        made += encoded(count) + encoded(len(body)) + body + b"m" * 16
    return made


WRITERS = {
    "snappy": snappy,
    "zstandard": zstandard.ZstdCompressor().compress,
}


@pytest.mark.parametrize("codec", ["null", "deflate", "snappy", "zstandard", "bzip2", "xz"])
def test_codecs(read, codec):
    own = WRITERS.get(codec)
    raw = packed(PERSON, avro(), codec, own) if own else avro(codec=codec)
    dump = read(("dump.csv", raw))
    assert dump.file.kind == "avro"
    assert dump.columns == ("id", "name", "born")
    assert dump.values()[:2] == [("0", None, "1980-01-01"), ("1", "Ani 1", "1980-01-02")]
    assert dump.receipt.rows_read == 2000
    assert dump.file.tables[0].column_types == ("long", "string", "int (date)")
    assert dump.warnings == set()


def test_what_the_file_says_of_itself(read):
    hints = {hint.what: hint.value for hint in read(avro(**{"made.by": "x"})).file.hints}
    assert hints == {
        "schema": "org.example.Person",
        "description": "members",
        "codec": "null",
        "made.by": "x",
    }


def test_types_of_every_sort_are_text(read):
    moment = dt.datetime(2020, 1, 2, 3, 4, 5, 600000, tzinfo=dt.UTC)
    found = {
        "bool": ("boolean", True, "true"),
        "float": ("float", 1.5, "1.5"),
        "whole": ("double", 3271010101800001.0, "3271010101800001"),
        "bytes": ("bytes", b"a\xff", "a\\xFF"),
        "enum": ({"type": "enum", "name": "E", "symbols": ["A", "B"]}, "B", "B"),
        "stamp": (
            {"type": "long", "logicalType": "timestamp-micros"}, moment, "2020-01-02 03:04:05.6+00",
        ),
        "time": ({"type": "int", "logicalType": "time-millis"}, dt.time(1, 2, 3), "01:02:03"),
        "decimal": (
            {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2},
            decimal.Decimal("-1.10"),
            "-1.10",
        ),
        "uuid": (
            {"type": "string", "logicalType": "uuid"},
            uuid.UUID(int=5),
            str(uuid.UUID(int=5)),
        ),
        "list": ({"type": "array", "items": "int"}, [1, 2], "[1,2]"),
        "map": ({"type": "map", "values": "string"}, {"a": "é"}, '{"a":"é"}'),
        "record": (
            {
                "type": "record",
                "name": "R",
                "fields": [{"name": "d", "type": {"type": "int", "logicalType": "date"}}],
            },
            {"d": dt.date(2020, 1, 2)},
            '{"d":"2020-01-02"}',
        ),
        "again": ("R", {"d": dt.date(2020, 1, 2)}, '{"d":"2020-01-02"}'),
        "either": (["null", "int", "string"], "x", "x"),
    }  # fmt: skip
    fields = [{"name": name, "type": one[0]} for name, one in found.items()]
    schema = {"type": "record", "name": "T", "fields": fields}
    dump = read(avro(schema, [{name: one[1] for name, one in found.items()}]))
    assert dump.values() == [tuple(one[2] for one in found.values())]


def test_a_file_without_records(read):
    dump = read(avro("string", ["a", "b"]))
    assert (dump.columns, dump.values()) == (("column_1",), [("a",), ("b",)])


def test_dates_past_the_calendar_keep_their_rows(read):
    schema = {"type": "record", "name": "T", "fields": [
        {"name": "d", "type": {"type": "long", "logicalType": "timestamp-millis"}}]}  # fmt: skip
    plain = {"type": "record", "name": "T", "fields": [{"name": "d", "type": "long"}]}
    dump = read(packed(schema, avro(plain, [{"d": 2**62}, {"d": 0}]), "null", bytes))
    assert dump.values() == [(str(2**62),), ("1970-01-01 00:00:00+00",)]


@pytest.mark.parametrize("codec", ["null", "deflate"])
def test_a_damaged_block_is_left_out_and_its_place_told(read, codec):
    raw = avro(codec=codec)
    at = raw.index(b"m" * 16, len(raw) // 2) + 16
    dump = read(raw[:at] + b"\xff" * 30 + raw[at + 30 :])
    assert 1500 < dump.receipt.rows_read < 2000
    (place,) = dump.file.unread
    assert place.offset == at
    assert dump.values()[-1][0] == "1999"
    assert dump.warnings == {"damaged-parts"}


def test_a_cut_file(read):
    raw = avro()
    dump = read(raw[: len(raw) // 2])
    assert 500 < dump.receipt.rows_read < 1500
    assert dump.file.bytes_unread > 0


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "items": "null"},
        {"type": "record", "name": "T", "fields": [{"name": "a", "type": "null"}]},
    ],
)
def test_values_without_bytes_hang_nothing(read, schema):
    text = str(schema).replace("'", '"').encode()
    header = MAGIC + encoded(1) + encoded(11) + b"avro.schema" + encoded(len(text)) + text
    block = encoded(2**60) + encoded(9) + encoded(2**60)[:9] + b"m" * 16
    with pytest.raises(EvidenceError) as caught:
        read(header + encoded(0) + b"m" * 16 + block)
    assert caught.value.code == "unreadable-file"


def doubling(depth):
    """A schema in which each record holds the one before it twice."""
    inner = {"type": "record", "name": "R0", "fields": [{"name": "x", "type": "int"}]}
    fields = [{"name": "r0", "type": inner}]
    for at in range(1, depth):
        both = [{"name": name, "type": f"R{at - 1}"} for name in "ab"]
        record = {"type": "record", "name": f"R{at}", "fields": both}
        fields.append({"name": f"r{at}", "type": record})
    return {"type": "record", "name": "T", "fields": fields}


@pytest.mark.timeout(20)
def test_types_that_name_others_twice_hang_nothing():
    assert schema_of(json.dumps(doubling(8)).encode()).least == 2**8 - 1
    assert schema_of(json.dumps(doubling(60)).encode()).least == 2**60 - 1


@pytest.mark.parametrize(
    "raw",
    [
        b'{"type": "fixed", "name": "f", "size": -5}',
        b"[9]",
        b'{"type": "record", "name": "r", "fields": [{"type": "int"}]}',
        b'{"type": ["null", "r"], "name": "r"}',
    ],
)
def test_what_is_no_schema_is_refused_as_one(raw):
    with pytest.raises(Broken):
        schema_of(raw)


def test_no_rows(read):
    with pytest.raises(EvidenceError) as caught:
        read(avro(records=[]))
    assert caught.value.code == "no-rows"


def test_damage_never_crashes(read):
    plain = avro(records=PEOPLE[:100], codec="deflate")
    chance = random.Random(5)  # noqa: S311  # reproducible damage
    for _ in range(60):
        bad = bytearray(plain)
        for _ in range(chance.randrange(1, 5)):
            bad[chance.randrange(4, len(bad))] = chance.randrange(256)
        if chance.random() < 0.3:
            bad = bad[: chance.randrange(20, len(bad))]
        try:
            read(("x", bytes(bad)))
        except TelusurError as error:
            assert error.exit_status != 70, error  # noqa: PT017  # many do read


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "id": st.integers(-(2**63), 2**63 - 1),
                "name": st.none() | st.text(max_size=6).filter(lambda x: "\0" not in x),
                "born": st.none() | st.dates(),
            }
        ),
        min_size=1,
        max_size=20,
    )
)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_round_trip(read, records):
    names = ("id", "name", "born")
    assert read(avro(records=records)).values() == [
        tuple(None if record[name] is None else str(record[name]) for name in names)
        for record in records
    ]
