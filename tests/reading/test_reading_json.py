import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_file import read_one, recognised

from telusur.errors import LimitReached, TelusurError
from telusur.reading import json_document
from telusur.reading.json_document import pieces, wrapped

quick = settings(max_examples=15)
KEYS = st.text(max_size=6).filter(lambda key: not key.startswith("$"))
SINGLE = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
NESTED = st.recursive(
    SINGLE, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3)
)
RECORDS = st.lists(st.dictionaries(KEYS, NESTED, min_size=1, max_size=5), min_size=2, max_size=8)
STYLES = st.sampled_from([{}, {"indent": 1}, {"separators": (",", ":")}, {"ensure_ascii": False}])


def read(raw, **overrides):
    return read_one(json_document, raw, **overrides)


def as_text(value):
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, separators=(",", ":"))


def flat(record, before=()):
    found = {}
    for key, value in record.items():
        keys = (*before, key)
        if isinstance(value, dict) and value and len(keys) < 16:
            found |= flat(value, keys)
        else:
            found[keys] = value
    return found


def same(rows, records):
    """Rows against records; text inside lists is compared as what it stands for."""
    wanted = [flat(record) for record in records]
    order = list(dict.fromkeys(keys for one in wanted for keys in one))
    assert len(rows) == len(records)
    for row, one in zip(rows, wanted, strict=True):
        assert len(row) == len(order)
        for cell, keys in zip(row, order, strict=True):
            value = one.get(keys)
            if isinstance(value, list):
                assert json.loads(cell) == value
            else:
                assert cell == as_text(value)


@pytest.mark.parametrize("size", [1 << 20, 7])
@quick
@given(records=RECORDS, style=STYLES)
def test_a_list_of_objects_is_read_back_equal(size, records, style):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "PIECE_BYTES", size)
        found = read(json.dumps(records, **style))
    same(found.only, records)
    assert not found.receipt.bytes_unread


@pytest.mark.parametrize("size", [1 << 20, 7])
@quick
@given(records=RECORDS)
def test_lines_of_objects_are_read_back_equal(size, records):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "PIECE_BYTES", size)
        found = read("".join(json.dumps(one) + "\n" for one in records))
    same(found.only, records)
    assert found.lines["dump"] == list(range(1, len(records) + 1))


@quick
@given(records=RECORDS)
def test_objects_one_after_another_are_read_back_equal(records):
    same(read("\n".join(json.dumps(one, indent=2) for one in records)).only, records)


@quick
@given(RECORDS, RECORDS, st.sampled_from([1 << 20, 11]))
def test_a_document_of_several_lists(first, second, size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "PIECE_BYTES", size)
        found = read(json.dumps({"a": first, "b": {"c": second}, "n": 3}, indent=1))
    same(found.rows["a"], first)
    same(found.rows["b.c"], second)
    assert found.rows["dump"] == [("3",)]


@quick
@given(st.text(alphabet='{}[],:"\\ \n1an', max_size=60), st.sampled_from([1 << 20, 5]))
def test_whatever_comes_it_is_read_or_refused(text, size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pieces, "PIECE_BYTES", size)
        for start in ("", "[", '{"a":['):
            try:
                recognised(json_document, start + text)
                read(start + text)
            except TelusurError:
                pass


@quick
@given(RECORDS, st.integers(0, 400))
def test_a_cut_document_gives_its_whole_rows(records, cut):
    text = json.dumps({"rows": records})[:-2]
    text = text[: max(len(text) - cut, 12)]
    whole = 0
    for end in range(len(records)):
        whole += text.startswith('{"rows": ' + json.dumps(records[: end + 1])[:-1])
    if not whole:
        return
    found = read(text)
    same(found.rows["rows"], records[:whole])


def test_lines_that_are_none_are_counted():
    text = '{"id":1}\nnot json\n\n{"id":"a\n[1]\n{"id":2}}\n'
    text += '{"id": 2, "id": 3}\n{"id":{"b":[1, "x y"]}}'
    found = read(text)
    assert found.only == [("1", None), ("3", None), (None, '[1,"x y"]')]
    assert {one.reason: one.lines for one in found.receipt.rejected} == {
        "not-json": (2, 4, 6),
        "not-an-object": (5,),
    }
    assert {"repeated-keys", "blank-lines"} <= found.warnings
    assert (found.receipt.tables[0].lines, found.receipt.tables[0].blank_lines) == (8, 1)


def test_numbers_and_strings_stay_as_written():
    found = read(
        '[{"a":1.10,"b":0812,"c":1e400,"d":-0.0},{"a":NaN,"b":"\\ud800","c":"\\/\\u00e9"}]'
    )
    assert found.only == [("1.10", "0812", "1e400", "-0.0"), ("NaN", "\ufffd", "/é", None)]
    assert {"not-a-number", "lone-surrogates"} <= found.warnings


def test_type_wrappers_of_mongodb():
    old = '{"_id":{"$oid":"5f"},"n":{"$numberLong":"12"},"at":{"$date":1621468800123}}'
    new = '{"_id":{"$oid":"60"},"n":7,"at":{"$date":{"$numberLong":"-1000"}}}'
    far = '{"_id":"x","n":{"$numberDecimal":"1.50"},"at":{"$date":"2021-05-20T00:00:00Z"}}'
    raw = '{"bin":{"$binary":{"base64":"AQ==","subType":"04"}},"t":{"$timestamp":{"t":1,"i":2}}}'
    found = read("\n".join((old, new, far, raw)))
    assert found.names == ("_id", "n", "at", "bin", "bin.subType", "t.t", "t.i")
    assert [row[:3] for row in found.only] == [
        ("5f", "12", "2021-05-20T00:00:00.123Z"),
        ("60", "7", "1969-12-31T23:59:59Z"),
        ("x", "1.50", "2021-05-20T00:00:00Z"),
        (None, None, None),
    ]
    assert found.only[3][3:] == ("AQ==", "04", "1", "2")


def test_lists_of_lists_and_columns():
    assert read('[["id","name"],[1,"Ani"],[2,"Budi"]]').only == [("1", "Ani"), ("2", "Budi")]
    split = read('{"columns":["id","name"],"data":[[1,"Ani"],[2,"Budi"]]}')
    assert split.columns == {"data": ("id", "name")}
    columns = read('{"id":[1,2,3],"name":["Ani",null,"Citra"]}')
    assert columns.names == ("id", "name")
    assert columns.only == [("1", "Ani"), ("2", None), ("3", "Citra")]


def test_damage_ends_what_can_be_told():
    found = read('[{"id":1},\n{"id":2}]]]\n[{"id":3}')
    assert found.only == [("1",), ("2",)]
    (place,) = found.receipt.unread
    assert (place.offset, place.reason) == (20, "not-json")
    assert place.bytes == found.receipt.bytes_unread == 12


def test_bombs_are_refused():
    for text in ("[" * 100_000, '{"a":' * 100_000, '[{"a":' * 5000):
        with pytest.raises(TelusurError):
            read(text)
    wide = json.dumps([{f"k{at}": 1} for at in range(5000)])
    with pytest.raises(LimitReached) as caught:
        read(wide)
    assert caught.value.code == "too-many-columns"
    places = json.dumps({f"k{at}": [{"a": 1}] for at in range(1500)})
    with pytest.raises(LimitReached) as caught:
        read(places)
    assert caught.value.code == "too-many-tables"


@pytest.mark.parametrize(
    "text",
    ["[section]\nkey=1\n", "{guid},name\n{1},Ani\n", "[1] Ani\n[2] Budi\n", "id,j\n1,{}\n", "[x]"],
)
def test_what_begins_with_a_bracket_is_not_all_json(text):
    assert not recognised(json_document, text)


@quick
@given(st.lists(st.dictionaries(KEYS, SINGLE, min_size=1, max_size=4), min_size=2, max_size=6))
def test_dictionaries_of_python_are_read_without_evaluation(records):
    records = [{"_id": "x", **one} for one in records]
    found = read("".join(f"{one!r}\n" for one in records))
    same(found.only, records)
    assert "python-literals" in found.warnings


def test_a_call_in_a_dictionary_is_refused():
    text = "{'a': 'it\\'s'}\n" * 9 + "{'a': __import__('os').getcwd()}\n"
    found = read(text)
    assert found.only == [("it's",)] * 9
    assert [one.lines for one in found.receipt.rejected] == [(10,)]


@pytest.mark.parametrize("size", [1 << 20, 33, 9])
def test_a_broken_line_at_the_end_of_a_piece_is_no_row(size, monkeypatch):
    monkeypatch.setattr(pieces, "PIECE_BYTES", size)
    text = '{"id": 1, "h": {"k"{: [1, {"x": null}], "$date": 5}}\n{"id": 1}\n{"id": 2}\n'
    found = read(text)
    assert found.only == [("1",), ("2",)]
    assert [one.lines for one in found.receipt.rejected] == [(1,)]


def test_doubled_backslashes_stay_pairs_where_pieces_part_them(tmp_path, monkeypatch):
    monkeypatch.setattr(wrapped, "PIECE_BYTES", 3)
    for text in (rb'{"a":"\\\\x\\"}', rb"\\\\\\", rb"a\\\\\b\\\\c", rb"\\\\\\\\\\"):
        (tmp_path / "a").write_bytes(text)
        wrapped.uncopied(tmp_path / "a", tmp_path / "b")
        assert (tmp_path / "b").read_bytes() == text.replace(b"\\\\", b"\\")
