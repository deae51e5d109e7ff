import datetime as dt
import decimal
import random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import feather, orc

from telusur.errors import EvidenceError, TelusurError

ROWS = 3000
TABLE = pa.table(
    {
        "id": pa.array(range(ROWS), pa.int64()),
        "name": [f"Ani {at}" if at % 7 else None for at in range(ROWS)],
        "born": [dt.date(1980, 1, 1) + dt.timedelta(at) for at in range(ROWS)],
        "share": [at / 2 for at in range(ROWS)],
        "kinds": [[at, None] for at in range(ROWS)],
    },
    metadata={"made by": "an export\x1b[31m"},
)
FIRST = ("0", None, "1980-01-01", "0", "[0,null]")


def as_file(table, rows=500, **options):
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema, options=pa.ipc.IpcWriteOptions(**options)) as writer:
        writer.write_table(table, rows)
    return sink.getvalue().to_pybytes()


def as_stream(table, rows=500):
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table, rows)
    return sink.getvalue().to_pybytes()


def as_parquet(table, rows=500):
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, row_group_size=rows, write_page_checksum=True)
    return sink.getvalue().to_pybytes()


def as_orc(table):
    sink = pa.BufferOutputStream()
    orc.write_table(table, sink)
    return sink.getvalue().to_pybytes()


WRITERS = {"arrow": as_file, "stream": as_stream, "parquet": as_parquet, "orc": as_orc}


@pytest.mark.parametrize("kind", WRITERS)
def test_the_same_rows_from_every_kind(read, kind):
    dump = read(("dump.csv", WRITERS[kind](TABLE)))
    assert dump.file.kind == {"stream": "arrow"}.get(kind, kind)
    assert dump.columns == tuple(TABLE.column_names)
    values = dump.values()
    assert (len(values), values[0], values[1][1]) == (ROWS, FIRST, "Ani 1")
    assert dump.file.tables[0].column_types[2] == "date32[day]"
    assert dump.warnings == set()


@pytest.mark.parametrize("compression", ["lz4", "zstd"])
def test_feather(read, tmp_path, compression):
    feather.write_feather(TABLE, tmp_path / "x", compression=compression)
    assert read((tmp_path / "x").read_bytes()).values()[0] == FIRST


@pytest.mark.filterwarnings("ignore:Feather V1")
def test_feather_of_the_first_version(read, tmp_path):
    feather.write_feather(TABLE.drop_columns("kinds"), tmp_path / "x", version=1)
    assert read((tmp_path / "x").read_bytes()).values()[0] == FIRST[:-1]


def test_what_the_file_says_of_itself(read):
    (hint,) = read(as_file(TABLE)).file.hints
    assert (hint.what, hint.value) == ("made by", "an export")
    hints = {one.what: one.value for one in read(as_parquet(TABLE)).file.hints}
    assert hints["tool"].startswith("parquet-cpp-arrow")
    assert {one.what for one in read(as_orc(TABLE)).file.hints} == {"tool", "tool_version"}


def test_types_of_every_sort_are_text(read):
    moment = dt.datetime(2020, 1, 2, 3, 4, 5, 600000, tzinfo=dt.UTC)
    table = pa.table(
        {
            "f16": pa.array([1.5], pa.float16()),
            "big": pa.array([3271010101800001.0]),
            "dec": pa.array([decimal.Decimal("1.10")], pa.decimal256(60, 2)),
            "dict": pa.array(["a"]).dictionary_encode(),
            "tz": pa.array([moment], pa.timestamp("ns", "Asia/Jakarta")),
            "time": pa.array([dt.time(1, 2, 3)], pa.time64("ns")),
            "bad time": pa.array([-5]).cast(pa.time64("ns")),
            "far": pa.array([2**62]).cast(pa.timestamp("s")),
            "null": pa.nulls(1),
            "map": pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int64())),
            "struct": pa.array([{"t": dt.time(1), "d": dt.date(2020, 1, 2)}]),
            "uuid": pa.array([b"0123456789abcdef"], pa.uuid()),
            "view": pa.array([[1]], pa.list_view(pa.int64())),
            "none": pa.array([{}], pa.struct([])),
        }
    )
    (row,) = read(as_file(table)).values()
    assert row == (
        "1.5",
        "3271010101800001",
        "1.10",
        "a",
        "2020-01-02 03:04:05.6+00",
        "01:02:03",
        "-5",
        "4611686018427387904",
        None,
        '{"a":1}',
        '{"t":"01:00:00.000000","d":"2020-01-02"}',
        "30313233-3435-3637-3839-616263646566",
        "[1]",
        "{}",
    )


def test_a_damaged_batch_is_left_out_and_its_place_told(read):
    plain = as_file(TABLE, compression="zstd")
    at = plain.index(b"\x28\xb5\x2f\xfd", len(plain) // 2)  # where a packed column begins
    dump = read(("x.arrow", plain[:at] + bytes(20) + plain[at + 20 :]))
    assert 0 < dump.receipt.rows_read < ROWS
    assert dump.receipt.rows_read % 500 == 0
    (place,) = dump.file.unread
    assert place.offset <= at <= place.offset + place.bytes
    assert dump.file.bytes_unread == place.bytes
    assert dump.warnings == {"damaged-parts"}


def test_a_cut_arrow_file_is_read_as_the_stream_that_it_is(read):
    plain = as_file(TABLE)
    dump = read(plain[: len(plain) // 2])
    assert 0 < dump.receipt.rows_read < ROWS
    assert dump.values()[0] == FIRST


def test_a_damaged_row_group_is_left_out_and_its_rows_counted(read):
    plain = as_parquet(TABLE)
    meta = pq.ParquetFile(pa.BufferReader(plain)).metadata.row_group(2).column(1)
    at = meta.data_page_offset + 40
    dump = read(plain[:at] + bytes(40) + plain[at + 40 :])
    assert (dump.receipt.rows_read, dump.receipt.rows_rejected) == (ROWS - 500, 500)
    (one,) = dump.file.rejected
    assert (one.reason, one.rows) == ("damaged-row-group", 500)
    (place,) = dump.file.unread
    assert place.offset <= at < place.offset + place.bytes
    assert dump.values()[999][0] == "999"
    assert dump.values()[1000][0] == "1500"


def test_crafted_times_do_not_take_the_engine_down(read):
    table = pa.table({"t": pa.array([-5, 2**60]).cast(pa.time64("ns"))})
    for writer in (as_file, as_parquet):
        assert read(writer(table)).values() == [("-5",), (str(2**60),)]


def test_text_that_is_not_utf8_keeps_its_row(read):
    odd = pa.array([b"caf\xe9", b"Ani"]).view(pa.string())
    assert read(as_file(pa.table({"a": odd}))).values() == [("caf\\xE9",), ("Ani",)]


def test_encrypted_parquet_is_named(read):
    with pytest.raises(EvidenceError) as caught:
        read(b"PARE" + bytes(range(256)) + b"PARE")
    assert caught.value.code == "encrypted-file"


@pytest.mark.parametrize("kind", WRITERS)
def test_no_rows(read, kind):
    with pytest.raises(EvidenceError) as caught:
        read(WRITERS[kind](TABLE.slice(0, 0)))
    assert caught.value.code == "no-rows"


@pytest.mark.parametrize("kind", WRITERS)
def test_damage_never_crashes(read, kind):
    plain = WRITERS[kind](TABLE.slice(0, 200))
    chance = random.Random(kind)  # noqa: S311  # reproducible damage
    for _ in range(25):
        bad = bytearray(plain)
        for _ in range(chance.randrange(1, 5)):
            bad[chance.randrange(8, len(bad))] = chance.randrange(256)
        if chance.random() < 0.4:
            bad = bad[: chance.randrange(9, len(bad))]
        try:
            read(("x", bytes(bad)))
        except TelusurError as error:
            assert error.exit_status != 70, error  # noqa: PT017  # many do read


VALUES = {
    "int": (pa.int64(), st.integers(-(2**63), 2**63 - 1), str),
    "text": (pa.string(), st.text(max_size=6).filter(lambda x: "\0" not in x), str),
    "date": (pa.date32(), st.dates(), str),
    "bool": (pa.bool_(), st.booleans(), lambda x: str(x).lower()),
}


@given(
    st.sampled_from(sorted(VALUES)).flatmap(
        lambda kind: st.tuples(
            st.just(kind),
            st.lists(st.none() | VALUES[kind][1], min_size=1, max_size=20),
            st.sampled_from(["arrow", "stream", "parquet"]),
        )
    )
)
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_round_trip(read, case):
    kind, values, writer = case
    arrow, _, text = VALUES[kind]
    table = pa.table({"a": pa.array(values, arrow), "b": pa.array(range(len(values)))})
    dump = read(("x", WRITERS[writer](table)))
    assert [row[0] for row in dump.values()] == [
        None if value is None else text(value) for value in values
    ]


@pytest.mark.parametrize("contents", [b"", b"\0" * 4, b"\xff\xff\xff\x7f", b"\x04\0\0\0\x7f\0\0\0"])
def test_a_feather_file_without_contents_does_not_end_the_process(read, contents):
    raw = b"FEA1" + contents + len(contents).to_bytes(4, "little") + b"FEA1"
    with pytest.raises(EvidenceError) as error:
        read(("x", raw))
    assert error.value.code == "unreadable-file"


@pytest.mark.parametrize("raw", [b"ORC", b"ORC\n", b"ORC is a format\n"])
def test_three_letters_alone_are_no_orc_file(read, raw):
    with pytest.raises(EvidenceError):
        read(("x", raw))
    text = b"id,name\n1,ORC\n2,x\n"
    assert read(("x", text)).receipt.rows_read == 2
