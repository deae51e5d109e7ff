import datetime as dt
import json

import bson
import pytest
from bson import json_util
from hypothesis import given, settings
from hypothesis import strategies as st
from one_file import read_one, recognised

from telusur.errors import TelusurError
from telusur.reading import bson as reader
from telusur.reading import json_document

quick = settings(max_examples=40)
KEYS = st.text("abcñ_1", min_size=1, max_size=4)
MOMENTS = st.integers(-(10**13), 10**13).map(bson.DatetimeMS)
SINGLE = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text("ab é山\n", max_size=8)
    | MOMENTS | st.binary(min_size=12, max_size=12).map(bson.ObjectId)
)  # fmt: skip
VALUES = st.recursive(
    SINGLE, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=3)
)
DOCUMENTS = st.lists(st.dictionaries(KEYS, VALUES, min_size=1, max_size=4), min_size=2, max_size=6)


def read(raw):
    return read_one(reader, raw, name="people.bson")


def numbered(count):
    return [{"_id": at, "nama": f"Orang {at}"} for at in range(count)]


@quick
@given(DOCUMENTS)
def test_documents_are_read_as_their_export_is(documents):
    raw = b"".join(map(bson.encode, documents))
    assert recognised(reader, raw)
    found = read(raw)
    options = json_util.CANONICAL_JSON_OPTIONS
    lines = [json_util.dumps(one, json_options=options, ensure_ascii=False) for one in documents]
    export = read_one(json_document, "\n".join(lines) + "\n")
    assert found.names == export.names
    for row, other in zip(found.only, export.only, strict=True):
        for cell, theirs in zip(row, other, strict=True):
            if cell is None or not cell.startswith("["):  # lists stay as each was written
                assert cell == theirs


def test_every_type_has_a_text():
    document = {
        "_id": bson.ObjectId("5f" * 12),
        "at": dt.datetime(2021, 5, 20, 1, 2, 3, tzinfo=dt.UTC),
        "raw": b"\x01",
        "uuid": bson.Binary(b"\x02" * 16, 4),
        "price": bson.Decimal128("1.50"),
        "f": 1.0,
        "ts": bson.Timestamp(7, 1),
        "home": {"kota": "Bogor", "x": {}},
        "list": [1, {"a": dt.datetime(2021, 5, 20, tzinfo=dt.UTC)}],
        "re": bson.Regex("^a", "i"),
        "min": bson.MinKey(),
        "ok": True,
    }
    found = read(bson.encode(document))
    assert dict(zip(found.names, found.only[0], strict=True)) == {
        "_id": "5f" * 12, "at": "2021-05-20T01:02:03Z", "raw": "AQ==", "raw.subType": "00",
        "uuid": "AgICAgICAgICAgICAgICAg==", "uuid.subType": "04", "price": "1.50", "f": "1.0",
        "ts.t": "7", "ts.i": "1", "home.kota": "Bogor", "home.x": "{}",
        "list": '[1,{"a":{"$date":"2021-05-20T00:00:00Z"}}]', "re": "^a", "re.options": "2",
        "min": "1", "ok": "true",
    }  # fmt: skip


def test_damage_in_the_middle_is_unread():
    parts = [bson.encode(one) for one in numbered(5)]
    bad = b"\xff\xff\xff\x7f" + parts[2][4:]
    found = read(b"".join([*parts[:2], bad, *parts[3:]]))
    assert [row[0] for row in found.only] == ["0", "1", "3", "4"]
    (place,) = found.receipt.unread
    assert (place.offset, place.bytes) == (len(parts[0]) * 2, len(bad))
    inner = parts[2][:4] + b"\x55" + parts[2][5:]
    found = read(b"".join([*parts[:2], inner, *parts[3:]]))
    assert [row[0] for row in found.only] == ["0", "1", "3", "4"]
    assert [(one.reason, one.rows) for one in found.receipt.rejected] == [("not-bson", 1)]


def test_a_cut_dump_gives_its_whole_documents():
    raw = b"".join(map(bson.encode, numbered(3)))
    found = read(raw[:-4])
    assert [row[0] for row in found.only] == ["0", "1"]
    assert "cut-in-mid-row" in found.warnings
    assert sum(place.bytes for place in found.receipt.unread) == len(raw) // 3 - 4


def test_an_archive_of_collections():
    end, magic = b"\xff" * 4, b"\x6d\xe2\x99\x81"
    head = bson.encode({"server_version": "7.0.5", "tool_version": "100.9"})
    meta = bson.encode({"db": "toko", "collection": "orang", "metadata": "{}", "size": 1})
    block = {"db": "toko", "EOF": False, "CRC": bson.Int64(0)}
    people = b"".join(map(bson.encode, numbered(2)))
    raw = magic + head + meta + end
    for name, documents in (("orang", people), ("kota", bson.encode({"k": "Bogor"}))):
        raw += bson.encode({**block, "collection": name}) + documents + end
        raw += bson.encode({**block, "collection": name, "EOF": True}) + end
    found = read(raw)
    assert found.rows == {
        "toko.orang": [("0", "Orang 0"), ("1", "Orang 1")], "toko.kota": [("Bogor",)]
    }  # fmt: skip
    assert {hint.value for hint in found.receipt.hints} == {"7.0.5", "100.9"}
    assert not found.receipt.bytes_unread


@quick
@given(st.binary(max_size=80), st.binary(max_size=20))
def test_whatever_comes_it_is_read_or_refused(raw, tail):
    document = bson.encode({"_id": 1, "a": "b"})
    for text in (raw, document + raw, document + raw + document + tail):
        try:
            recognised(reader, text)
            read(text)
        except TelusurError:
            pass


def test_nesting_without_end_is_refused():
    inner = b"\x05\0\0\0\0"
    for _ in range(20_000):
        inner = (len(inner) + 8).to_bytes(4, "little") + b"\x03a\0" + inner + b"\0"
    found = read(bson.encode({"_id": 1}) + inner)
    assert found.only == [("1",)]
    assert found.receipt.rejected[0].reason == "not-bson"


@pytest.mark.parametrize("raw", [b"id,name\n1,Ani\n", "id,né\n".encode("utf-16"), b"\x05\0\0\0\0"])
def test_what_is_text_is_no_bson(raw):
    assert not recognised(reader, raw)


def test_json_is_valid_text_of_lists():
    found = read(bson.encode({"l": [1.5, "é", None, {"$x": 1}]}))
    assert json.loads(found.only[0][0]) == [1.5, "é", None, {"$x": 1}]


def test_a_key_with_a_dot_beside_the_document_that_it_looks_like():
    found = read(bson.encode({"a.b": "1", "a": {"b": "2"}, "a.b_2": "3"}) * 2)
    assert found.names == ("a.b", "a.b_2", "a.b_2_2")
    assert found.only == [("1", "2", "3")] * 2
