"""Every line of a delimited file is accounted for, whatever was done to the file."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telusur.engine.duckdb import DuckDBEngine, lines, numbering
from telusur.engine.protocol import Delimited, Limits

GOOD = b"".join(b"%d,x%d,z\n" % (at, at) for at in range(200_000))


@pytest.fixture
def read(tmp_path):
    engine = DuckDBEngine(Limits(work=tmp_path))

    def _read(content, width=3, skip=1, **dialect):
        path = tmp_path / "dump.csv"
        path.write_bytes(content)
        columns = tuple(f"c{at}" for at in range(width))
        source = Delimited(
            path, columns, dialect.pop("delimiter", ","), skip_lines=skip, numbered=True, **dialect
        )
        loaded = engine.read_delimited("t", source)
        rows = engine.collect("SELECT * FROM t ORDER BY row_").to_pylist()
        engine.drop("t")
        assert [row["row_"] for row in rows] == list(range(1, len(rows) + 1))
        return loaded, rows

    yield _read
    engine.close()


def values(rows):
    return [tuple(value for name, value in row.items() if name[0] == "c") for row in rows]


def at_lines(rows):
    return [row["line_"] for row in rows]


def reasons(loaded):
    return {refused.reason: (refused.rows, refused.lines) for refused in loaded.refused}


def test_ragged_rows_are_refused_with_their_line(read):
    loaded, rows = read(b"a,b,c\n1,2,3\n4,5\n6,7,8\n9,10,11,12\n1,2,3\n")
    assert at_lines(rows) == [2, 4, 6]
    assert reasons(loaded) == {"too-few-values": (1, (3,)), "too-many-values": (1, (5,))}
    assert not loaded.cut


def test_lines_after_quoted_line_ends_and_blank_lines(read):
    loaded, rows = read(b'a,b,c\n1,"x\ny",3\n\n4,5\n6,7,8\n\n\n9,"10\n\n\n",1\n1,2,3')
    assert at_lines(rows) == [2, 6, 9, 13]
    assert reasons(loaded) == {"too-few-values": (1, (5,))}
    assert (loaded.lines, loaded.newlines_in_values, loaded.blank_lines) == (13, 4, 3)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_every_kind_of_line_end(read, end):
    loaded, rows = read(end.join([b"a,b,c", b'1,"x', b'y",3', b"4,5", b"", b"6,7,8", b""]))
    assert at_lines(rows) == [2, 6]
    assert values(rows)[0][1] == "x" + end.decode() + "y"
    assert reasons(loaded) == {"too-few-values": (1, (4,))}


def test_a_quote_that_never_closes_costs_its_own_line_alone(read):
    content = b'a,b,c\n1,2,3\n4,"5,6\n' + GOOD * 8  # several buffers of the parallel reader
    loaded, rows = read(content)
    assert loaded.rows == 1 + 8 * 200_000
    assert reasons(loaded) == {"broken-quote": (1, (3,))}
    assert loaded.repaired == 1
    assert (rows[1]["line_"], rows[-1]["line_"]) == (4, loaded.lines)


def test_a_quote_closed_by_a_later_one_costs_no_rows_between(read):
    loaded, _ = read(b'a,b,c\n4,"5,6\n' + GOOD[:3000] + b'8,"9",1\n')
    assert loaded.rows + loaded.rows_refused == loaded.lines - 1
    assert loaded.rows_refused <= 3


def test_a_line_longer_than_any_buffer_is_refused_not_lost(read):
    loaded, _ = read(b"a,b,c\n" + GOOD + b"4," + b"y" * 40_000_000 + b",1\n" + GOOD)
    assert loaded.rows == 400_000
    assert reasons(loaded) == {"line-too-long": (1, (200_002,))}


def test_cut_in_mid_row(read):
    assert read(b"a,b,c\n1,2,3\n4,5")[0].cut
    assert read(b'a,b,c\n1,2,3\n4,5,"6')[0].cut
    assert not read(b"a,b,c\n1,2,3\n4,5,6")[0].cut


def test_mixed_line_ends_are_made_one(read):
    loaded, rows = read(b"a,b,c\r\n1,2,3\n4,5,6\r\n7,x\ry,9\n")
    assert values(rows) == [("1", "2", "3"), ("4", "5", "6"), ("7", "x y", "9")]
    assert loaded.mixed_line_ends
    assert at_lines(rows) == [2, 3, 4]


def test_the_first_line_end_may_stand_inside_a_value(read):
    loaded, rows = read(b'1,"a\nb",3\r\n4,5,6\r\n', skip=0)
    assert values(rows) == [("1", "a\nb", "3"), ("4", "5", "6")]
    assert at_lines(rows) == [1, 3]
    assert loaded.rows_refused == 0


def test_a_quote_open_in_the_header_does_not_reach_the_rows(read):
    loaded, rows = read(b'an "odd" preamble "\na,b,c\n1,2,3\n4,5,6\n', skip=2)
    assert at_lines(rows) == [3, 4]
    assert loaded.rows_refused == 0


def test_nul_bytes_stay(read):
    assert values(read(b"a,b,c\n1,x\0y,3\n")[1]) == [("1", "x\0y", "3")]


cell = st.text(st.sampled_from(list("ab ,;\"'\n\\é")), max_size=6)


@given(
    table=st.lists(st.lists(cell, min_size=3, max_size=3), min_size=1, max_size=12),
    blank=st.sets(st.integers(0, 12)),
    ragged=st.sets(st.integers(0, 12), max_size=3),
    in_view=st.booleans(),
    end=st.sampled_from(["\n", "\r\n"]),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_line_of_every_row_whatever_lies_between(
    read, monkeypatch, table, blank, ragged, in_view, end
):
    """Written by Python's csv with gaps between: the line told is the line written on."""
    monkeypatch.setattr(numbering, "MOST_GAPS", 24 if in_view else 0)
    text, wanted, wanted_lines, refused = "a,b,c" + end, [], [], 0
    for at, row in enumerate(table):
        text += end if at in blank else ""
        if at in ragged:
            text += "1,2" + end
            refused += 1
        out = io.StringIO()
        csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator=end).writerow(row)
        wanted_lines.append(text.count("\n") + 1)
        wanted.append(tuple(value or None for value in row))
        text += out.getvalue()
    loaded, rows = read(text.encode())
    assert values(rows) == wanted
    assert loaded.rows_refused == refused
    assert at_lines(rows) == (wanted_lines if loaded.lines_known else [None] * len(rows))


def test_pieces_may_cut_anything(tmp_path, monkeypatch):
    path = tmp_path / "x"
    path.write_bytes(b'a\r\n\r\n"b\n\nc"\r\n\r\nlong line here\r\n')
    whole = lines.empty_lines(path, b"\n", '"'), lines.count(path)
    for size in range(1, 12):
        monkeypatch.setattr(lines, "PIECE_BYTES", size)
        monkeypatch.setattr(lines, "COUNT_BYTES", size)
        numbers, outside = lines.empty_lines(path, b"\n", '"')
        assert (numbers.tolist(), outside.tolist()) == ([2, 4, 6], [True, False, True])
        assert lines.count(path) == whole[1]
        assert lines.long_lines(path, b"\n", 10).tolist() == [7]
        lines.blanked(path, b"\n", lines.long_lines(path, b"\n", 10), tmp_path / "y")
        assert (tmp_path / "y").read_bytes() == b'a\r\n\r\n"b\n\nc"\r\n\r\n\n'
        lines.unified(path, tmp_path / "z", stray_is_end=False)
        assert (tmp_path / "z").read_bytes() == path.read_bytes().replace(b"\r", b"")
