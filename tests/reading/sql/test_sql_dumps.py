"""What a dump holds besides rows, and what is done where it is broken."""

import pytest
from sql_writing import MYSQL, ORACLE, POSTGRES, SERVER, SQLITE

from telusur.reading.sql.dialect import tell

PIECES = (64, 200, 1 << 20)
each_piece = pytest.mark.parametrize("piece", PIECES)


@each_piece
@pytest.mark.parametrize(
    ("damaged", "lost"),
    [
        ("(2,'O'Brien','x')", 1),
        ("(2,'open,'x')", 1),
        ("(2,open','x')", 1),
        ("(2,'a','x'", 1),
        ("(2,'a''x')", 1),
        ("(2,'a'),('x')", 2),
        ("(2,'a','x','more')", 1),
        ("(2,'a')", 1),
    ],
)
def test_damage_costs_its_own_row_alone(walked, damaged, lost, piece):
    rows = [[str(at), f"name {at}", "it's"] for at in range(60)]
    tuples = [f"({a},'{b}','it\\'s')" for a, b, _ in rows]
    before, after = ",".join(tuples[:30]), ",".join(tuples[30:])
    dump = (
        "CREATE TABLE `t` (`a` int, `b` text, `c` text) ENGINE=InnoDB;\n"
        f"INSERT INTO `t` VALUES {before},{damaged},{after};\n"
        "INSERT INTO `t` VALUES (99,'last','row');\n"
    )
    read = walked(dump, MYSQL, piece)
    assert read.tables["t"] == [*rows, ["99", "last", "row"]]
    assert sum(read.rejected.values()) == lost
    assert set(read.rejected) <= {"broken-quote", "too-few-values", "too-many-values"}


@each_piece
def test_damage_in_single_inserts_goes_on_at_the_next_line(walked, piece):
    dump = "".join(
        f"INSERT INTO t VALUES ({at},'{'broken' if at == 5 else at}{chr(39) * (at != 5)});\n"
        for at in range(20)
    )
    read = walked(dump, SQLITE, piece)
    assert [row[0] for row in read.tables["t"]] == [str(at) for at in range(20) if at != 5]
    assert read.rejected == {"broken-quote": 1}
    (place,) = read.walk.damage.places
    assert dump.encode()[place.offset :].startswith(b"(5,'broken")
    assert place.bytes == len("(5,'broken);\n")
    assert read.catalog.rejections.lines == {"broken-quote": [6]}


def test_lines_of_rows(walked):
    dump = "\nINSERT INTO t VALUES (1,'a\nb'),\n(2,'c'), (3,'d');\n\nINSERT INTO t VALUES (4,'e');"
    read = walked(dump, SQLITE, 64)
    assert read.lines("t") == [2, 4, 4, 6]


@each_piece
def test_columns_that_differ_between_inserts_are_united(walked, piece):
    dump = (
        "INSERT INTO `t` (`a`,`b`) VALUES (1,2);\nINSERT INTO `t` (`c`,`a`) VALUES (3,4),(5,6);\n"
        "INSERT INTO `t` (`b`) VALUES (7);\n"
    )
    read = walked(dump, MYSQL, piece)
    assert read.tables["t"] == [
        ["1", "2", None],
        ["4", None, "3"],
        ["6", None, "5"],
        [None, "7", None],
    ]


@each_piece
def test_several_databases(walked, piece):
    dump = "".join(
        f"USE `{db}`;\nCREATE TABLE `t` (`{db}` int);\nINSERT INTO `t` VALUES ({at});\n"
        for at, db in enumerate(("one", "two"))
    )
    read = walked(dump, MYSQL, piece)
    found = {name.full: sink.columns for name, sink in read.catalog.sinks.items()}
    assert found == {"one.t": ["one"], "two.t": ["two"]}


@each_piece
def test_what_is_no_row_is_counted_and_never_acted_on(walked, piece, tmp_path):
    target = tmp_path / "pwned"
    dump = (
        f"\\! touch {target}\n\\connect evil\n"
        "UPDATE t SET a = '(1)' WHERE b IN (1, 2);\n"
        "CREATE FUNCTION f() RETURNS int AS $body$ BEGIN; INSERT INTO t VALUES (9); END $body$ "
        "LANGUAGE plpgsql;\n"
        f"COPY t FROM PROGRAM 'touch {target}';\n"
        "INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET a = EXCLUDED.a;\n"
        "CREATE RULE r AS ON INSERT TO t WHERE (new.a > 1) DO INSTEAD INSERT INTO u VALUES (1);\n"
        "DELETE FROM t; TRUNCATE t;\nINSERT INTO t VALUES (2);\n"
    )
    read = walked(dump, POSTGRES, piece)
    assert read.tables == {"t": [["1"], ["2"]]}
    assert read.walk.statements.counts == {
        "UPDATE": 1, "CREATE FUNCTION": 1, "COPY": 1, "DELETE": 1, "TRUNCATE": 1,
    }  # fmt: skip
    assert read.walk.meta_lines == [1, 2]
    assert not target.exists()


@each_piece
def test_delimiter_blocks_are_left_out(walked, piece):
    dump = (
        "INSERT INTO `t` VALUES (1);\nDELIMITER ;;\nCREATE TRIGGER x BEFORE INSERT ON t "
        "FOR EACH ROW BEGIN INSERT INTO `t` VALUES (8); SET @a='it\\'s'; END ;;\nDELIMITER ;\n"
        "INSERT INTO `t` VALUES (2);\n"
    )
    read = walked(dump, MYSQL, piece)
    assert read.tables == {"t": [["1"], ["2"]]}
    assert read.walk.statements.counts == {"DELIMITER": 1}


@each_piece
def test_rows_by_union(walked, piece):
    dump = (
        "INSERT INTO [t] ([a], [b]) SELECT 1 AS [a], N'x, SELECT' AS [b] "
        "UNION ALL SELECT 2, N'y''';\n"
        "INSERT INTO [t] ([a], [b]) SELECT a, b FROM u;\n"
    )
    read = walked(dump, SERVER, piece)
    assert read.tables == {"t": [["1", "x, SELECT"], ["2", "y'"]]}
    assert read.rejected == {"insert-not-understood": 1}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("TO_DATE('2021-1-1 00:00:00','yyyy-mm-dd hh24:mi:ss')", "2021-1-1 00:00:00"),
        ("TO_TIMESTAMP('01-JAN-21','DD-MON-RR')", "01-JAN-21"),
        ("CAST(N'2021-01-01T00:00:00.000' AS DateTime)", "2021-01-01T00:00:00.000"),
        ("CAST(12.50 AS Decimal(18, 2))", "12.50"),
        ("DATE '2021-01-01'", "2021-01-01"),
        ("'It'||chr(39)||'s'", "It's"),
        ("TRUE", "TRUE"),
        ("-1.5e-3", "-1.5e-3"),
        ("null", None),
        ("NULL", None),
        ("CAST(NULL AS date)", None),
        ("X'6162'", "ab"),
        ("0x6162", "ab"),
        ("0x00FF", "00ff"),
        ("b'0101'", "0101"),
        ("'a' /* why */", "a"),
        ("/* why */ 'a'", "a"),
        ("CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP"),
        ("nextval('people_id_seq'::regclass)", "nextval('people_id_seq'::regclass)"),
    ],
)
def test_ways_to_write_a_value(walked, written, meant):
    read = walked(f"INSERT INTO t VALUES (1, {written}, 'z');\n", ORACLE)
    assert read.tables["t"] == [["1", meant, "z"]]


def test_marks_of_mysql(walked):
    dump = (
        "INSERT INTO `t` VALUES (_binary 'a\\'b',_utf8mb4 'c',/*!50705 0x6162,*/'d',"
        "_binary '\\0\\'\xff');"
    ).encode("latin-1")
    read = walked(dump, MYSQL)
    assert read.tables["t"] == [["a'b", "c", "ab", "d", "0027ff"]]


def test_a_backslash_that_no_tool_writes_stays(walked):
    read = walked(r"INSERT INTO `t` VALUES ('a \ b','100\%','\x','\\');", MYSQL)
    assert read.tables["t"] == [["a \\ b", "100\\%", "\\x", "\\"]]


def test_escapes_of_postgresql(walked):
    dump = (
        "INSERT INTO t VALUES (E'\\x41\\101\\u00e9\\q', E'it\\'s', 'a\\');\n"
        "COPY u (a, b) FROM stdin;\n\\x41\\101\\q\t\\\\N\n\\N\t\n\\.\n"
    )
    read = walked(dump, POSTGRES)
    assert read.tables["t"] == [["AAéq", "it's", "a\\"]]
    assert read.tables["u"] == [["AAq", "\\N"], [None, ""]]


@each_piece
def test_a_copy_without_its_end(walked, piece):
    dump = (
        "COPY t (a, b) FROM stdin;\n1\t2\n3\t4\n"
        "COPY u (a) FROM stdin;\n5\n\\.\nINSERT INTO v VALUES (6);\n"
    )
    read = walked(dump, POSTGRES, piece)
    assert read.tables == {"t": [["1", "2"], ["3", "4"]], "u": [["5"]], "v": [["6"]]}


@each_piece
def test_rows_of_a_copy_that_do_not_fit(walked, piece):
    dump = "COPY t (a, b) FROM stdin;\n1\t2\n3\n4\t5\t6\n7\t8\n\\.\n"
    read = walked(dump, POSTGRES, piece)
    assert read.tables == {"t": [["1", "2"], ["7", "8"]]}
    assert read.rejected == {"too-few-values": 1, "too-many-values": 1}
    assert read.lines("t") == [2, 5]


def test_options_of_copy(walked):
    dump = (
        "COPY t FROM stdin WITH DELIMITER AS '|' NULL AS '';\n1|\n|b\n\\.\n"
        "COPY u (a, b) FROM STDIN (FORMAT csv, HEADER, NULL 'x', QUOTE '''');\n"
        "a,b\n'1,2',x\n'it''s','\n'\n\\.\n"
    )
    read = walked(dump, POSTGRES)
    assert read.tables["t"] == [["1", None], [None, "b"]]
    assert read.tables["u"] == [["1,2", None], ["it's", "\n"]]


@each_piece
def test_triggers_are_left_out(walked, piece):
    dump = (
        "INSERT INTO t VALUES(1);\nCREATE TRIGGER x AFTER INSERT ON t BEGIN\n"
        "  INSERT INTO t VALUES (8);\n  INSERT INTO u VALUES (new.a);\nEND;\n"
        "INSERT INTO t VALUES(2);\n"
    )
    read = walked(dump, SQLITE, piece)
    assert read.tables == {"t": [["1"], ["2"]]}
    assert read.walk.statements.counts == {"CREATE TRIGGER": 1}


def test_many_tables_side_by_side(walked, monkeypatch):
    monkeypatch.setattr("telusur.reading.sql.sinks.MOST_OPEN", 3)
    dump = "".join(f"INSERT INTO t{at % 7} VALUES ({at});\n/* {'x' * 60} */\n" for at in range(40))
    read = walked(dump, SQLITE, 200)
    assert read.tables == {
        f"t{which}": [[str(at)] for at in range(which, 40, 7)] for which in range(7)
    }


@pytest.mark.parametrize(
    ("start", "name"),
    [
        ("-- MySQL dump 10.13\n", "mysql"),
        ("/*M!999999\\- enable the sandbox mode */ \n-- MariaDB dump 10.19\n", "mysql"),
        ("-- phpMyAdmin SQL Dump\n-- version 5\n", "mysql"),
        ("--\n-- PostgreSQL database dump\n--\n", "postgresql"),
        ("USE [members]\nGO\n", "sqlserver"),
        ("REM INSERTING into T\nSET DEFINE OFF;\n", "oracle"),
        ("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n", "sqlite"),
    ],
)
def test_values_do_not_settle_the_dialect(start, name):
    values = (
        "INSERT INTO `x` ENGINE=InnoDB MySQL dump", "pg_catalog search_path ::text", "[dbo].[x]",
        "VARCHAR2 TO_DATE(", "sqlite",
    )  # fmt: skip
    for value in values:
        rows = "".join(f"INSERT INTO t VALUES ('{value}');\n" for _ in range(50))
        assert tell((start + rows).encode()).name == name


def test_backslashes_of_an_unknown_dialect_are_told_by_what_follows():
    assert tell(rb"INSERT INTO t VALUES ('O\'Hara','x');").backslash
    assert not tell(rb"INSERT INTO t VALUES ('C:\dir\','x');").backslash
    assert not tell(rb"INSERT INTO t VALUES ('a','x');").backslash
