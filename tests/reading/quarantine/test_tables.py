"""What a child promised of its tables, held against them, and messages, held against their form."""

import os

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from telusur.errors import EvidenceError
from telusur.model.base import Notice
from telusur.model.evidence import EvidenceFile
from telusur.model.findings.receipt import (
    FileReceipt,
    Hint,
    LeftOut,
    Rejected,
    Repaired,
    TableReceipt,
    Unread,
)
from telusur.reading.interface import TableRead
from telusur.reading.quarantine.messages import (
    FileSent,
    Moved,
    Read,
    TableSent,
    line_of,
    message_of,
)
from telusur.reading.quarantine.tables import check, received

HONEST = {"c0": pa.array(["a", "b"]), "c1": pa.array(["c", None])}
PROMISED = TableReceipt(name="t", columns=("x", "y"), rows_read=2, rows_rejected=0)


@pytest.fixture
def table(tmp_path):
    def _table(columns=HONEST, promised=PROMISED, **more):
        path = tmp_path / "table_0.parquet"
        pq.write_table(pa.table(columns), path)
        return TableRead(path, promised, **more)

    return _table


def refused(engine, table):
    with pytest.raises(EvidenceError, match=r"what came back of dump\.csv") as caught:
        check(engine, "dump.csv", [table])
    assert caught.value.code == "reader-not-believed"
    return caught.value.got


def test_a_table_as_promised_is_taken(engine, table):
    check(engine, "dump.csv", [table()])
    lines = pa.array([2, 3], pa.int64())
    check(engine, "dump.csv", [table({**HONEST, "line_": lines}, lined=True)])


@pytest.mark.parametrize(
    "columns",
    [
        {"c0": HONEST["c0"]},
        {**HONEST, "c2": HONEST["c1"]},
        {"c0": HONEST["c0"], "c2": HONEST["c1"]},
        {"c0": HONEST["c0"], "c1": pa.array([1, 2])},
        {"c0": HONEST["c0"], "c1": pa.array([["a"], ["b"]])},
        {**HONEST, "row_": HONEST["c0"]},
        {**HONEST, "line_": pa.array([2, 3], pa.int64())},
    ],
)
def test_other_columns_are_refused(engine, table, columns):
    assert refused(engine, table(columns))


def test_lines_that_were_promised_must_be_there(engine, table):
    assert refused(engine, table(lined=True)).startswith("columns")


def test_another_number_of_rows_is_refused(engine, table):
    promised = PROMISED.model_copy(update={"rows_read": 3})
    assert refused(engine, table(promised=promised)).startswith("a number of rows")


def test_what_is_no_parquet_file_is_refused(engine, table):
    one = table()
    one.path.write_bytes(b"PAR1" + b"\0" * 100 + b"PAR1")
    assert refused(engine, one) == "a table that cannot be read"
    one.path.unlink()
    assert refused(engine, one) == "a table that is not there"


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_a_link_is_refused(engine, table, tmp_path, link):
    one = table()
    one.path.rename(tmp_path / "register.parquet")
    link(tmp_path / "register.parquet", one.path)
    assert refused(engine, one) == "a table that is no plain file"


EVIDENCE = {"name": "dump.csv", "bytes": 4, "sha256": "0" * 64}
RECEIPT = FileReceipt(
    **EVIDENCE,
    kind="delimited",
    encoding="utf-8",
    delimiter=",",
    header=True,
    tables=(PROMISED,),
    bytes_unread=0,
)
SENT = TableSent(file="table_0.parquet", first_line=2, lined=False)


def taken(tmp_path, receipt, tables=(SENT,)):
    evidence = EvidenceFile(path=tmp_path / "dump.csv", modified_ns=0, **EVIDENCE)
    return received(evidence, [FileSent(receipt=receipt, tables=tables)], tmp_path)


def test_a_receipt_as_promised_is_taken(tmp_path):
    (file,) = taken(tmp_path, RECEIPT)
    assert file.receipt == RECEIPT
    assert file.tables[0].path == tmp_path / "table_0.parquet"
    member = RECEIPT.model_copy(update={"name": "a.csv", "inside": "dump.zip", "bytes": 9})
    assert taken(tmp_path, member)[0].receipt == member


@pytest.mark.parametrize(
    "lie", [{"name": "other.csv"}, {"bytes": 5}, {"sha256": "1" * 64}, {"kind": "spell"}]
)
def test_a_receipt_of_another_file_or_kind_is_refused(tmp_path, lie):
    with pytest.raises(EvidenceError, match=r"dump\.csv"):
        taken(tmp_path, RECEIPT.model_copy(update=lie))


def test_no_word_of_a_receipt_commands_a_terminal(tmp_path):
    bad = "\x1b[2Jgone\u202e\x07"
    told = RECEIPT.model_copy(
        update={
            "quote": bad,
            "encoding": bad,
            "rejected": (Rejected(reason=bad, rows=1, lines=()),),
            "unread": (Unread(offset=0, bytes=1, reason=bad),),
            "hints": (Hint(what=bad, value=bad, source=bad),),
            "warnings": (Notice(code="odd", text=bad),),
            "tables": (
                PROMISED.model_copy(
                    update={
                        "repaired": (Repaired(kind=bad, rows=1, lines=()),),
                        "left_out": (LeftOut(kind=bad, lines=1, at=()),),
                        "column_types": (bad, None),
                    }
                ),
            ),
        }
    )
    (file,) = taken(tmp_path, told)
    written = file.receipt.model_dump_json()
    assert written.count("gone") == 11
    assert "\\u001b" not in written
    assert "\u202e" not in written


def test_tables_and_receipts_must_be_as_many(tmp_path):
    with pytest.raises(EvidenceError, match=r"dump\.csv"):
        taken(tmp_path, RECEIPT, ())


def test_a_message_is_read_as_it_was_sent():
    message = Read(files=(FileSent(receipt=RECEIPT, tables=(SENT,)),))
    assert message_of(line_of(message)) == message
    assert b"\n" not in line_of(message)[:-1]


@pytest.mark.parametrize(
    "name", ["", ".hidden", "..", "a/b", "/etc/passwd", "a\0b", "a\n", "a" * 101]
)
def test_a_table_s_name_leads_nowhere(name):
    with pytest.raises(ValidationError):
        TableSent(file=name, first_line=None, lined=False)


@given(
    st.binary()
    | st.text().map(str.encode)
    | st.integers(max_value=-1).map(lambda below: b'{"what":"moved","bytes":%d}' % below)
)
def test_anything_else_is_no_message(line):
    with pytest.raises(ValueError, match="validation error"):
        message_of(line)


def test_a_sign_of_life_is_small():
    assert len(line_of(Moved(bytes=1 << 60))) < 100
