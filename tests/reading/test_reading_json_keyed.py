"""JSON whose records lie under keys of their own, and JSON in a script or another frame."""

import json

import pytest
from one_file import read_one

from telusur.errors import EvidenceError
from telusur.reading import json_document
from telusur.reading.detect import refuse_text
from telusur.reading.json_document.wrapped import frame

PEOPLE = {f"-M{at}": {"name": f"N{at}", "home": {"city": "Bogor"}} for at in range(5)}
ROWS = [(f"-M{at}", f"N{at}", "Bogor") for at in range(5)]


def read(value, **overrides):
    raw = value if isinstance(value, (str, bytes)) else json.dumps(value)
    return read_one(json_document, raw, **overrides)


@pytest.mark.parametrize("indent", [None, 1])
def test_records_under_keys_are_rows(indent):
    found = read(json.dumps({"app": {"users": PEOPLE, "version": 3}}, indent=indent))
    table, single = found.rows
    assert table == "app.users"
    assert found.columns[table] == ("key_", "name", "home.city")
    assert found.rows[table] == ROWS
    assert found.rows[single] == [("3",)]
    assert read(PEOPLE).only == ROWS


def test_many_records_under_keys_over_many_pieces():
    people = {f'k"{at}': {"name": "x" * 90, "n": at} for at in range(30_000)}
    kinds = {str(at): {"k": at} for at in range(3)}
    found = read({"first": {"a": 1}, "users": people, "kinds": kinds})
    assert found.rows["users"] == [(f'k"{at}', "x" * 90, str(at)) for at in range(30_000)]
    assert found.rows["kinds"] == [(str(at), str(at)) for at in range(3)]


def test_a_cut_export_keeps_the_records_before_the_cut():
    text = json.dumps({"users": PEOPLE})
    found = read(text[: text.index("-M4") + 20])
    assert found.only == ROWS[:4]
    assert found.warnings == {"cut-in-mid-row"}


def test_collections_with_the_same_keys_stay_apart():
    found = read({name: {str(at): {"v": name} for at in range(3)} for name in ("a", "b", "c")})
    assert list(found.rows) == ["a", "b", "c"]
    assert found.rows["b"] == [(str(at), "b") for at in range(3)]


def test_objects_that_are_not_alike_are_one_record():
    found = read({"user": {"id": 1}, "home": {"city": "x"}, "meta": {"v": 2}, "more": {"w": 3}})
    assert found.only == [("1", "x", "2", "3")]


def test_names_of_columns_beside_an_index():
    found = read({"columns": ["id", "n"], "index": [0, 1], "data": [[1, "a"], [2, "b"]]})
    assert found.columns["data"] == ("id", "n")
    assert found.rows == {"index": [("0",), ("1",)], "data": [("1", "a"), ("2", "b")]}


@pytest.mark.parametrize(
    "frame",
    ["window.YTD.account.part0 = %s", "callback(%s);", "var a = %s;\n", "// of\n/* x */\n%s"],
)
def test_json_in_a_script(frame):
    found = read(frame % json.dumps([{"id": 1, "n": "a;"}, {"id": 2, "n": ")"}]))
    assert found.only == [("1", "a;"), ("2", ")")]
    assert found.warnings == {"preamble"}
    assert not found.receipt.bytes_unread


PHPMYADMIN = """[
{"type":"header","version":"5.1.1","comment":"Export to JSON plugin for PHPMyAdmin"},
{"type":"database","name":"leak"},
{"type":"table","name":"users","database":"leak","data":
[
{"id":"1","name":"}"},
{"id":"2","name":null}
]
}
,{"type":"table","name":"kinds","database":"leak","data":
[
{"id":"1","k":"]"}
]
}
]
"""


def test_tables_of_phpmyadmin():
    found = read(PHPMYADMIN)
    assert found.rows == {"users": [("1", "}"), ("2", None)], "kinds": [("1", "]")]}
    assert not found.warnings
    cut = read(PHPMYADMIN[: PHPMYADMIN.index('"k"')])
    assert cut.rows["users"] == [("1", "}"), ("2", None)]
    assert cut.warnings == {"cut-in-mid-row", "offsets-of-copy"}


@pytest.mark.parametrize(
    "text",
    ['[{"id":1,},{"id":2,}]', "[{'id':1},{'id':2}]", "[{id:1},{id:2}]",
     '// x\n[\n /* c */ {"id":1}, // x\n {"id":2},\n]\n'],
)  # fmt: skip
def test_what_is_nearly_json_is_refused_with_the_reason(text):
    with pytest.raises(EvidenceError) as caught:
        refuse_text(text, "x.json")
    assert caught.value.got == "JSON with faults"


def test_json_that_copy_wrote():
    rows = [{"id": 1, "n": 'a "b"\nc'}, {"id": 2, "n": "C:\\new"}, {"id": 3, "n": "x"}]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    found = read(lines.replace("\\", "\\\\"))
    assert found.only == [("1", 'a "b"\nc'), ("2", "C:\\new"), ("3", "x")]
    assert found.warnings == {"copied-json"}
    assert read(lines).only == found.only


def test_many_remarks_cost_no_time():
    remarks = "/**/ " * 400
    assert frame((remarks + "x").encode()) == 0
    assert refuse_text("[" + remarks + "x", "x.json") is None
