r"""What single tools write that no other does, each with the rows that it stands for."""

import pytest

DB2LOOK = (
    '-- This CLP file was created using DB2LOOK Version "11.5" \n'
    "-- Timestamp: Thu May 20 10:11:12 2021\n\nCONNECT TO LEAK;\n{}"
)


def rows_of(dump):
    return {table.name: dump.values(at) for at, table in enumerate(dump.tables)}


def test_bits_are_binary_digits_however_they_are_written(read):
    definition = "CREATE TABLE `t` (`a` bit(1), `b` bit(12));\n"
    for values in (r"(_binary '\0',_binary '\0\5'),(_binary '\1','\xf\xff'),(NULL,NULL)",
                   "(b'0',b'101'),(b'1',b'111111111111'),(NULL,NULL)",
                   "(0x00,0x0005),(0x01,0x0FFF),(NULL,NULL)"):  # fmt: skip
        raw = values.replace("\\5", "\x05").replace("\\1'", "\x01'")
        raw = raw.replace("\\xf\\xff", "\x0f\xff").encode("latin-1")
        dump = read(("x.sql", definition.encode() + b"INSERT INTO `t` VALUES " + raw + b";\n"))
        assert dump.values() == [("0", "000000000101"), ("1", "111111111111"), (None, None)]


def test_bytes_that_happen_to_be_utf_8_are_hexadecimal_all_the_same(read):
    dump = read(
        "CREATE TABLE `t` (`ip` varbinary(16), `name` varbinary(50), `at` point);\n"
        "INSERT INTO `t` VALUES ('\x0a\\0\\0\x01','Siti','\\0\\0\x01\x01'),\n"
        "('\x7f\\0\\0\x01','Budi',NULL);\n"
    )
    assert dump.values() == [("0a000001", "Siti", "00000101"), ("7f000001", "Budi", None)]


def test_a_default_is_no_value(read):
    dump = read("CREATE TABLE t (a int, b int);\nINSERT INTO t VALUES (1, DEFAULT);\n")
    assert dump.values() == [("1", None)]
    assert "expressions" not in dump.warnings


def test_columns_that_a_table_inherits_come_first(read):
    dump = read(
        "CREATE TABLE public.people (\n    id integer,\n    name text\n);\n"
        "CREATE TABLE public.staff (\n    wage integer\n)\nINHERITS (public.people);\n"
        "INSERT INTO public.staff VALUES (1, 'Siti', 300);\n"
    )
    staff = dump.file.tables[1]
    assert staff.columns == ("id", "name", "wage")
    assert staff.column_types == ("integer", "text", "integer")
    assert rows_of(dump)["staff"] == [("1", "Siti", "300")]


def test_a_copy_without_rows_is_a_table(read):
    dump = read(
        "COPY public.t (id, name) FROM stdin;\n\\.\n\nCOPY public.u (a) FROM stdin;\n1\n\\.\n"
    )
    assert [(one.name, one.columns) for one in dump.file.tables] == [
        ("t", ("id", "name")),
        ("u", ("a",)),
    ]


def test_oracle_s_own_quotes(read):
    dump = read(
        "SET DEFINE OFF\nCREATE TABLE t (id NUMBER, name VARCHAR2(50));\n"
        "INSERT INTO t VALUES (1, q'[It's \"me\", (x); ]');\n"
        "INSERT INTO t VALUES (2, nq'~a'b~');\n"
        "INSERT INTO t VALUES (3, 'Susie Q');\n"
        "INSERT INTO t VALUES (4, 'Q' || chr(10) || 'A');\n"
    )
    assert dump.values() == [
        ("1", 'It\'s "me", (x); '),
        ("2", "a'b"),
        ("3", "Susie Q"),
        ("4", "Q\nA"),
    ]
    assert not dump.warnings


def test_strings_in_double_quotes_with_backslashes(read):
    dump = read('INSERT INTO t VALUES (1, "a \\"b\\" (c)"), (2, "it\'s");\n')
    assert dump.values() == [("1", 'a "b" (c)'), ("2", "it's")]


def test_insert_set(read):
    dump = read(
        "INSERT INTO `t` SET `id`=1, `name`='a, b=(c)', `n`=NULL;\n"
        "INSERT INTO `t` SET `id`=2, `name`='x; y';\n"
    )
    assert dump.columns == ("id", "name", "n")
    assert dump.values() == [("1", "a, b=(c)", None), ("2", "x; y", None)]
    assert not dump.file.rejected


def test_definitions_behind_an_insert_that_no_semicolon_ends(read):
    dump = read(
        "CREATE TABLE [dbo].[A]([Id] [int] NOT NULL, [Name] [nvarchar](50) NULL)\nGO\n"
        "CREATE TABLE [dbo].[B]([Id] [int] NOT NULL, [AId] [int] NULL)\nGO\n"
        "INSERT [dbo].[A] ([Id], [Name]) VALUES (1, N'GO')\nGO\n"
        "INSERT [dbo].[B] ([Id], [AId]) VALUES (1, 1)\nGO\n"
        "ALTER TABLE [dbo].[B]  WITH CHECK ADD  CONSTRAINT [FK] FOREIGN KEY([AId])\n"
        "REFERENCES [dbo].[A] ([Id])\nGO\n"
    )
    one, other = dump.file.tables
    assert one.column_types == ("int", "nvarchar(50)")
    assert [(key.columns, key.table) for key in other.foreign_keys] == [(("AId",), "A")]
    assert rows_of(dump) == {"A": [("1", "GO")], "B": [("1", "1")]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-- Adminer 4.8.1 MySQL 5.7.33 dump\n{}-- 2021-05-20 10:11:12\n",
         {("dump_finished", "2021-05-20 10:11:12"), ("tool", "Adminer")}),
        ("/*\nSQLyog Ultimate v12.5.0 (64 bit)\nMySQL - 5.7.24 : Database - leak\n****\n*/\n{}",
         {("tool", "SQLyog Ultimate"), ("tool_version", "12.5.0"), ("database", "leak")}),
        ("# Sequel Pro SQL dump\n# Version 4541\n#\n# Host: 127.0.0.1 (MySQL 5.7.20)\n{}",
         {("tool", "Sequel Pro SQL dump"), ("tool_version", "4541")}),
        (DB2LOOK,
         {("tool", "DB2LOOK"), ("dump_finished", "Thu May 20 10:11:12 2021")}),
    ],
)  # fmt: skip
def test_what_a_tool_says_of_itself(read, text, expected):
    dump = read(text.format("INSERT INTO t (a) VALUES (1);\n"))
    hints = {(one.what, one.value) for one in dump.file.hints}
    assert expected <= hints
    assert dump.values() == [("1",)]


def test_a_host_is_not_the_whole_line(read):
    dump = read(
        "-- MySQL dump 10.13\n-- Host: db.invalid    Database: x\nINSERT INTO t VALUES (1);"
    )
    assert [one.value for one in dump.file.hints if one.what == "host"] == ["db.invalid"]


def test_types_of_several_words(read):
    dump = read(
        "CREATE TABLE t (\n    a character varying(45) DEFAULT 'x'::character varying NOT NULL,\n"
        "    b timestamp with time zone,\n    c character(1),\n"
        "    d varchar(9) CHARACTER SET utf8,\n    g text[],\n"
        "    e timestamp(6) with local time zone,\n    f double precision\n);\n"
        "INSERT INTO t VALUES ('1','2','3','4','{}','5','6');\n"
    )
    assert dump.file.tables[0].column_types == (
        "character varying(45)",
        "timestamp with time zone",
        "character(1)",
        "varchar(9)",
        "text[]",
        "timestamp(6) with local time zone",
        "double precision",
    )


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("-- MySQL dump 10.13\n", "-- Dump completed on 2026-01-02  3:04:05\n"),
        ("/*M!999999\\- x */ \n-- MariaDB dump 10.19\n", "-- Dump completed\n"),
        ("--\n-- PostgreSQL database dump\n--\n", "--\n-- PostgreSQL database dump complete\n--\n"),
    ],
)
def test_a_dump_without_its_tool_s_last_line(read, start, end):
    rows = f"{start}\nINSERT INTO t (a) VALUES (1);\n\n"
    assert "end-missing" not in read(rows + end).warnings
    assert "end-missing" in read(rows).warnings
