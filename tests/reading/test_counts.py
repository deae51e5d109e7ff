"""Rows, lines and cells: two readers of one file can never publish two counts again."""

import io
import re
import sqlite3

import pyarrow as pa
import pyarrow.feather
import pyarrow.orc
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

TEXTS = {
    "delimited": ("id,name\n1,Ani\n2,\"Budi\nS\"\n\n3,Cici\n", 6, 1),
    "without an end": ("id,name\n1,Ani\n2,Budi\n3,Cici", 4, 0),
    "carriage returns": ("id,name\r1,Ani\r2,Budi\r3,Cici\r", 4, 0),
    "both": ("id,name\r\n1,Ani\r\n2,Budi\r\n3,Cici\r\n", 4, 0),
    "JSON lines": ('{"id": 1, "name": "a\\nb"}\n{"id": 2}\n\n{"id": 3}\n', 4, 0),
    "JSON": ('[{"id": 1, "name": "a"},\n {"id": 2},\n {"id": 3}]\n', 3, None),
    "SQL": (
        "CREATE TABLE t (id int, name text);\nINSERT INTO t VALUES (1,'a\nb'),(2,'c'),\n(3,'d');\n",
        4,
        None,
    ),
    "COPY": ("COPY t (id, name) FROM stdin;\n1\tAni\n2\tBudi\n3\tCici\n\\.\n", 5, None),
    "tabs": ("1\tAni\n2\t\\N\n3\tCici\n", 3, None),
    "psql": (
        " id | name \n----+------\n  1 | Ani\n  2 | Budi\n  3 | Cici\n(3 rows)\n\n", 7, None
    ),
    "fixed width": ("id   name \n---- -----\n1    Ani  \n2    Budi \n3    Cici \n", 5, 0),
    "XML": ("<r>\n<p><id>1</id><n>a</n></p>\n<p><id>2</id><n>b</n></p>\n<p><id>3</id></p>\n</r>\n",
            5, None),
}  # fmt: skip


@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_tells_lines_rows_and_cells(read, kind):
    text, lines, breaks = TEXTS[kind]
    file = read(text).file
    (table,) = file.tables
    assert file.lines == lines
    assert table.rows_read == 3
    assert table.cells == 3 * len(table.columns)
    assert table.newlines_in_values == breaks
    if table.lines is not None:
        assert table.lines == lines


def workbook():
    book = Workbook()
    for row in (["id", "name"], [1, "Ani"], [2, "Budi\nS"], [3, "Cici"]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def database(path):
    with sqlite3.connect(path) as opened:
        opened.execute("CREATE TABLE t (id, name)")
        opened.executemany("INSERT INTO t VALUES (?, ?)", [(1, "a"), (2, "b\nc"), (3, None)])
    opened.close()
    return path.read_bytes()


def columnar(write):
    table = pa.table({"id": [1, 2, 3], "name": ["a", "b\nc", None]})
    out = pa.BufferOutputStream()
    write(table, out)
    return out.getvalue().to_pybytes()


BINARY = {
    "workbook": lambda _: workbook(),
    "sqlite": lambda folder: database(folder / "made.db"),
    "parquet": lambda _: columnar(pq.write_table),
    "arrow": lambda _: columnar(pa.feather.write_feather),
    "orc": lambda _: columnar(pa.orc.write_table),
}


@pytest.mark.parametrize("kind", BINARY)
def test_what_is_no_text_has_no_lines(read, tmp_path, kind):
    file = read(("d", BINARY[kind](tmp_path))).file
    (table,) = file.tables
    assert (file.kind, file.lines) == (kind, None)
    assert (table.rows_read, table.cells) == (3, 6)


def test_many_rows_on_a_line_and_many_lines_in_a_row(read):
    rows = ",".join(f"({at},'a\nb')" for at in range(1_000))
    dump = read(f"CREATE TABLE t (id int, name text);\nINSERT INTO t VALUES {rows};\n")
    assert dump.file.lines == 1_002
    assert dump.receipt.rows_read == 1_000
    text = "id,name\n" + "".join(f'{at},"a\n\n\nb"\n' for at in range(1_000))
    table = read(text).file.tables[0]
    assert (table.rows_read, table.lines, table.newlines_in_values) == (1_000, 4_001, 3_000)


def test_the_guide_s_example_is_what_the_receipt_says(read, root):
    """The file and every figure of it stand in the guide."""
    guide = (root / "docs" / "guides" / "reading.md").read_text(encoding="utf-8")
    section = guide.split("## Rows, lines, records, cells: why they differ\n", 1)[1]
    text = section.split("```text\n", 1)[1].split("```", 1)[0]
    told = {
        name: int(figure.replace(",", ""))
        for name, figure in re.findall(r"^\| `([a-z_]+)` \| ([\d,]+) \|", section, re.MULTILINE)
    }
    file = read(text).file
    (table,) = file.tables
    found = {name: getattr(table, name) for name in told if name != "bytes"} | {"bytes": file.bytes}
    assert found == told
    parts = ("rows_read", "lines_skipped", "newlines_in_values", "lines_rejected", "blank_lines")
    assert told["lines"] == sum(told[name] for name in parts)
