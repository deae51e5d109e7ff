"""Whatever is written in any dialect is read back equal, wherever a piece of the file ends."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sql_writing import ORACLE, POSTGRES, WAYS, copy, copy_csv, insert_all

HOSTILE = (
    "'", "''", "\\", "\\'", "');--", "/*", "*/", "/*!50000 x */", "--", "-- x\n", "#", "`",
    '"', "),(", "('", ";\n", "GO\n", "\nGO\n", "$$", "$a$", "NULL", "\\N", "\\.", "\n\\.\n",
    "\t", "\r\n", "INSERT INTO people VALUES ('x');\n", "COPY x FROM stdin;\n",
    "DELIMITER ;;\n", "[", "]]", "%", "_", "é", "日本", "😀", "\x00", "\x1a", "\x08", " ",
    "  ", "0x41", "N'a'", "E'", "'::text", "\x0b", "\x0c", "\u2028", "\x85", "\\\\", "\\n",
    "\\0", "x'41'", "a'",
)  # fmt: skip
TEXT = st.one_of(
    st.text(max_size=12).filter(lambda one: not any("\ud800" <= c <= "\udfff" for c in one)),
    st.lists(st.sampled_from(HOSTILE), max_size=5).map("".join),
    st.sampled_from(["", "1", "abc", "2020-01-01"]),
)
CELL = st.one_of(st.none(), TEXT, TEXT)
PIECES = st.sampled_from([64, 65, 71, 97, 128, 333, 1000, 1 << 22])


@st.composite
def tables(draw, cell=CELL):
    width = draw(st.integers(1, 4))
    return draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=8))


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(rows=tables(), more=tables(), piece=PIECES)
def test_inserts(walked, way, rows, more, piece):
    used = WAYS[way]
    if way == "MySQL, hexadecimal":  # bytes that are no text stay digits
        rows, more = (
            [[c if c is None or c.isprintable() else "x" for c in row] for row in table]
            for table in (rows, more)
        )
    if way == "SQL Server":
        more = [row for row in more for _ in range(2)]
    dump = f"-- a dump\n{used.write(rows)}\n{used.write(more, 'others')}-- end\n"
    read = walked(dump, used.dialect, piece)
    assert read.tables == {"people": rows, "others": more}
    assert read.rejected == {}
    assert not read.walk.damage.bytes
    assert not read.walk.cut


@settings(max_examples=30)
@given(rows=tables(), more=tables(), piece=PIECES)
def test_copy(walked, rows, more, piece):
    read = walked(copy(rows) + copy(more, "others"), POSTGRES, piece)
    assert read.tables == {"people": rows, "others": more}
    assert read.rejected == {}


@settings(max_examples=30)
@given(rows=tables(), piece=PIECES)
def test_copy_as_csv(walked, rows, piece):
    rows = [[cell and cell.replace("\\.", "") for cell in row] for row in rows]
    read = walked(copy_csv(rows), POSTGRES, piece)
    assert read.tables == {"people": rows}


@settings(max_examples=12)
@given(rows=tables(), piece=PIECES)
def test_insert_all(walked, rows, piece):
    read = walked(insert_all(rows), ORACLE, piece)
    assert read.tables == {"people": rows}


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(rows=tables(), piece=PIECES, data=st.data())
def test_a_cut_loses_no_whole_row_before_it(walked, way, rows, piece, data):
    used = WAYS[way]
    dump = used.write(rows).encode()
    cut = data.draw(st.integers(0, len(dump)))
    if way == "MySQL, hexadecimal":
        return
    whole = 0
    for count in range(len(rows), 0, -1):
        ends = used.write(rows[:count]).encode().rstrip(b";\nGO ")
        if dump.startswith(ends) and len(ends) <= cut:
            whole = count
            break
    read = walked(dump[:cut], used.dialect, piece)
    found = read.tables.get("people", [])
    assert found == rows[: len(found)]
    assert len(found) >= whole


@settings(max_examples=150)
@given(
    dump=st.one_of(
        st.binary(max_size=200),
        st.lists(
            st.sampled_from(
                [*HOSTILE, "(", ")", ",", ";", "INSERT INTO t VALUES ", "INSERT INTO t (a,b) ",
                 "CREATE TABLE t (a int", "\n", "1", "UNION ALL SELECT ", "SELECT ", "USE x;",
                 "\\\n", "CREATE TABLE ", "PRIMARY KEY (",
                 "ALTER TABLE t ADD ", "REFERENCES x"]
            ),
            max_size=30,
        ).map(lambda parts: "".join(parts).encode()),
    ),
    piece=PIECES,
    way=st.sampled_from(sorted(WAYS)),
)  # fmt: skip
def test_nothing_crashes_it(walked, dump, piece, way):
    walked(dump, WAYS[way].dialect, piece)
