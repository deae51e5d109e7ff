"""What a dump's own structure says of the system that it left."""

import pyarrow as pa
import pytest

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.model.findings.receipt import FileReceipt, Hint, Receipt, TableReceipt
from telusur.model.tables import DumpTable
from telusur.profiling import profile_dump
from telusur.structure import traces

CASE = (
    "PSNOKA PSNOKALAMA PSNOKALAMA2 NAMA NMCETAK JENKEL AGAMA TMPLHR TGLLHR FLAGTANGGUNGAN NOHP NIK "
    "NOKTP TMT TAT NPWP EMAIL NOKA KDHUBKEL KDSTAWIN KDNEGARA KDGOLDARAH KDSTATUSPST KDKANTOR "
    "TSINPUT TSUPDATE USERINPUT USERUPDATE TSSTATUS DAFTAR"
)


def receipt_of(table, numbered=(), hints=()):
    told = TableReceipt(
        name=table.name,
        columns=table.columns,
        rows_read=table.rows,
        rows_rejected=0,
        numbered=numbered,
    )
    file = FileReceipt(
        name="d",
        bytes=1,
        sha256="0" * 64,
        kind="sql",
        encoding="utf-8",
        delimiter=None,
        header=True,
        tables=(told,),
        bytes_unread=0,
        hints=hints,
    )
    return Receipt(files=(file,), rows_read=table.rows, rows_rejected=0)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    made = DuckDBEngine(Limits(work=tmp_path_factory.mktemp("work"), threads=1))
    yield made
    made.close()


@pytest.fixture
def left(engine):
    """``left(numbered=…, hints=…, column=values…)``: traces of a table."""

    def found(numbered=(), hints=(), **columns):
        rows = len(next(iter(columns.values())))
        texts = {"row_": pa.array(range(1, rows + 1), pa.int64())}
        for at, values in enumerate(columns.values()):
            texts[f"c{at}"] = pa.array(list(map(str, values)), pa.string())
        engine.load("dump", pa.table(texts))
        table = DumpTable("dump", "t", tuple(columns), rows)
        _, facts = profile_dump(engine, table)
        return traces(engine, table, facts, receipt_of(table, numbered, hints))

    return found


def kinds(found):
    return {(trace.kind, trace.columns) for trace in found}


def test_the_published_header_is_of_a_system_of_its_own(engine):
    table = DumpTable(None, "header", tuple(CASE.split()), 0)
    found = traces(engine, table, (), receipt_of(table))
    assert ("audit-times", ("TSINPUT", "TSUPDATE", "TSSTATUS")) in kinds(found)
    assert ("audit-users", ("USERINPUT", "USERUPDATE")) in kinds(found)
    by_kind = {trace.kind: trace for trace in found}
    assert by_kind["names"].says.en == "30 of 30 names are written in capitals written together"
    prefixes = {trace.says.en.split()[4] for trace in found if trace.kind == "prefix"}
    assert prefixes == {"KD:", "TS:", "NO:", "PS:"}
    assert all(trace.says.id and trace.says.id != trace.says.en for trace in found)


def test_a_number_that_a_system_gave_is_told_from_one_that_was_issued(left):
    found = left(
        id=range(1000, 1060),
        member=[n * 7919 % 99_991 for n in range(1, 61)],
        year=[2000 + n % 5 for n in range(60)],
    )
    assert [trace.columns for trace in found if trace.kind == "running-number"] == [("id",)]


def test_a_number_that_the_definition_gives_is_told_without_counting(left):
    found = left(numbered=("a",), a=[5, 900, 77], b=["x", "y", "z"])
    assert ("running-number", ("a",)) in kinds(found)


def test_words_of_the_dump_are_said_as_its_own(left):
    hint = Hint(what="server_version", value="5.7.33", source="header, line 5")
    (said,) = [trace for trace in left(hints=(hint,), a=["x"]) if trace.kind == "dump-header"]
    assert "which may be false" in said.says.en
    assert "server_version 5.7.33 (header, line 5)" in said.says.en


def test_names_given_by_telusur_and_few_names_say_nothing(left):
    assert left(column_1=["x"], column_2=["y"], column_3=["z"]) == ()
    assert left(nama=["x"], kota=["y"]) == ()
