"""SQL dumps through the front door: recognised, read and accounted for."""

import pytest

from telusur.errors import EvidenceError, LimitReached

MYSQL = """-- MySQL dump 10.13  Distrib 8.0.25, for Linux (x86_64)
--
-- Host: db.invalid    Database: members
-- ------------------------------------------------------
-- Server version\t8.0.25-0ubuntu0.20.04.1

/*!40101 SET NAMES utf8mb4 */;
DROP TABLE IF EXISTS `members`;
CREATE TABLE `members` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `name` varchar(100) DEFAULT NULL COMMENT 'first, last',
  `photo` blob,
  `kind` enum('a','b') NOT NULL DEFAULT 'a',
  `city_id` int,
  PRIMARY KEY (`id`),
  UNIQUE KEY `u` (`name`(10),`kind`),
  KEY `k` (`city_id`),
  CONSTRAINT `f` FOREIGN KEY (`city_id`) REFERENCES `cities` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB AUTO_INCREMENT=3 DEFAULT CHARSET=utf8mb4;
CREATE TABLE `cities` (`id` int);
LOCK TABLES `members` WRITE;
INSERT INTO `members` VALUES (1,'Siti Nur\\'aini',_binary '\\0PNG%s','a',NULL),(2,NULL,NULL,'b',3);
UNLOCK TABLES;
-- Dump completed on 2026-01-02  3:04:05
"""


def test_a_dump_of_mysql(read):
    dump = read(("x.csv", (MYSQL % "\xff\xfe").encode("latin-1")))
    assert (dump.file.kind, dump.file.encoding, dump.file.bytes_unread) == ("sql", "utf-8", 0)
    members, cities = dump.file.tables
    assert members.columns == ("id", "name", "photo", "kind", "city_id")
    assert members.column_types == ("int(11)", "varchar(100)", "blob", "enum('a','b')", "int")
    assert members.primary_key == ("id",)
    assert members.unique_keys == (("name", "kind"),)
    (key,) = members.foreign_keys
    assert (key.columns, key.table, key.references) == (("city_id",), "cities", ("id",))
    assert (cities.name, cities.rows_read, cities.columns) == ("cities", 0, ("id",))
    assert dump.values() == [
        ("1", "Siti Nur'aini", "00504e47fffe", "a", None),
        ("2", None, None, "b", "3"),
    ]
    hints = {(hint.what, hint.value): hint.source for hint in dump.file.hints}
    assert hints["tool", "MySQL dump"] == "header, line 1"
    assert hints["host", "db.invalid"] == hints["database", "members"] == "header, line 3"
    assert hints["server_version", "8.0.25-0ubuntu0.20.04.1"] == "header, line 5"
    assert ("dump_finished", "2026-01-02  3:04:05") in hints or any(
        what == "dump_finished" for what, _ in hints
    )
    assert dump.warnings == {"binary-values"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(read, encoding):
    text = "SET NAMES latin1;\n" * (encoding == "cp1252")
    text += "INSERT INTO `t` (`a`) VALUES ('Zoë'),('Émile – x'),('plain');\n"
    dump = read(text.encode(encoding))
    assert dump.values() == [("Zoë",), ("Émile – x",), ("plain",)]


def test_a_character_set_that_the_bytes_deny(read):
    dump = read("SET NAMES latin1;\nINSERT INTO `t` (`a`) VALUES ('Zoë');\n".encode())
    assert dump.values() == [("Zoë",)]
    assert "character-set-contradicted" in dump.warnings
    dump = read(b"SET NAMES utf8;\nINSERT INTO `t` (`a`) VALUES ('Zo\xeb, caf\xe9');\n")
    assert dump.values() == [("Zoë, café",)]
    assert {"character-set-contradicted", "other-encoding"} <= dump.warnings


def test_a_part_that_begins_within_a_row(read):
    rows = ",".join(f"({at},'name {at}',NULL)" for at in range(50))
    dump = read(("part.002", f"cut','x'),{rows};\n"))
    assert dump.tables[0].name == "part.002"
    assert len(dump.values()) >= 49
    assert dump.values()[-1] == ("49", "name 49", None)
    assert {"cut-in-mid-row", "no-header"} <= dump.warnings


@pytest.mark.parametrize("above", ["", "\n"])
def test_a_part_that_begins_with_a_row(read, above):
    rows = ",\n".join(f"({at},'name {at}',NULL)" for at in range(50))
    dump = read(("part.002", f"{above}{rows},\n"))
    assert dump.values() == [(str(at), f"name {at}", None) for at in range(50)]
    assert dump.file.bytes_unread == 0
    assert dump.warnings == {"cut-in-mid-row", "no-header"}


def test_tables_of_one_name_in_two_schemas(read):
    dump = read(
        "CREATE TABLE a.t (x int);\nCREATE TABLE b.t (y int);\n"
        "INSERT INTO a.t VALUES (1);\nINSERT INTO b.t VALUES (2);\n"
    )
    assert [(table.name, table.rows_read) for table in dump.file.tables] == [("a.t", 1), ("b.t", 1)]


def test_a_dump_without_a_table_is_refused(read):
    with pytest.raises(EvidenceError) as caught:
        read("SET NAMES utf8;\nUSE `members`;\n")
    assert caught.value.code == "no-rows"


def test_names_are_safe_to_show(read):
    dump = read('CREATE TABLE "t\x1b[31m" ("a\x07b" int);\nINSERT INTO "t\x1b[31m" VALUES (1);\n')
    assert dump.tables[0].name == "t"
    assert dump.columns == ("a b",)


def test_the_custom_format_is_refused_with_its_command(read):
    with pytest.raises(EvidenceError) as caught:
        read(b"PGDMP\x01\x0e\x00\x04\x08\x01" + bytes(range(200)))
    assert "pg_restore -f" in str(caught.value.hint)


def test_a_table_alone_can_be_chosen(read):
    dump = read("INSERT INTO a VALUES (1);\nINSERT INTO b VALUES (2,3);\n", table="b")
    assert dump.values() == [("2", "3")]


def test_files_of_mysqldump_tab(read):
    raw = b"1\tSiti\t\\N\n2\ta\\\tb\\\nc\\\\d\t\\0x\n3\t\\N\t\n"
    dump = read(("members.txt", raw))
    assert dump.values() == [("1", "Siti", None), ("2", "a\tb\nc\\d", "\0x"), ("3", None, "")]
    assert dump.lines() == [1, 2, 4]
    assert (dump.tables[0].name, dump.file.delimiter) == ("members", "\t")
    assert dump.warnings == {"no-header"}


def test_files_of_copy(read):
    dump = read(("3021.dat", b"1\ta\\nb\\x41\n2\t\\N\n\\.\n\n"))
    assert dump.values() == [("1", "a\nbA"), ("2", None)]


def test_a_cut_file_of_tabs(read):
    dump = read(("x.txt", b"1\ta\t\\N\n2\tb\t\\N\n3\tc"))
    assert dump.values() == [("1", "a", None), ("2", "b", None)]
    assert [(one.reason, one.lines) for one in dump.file.rejected] == [("too-few-values", (3,))]


def test_columns_that_number_rows_by_themselves_are_told(read):
    dump = (
        "CREATE TABLE `m` (`id` int(11) unsigned NOT NULL AUTO_INCREMENT, `nama` varchar(50),"
        " PRIMARY KEY (`id`)) ENGINE=InnoDB AUTO_INCREMENT=77 DEFAULT CHARSET=latin1"
        " COLLATE=latin1_swedish_ci;\nINSERT INTO `m` VALUES (1,'x');\n"
        "CREATE TABLE p (id bigserial, n text);\nINSERT INTO p VALUES (1,'x');\n"
        "CREATE TABLE q (id integer NOT NULL, n text);\nINSERT INTO q VALUES (1,'x');\n"
        "ALTER TABLE ONLY q ALTER COLUMN id SET DEFAULT nextval('q_id_seq'::regclass);\n"
        "CREATE TABLE [s] ([id] int IDENTITY(1,1) NOT NULL, [n] text);\n"
        "INSERT [s] ([id], [n]) VALUES (1, 'x');\n"
        "CREATE TABLE `r` (`id` int NOT NULL, `n` text);\nINSERT INTO `r` VALUES (1,'x');\n"
        "ALTER TABLE `r` MODIFY `id` int NOT NULL AUTO_INCREMENT, AUTO_INCREMENT=9;\n"
    )
    told = read(("x.sql", dump.encode())).file
    assert {table.name: table.numbered for table in told.tables} == dict.fromkeys(
        ("m", "p", "q", "s", "r"), ("id",)
    )
    hints = {(hint.what, hint.value) for hint in told.hints}
    assert {
        ("engine", "InnoDB"),
        ("next_number", "77"),
        ("next_number", "9"),
        ("character_set", "latin1"),
        ("collation", "latin1_swedish_ci"),
    } <= hints


def test_a_foreign_key_to_a_table_without_a_name(read):
    dump = read(
        "CREATE TABLE t (a int, FOREIGN KEY (a) REFERENCES (b));\n"
        "ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES;\n"
        "INSERT INTO t VALUES (1);\n"
    )
    assert dump.values() == [("1",)]
    assert [key.table for key in dump.file.tables[0].foreign_keys] == ["", ""]


def test_columns_that_differ_in_letter_case_alone_are_two(read):
    rows = "(1,'Ani','ANI',7),(2,'Budi','BUDI',8)"
    defined = 'CREATE TABLE o (id int, nama text, "Nama" text, x int);\n'
    names = '(id, nama, "Nama", x)'
    for before, given in ((defined, ""), ("", names), (defined, names)):
        text = f"{before}INSERT INTO o {given} VALUES {rows};\n"
        dump = read(text)
        assert dump.file.tables[0].rows_rejected == 0
        assert dump.values() == [("1", "Ani", "ANI", "7"), ("2", "Budi", "BUDI", "8")]


def test_a_column_is_one_however_its_letters_are_written(read):
    dump = read(
        "CREATE TABLE o (Id int, Nama text);\nINSERT INTO o (NAMA, ID) VALUES ('Ani', 1);\n"
    )
    assert dump.columns == ("Id", "Nama")
    assert dump.values() == [("1", "Ani")]


def test_more_columns_than_any_table_has_are_refused(read):
    names = ", ".join(f"c{at}" for at in range(50_000))
    with pytest.raises(LimitReached) as caught:
        read(f"INSERT INTO o ({names}) VALUES ({names});\n")
    assert caught.value.code == "too-many-columns"
