"""Every kind is taken by its own reader, and by none that is asked before it."""

import gzip
import json

import bson
import pytest
from one_file import recognised

from telusur.reading import bson as bson_reader
from telusur.reading import (
    delimited,
    fixed_width,
    json_document,
    terminal,
    xml,
)
from telusur.reading.readers import BINARY, TEXT

RECORD = {"id": 1, "nama": "Ani", "alamat": {"kota": "Bogor"}}
STARS = "*" * 27
TEXTS = {
    "JSON lines": (json_document, json.dumps(RECORD) + "\n" + json.dumps(RECORD) + "\n"),
    "one JSON object": (json_document, json.dumps(RECORD, indent=2)),
    "a list of objects": (json_document, json.dumps([RECORD, RECORD])),
    "mongoexport --jsonArray": (json_document, '[{"_id":{"$oid":"5f"}},\n{"_id":{"$oid":"60"}}]\n'),
    "psql": (terminal, " id | nama \n----+------\n  1 | Ani\n(1 row)\n"),
    "psql expanded": (terminal, "-[ RECORD 1 ]-\nid   | 1\nnama | Ani\n"),
    "psql with a query": (terminal, "db=# SELECT 1, 2;\n a | b \n---+---\n 1 | 2\n(1 row)\n"),
    "mysql": (terminal, "+----+-----+\n| id | n   |\n+----+-----+\n|  1 | Ani |\n+----+-----+\n"),
    "mysql vertical": (terminal, f"{STARS} 1. row {STARS}\n  id: 1\nnama: Ani\n"),
    "mysqldump --xml": (xml, "<?xml version='1.0'?>\n<mysqldump><database name='x'/></mysqldump>"),
    "elements": (xml, "<row id='1'/>\n<row id='2'/>\n"),
    "a page": (xml, "<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>"),
    "sqlcmd": (fixed_width, "id   nama\n---- ----\n   1 Ani \n"),
    "fixed width": (fixed_width, "".join(f"{at:<4d}  Orang   Kota\n" for at in range(20))),
    "CSV": (delimited, "id,nama\n1,Ani\n2,Budi\n"),
    "CSV of JSON": (delimited, 'id,doc\n1,"{""a"":1}"\n'),
    "CSV of tags": (delimited, "html,n\n<b>x</b>,1\n<i>y</i>,2\n"),
    "CSV of brackets": (delimited, "[id],[nama]\n1,Ani\n"),
    "CSV aligned": (delimited, "".join(f"{at:<4d},  Orang,  Kota\n" for at in range(20))),
    "pipes": (delimited, "id|nama\n1|Ani\n2|Budi\n"),
    "pipes with dashes": (delimited, "id|nama|note\n1|Ani|--\n2|Budi|--+--\n"),
    "tabs": (delimited, "id\tnama\n1\tAni\n2\tBudi\n"),
    "a list of mail addresses": (delimited, "ani@example.org\nbudi@example.org\n" * 10),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_goes_to_its_own_reader(name):
    reader, text = TEXTS[name]
    assert not any(recognised(one, text) for one in BINARY)
    assert next(one for one in TEXT if recognised(one, text)) is reader


def test_bson_goes_to_its_own_reader():
    for raw in (bson.encode(RECORD) * 3, b"\x6d\xe2\x99\x81" + bson.encode(RECORD)):
        assert next(one for one in BINARY if recognised(one, raw)) is bson_reader


def test_packed_files_are_no_bson():
    assert not recognised(bson_reader, gzip.compress(b"id,nama\n" * 100))
