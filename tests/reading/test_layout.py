"""Which tables are one: files of the same columns, and never two tables of one database."""

import pytest

from telusur.errors import EvidenceError

TWO = """CREATE TABLE `cities` (`id` int, `name` text);
CREATE TABLE `kinds` (`id` int, `name` text);
INSERT INTO `cities` VALUES (1,'Bogor');
INSERT INTO `kinds` VALUES (1,'gold');
"""


def rows_of(dump):
    return {table.name: dump.values(at) for at, table in enumerate(dump.tables)}


def test_lookup_tables_of_one_dump_stay_apart(read):
    assert rows_of(read(TWO)) == {"cities": [("1", "Bogor")], "kinds": [("1", "gold")]}


def test_parts_of_one_table_are_one(read):
    one = "INSERT INTO `users` (`id`, `name`) VALUES (1,'Siti');\n"
    dump = read(("a.sql", one), ("b.sql", one.replace("Siti", "Budi")))
    assert rows_of(dump) == {"users": [("1", "Siti"), ("1", "Budi")]}


def test_tables_of_two_dumps_keep_their_names(read):
    one = "INSERT INTO `users` (`id`, `name`) VALUES (1,'Siti');\n"
    dump = read(("a.sql", one), ("b.sql", one.replace("users", "staff")), ("c.sql", TWO))
    assert set(rows_of(dump)) == {"users", "staff", "cities", "kinds"}


JSON = """{"a": [{"id": 1, "n": "x"}, {"id": 2, "n": "y"}],
"b": [{"id": 3, "n": "z"}, {"id": 4, "n": ""}]}"""
XML = """<mysqldump><database name="d">
<table_data name="a"><row><field name="id">1</field></row></table_data>
<table_data name="b"><row><field name="id">2</field></row></table_data>
</database></mysqldump>"""


@pytest.mark.parametrize("text", [JSON, XML], ids=["json", "xml"])
def test_places_of_one_document_stay_apart(read, text):
    assert [table.name.rsplit(".")[-1] for table in read(text).tables] == ["a", "b"]


SCHEMA = """CREATE TABLE a(id INTEGER PRIMARY KEY, n VARCHAR);
CREATE TABLE b(id INTEGER, n VARCHAR);
"""
LOAD = """COPY a FROM 'out/a.csv' (FORMAT 'csv', header 1, delimiter ',');
COPY b FROM 'out/b.csv' (FORMAT 'csv', header 1, delimiter ',');
"""


def test_an_export_of_duckdb_is_its_tables(read):
    files = {"schema.sql": SCHEMA, "load.sql": LOAD, "a.csv": "id,n\n1,x\n", "b.csv": "id,n\n2,y\n"}
    dump = read(*files.items())
    assert rows_of(dump) == {"a": [("1", "x")], "b": [("2", "y")]}
    assert dump.receipt.files[2].tables[0].primary_key == ("id",)
    assert dump.receipt.files[1].kind == "sql"
    assert dump.receipt.files[1].tables == ()


def test_files_that_hold_no_table_are_refused(read):
    with pytest.raises(EvidenceError) as caught:
        read(("load.sql", LOAD))
    assert caught.value.code == "no-rows"


def test_definitions_and_rows_of_two_dumps_are_laid_together(read):
    schema = "CREATE TABLE `a` (`id` int NOT NULL, `n` text, PRIMARY KEY (`id`));\n"
    rows = "INSERT INTO `a` VALUES (1,'x'),(2,NULL);\nINSERT INTO `b` VALUES (3);\n"
    dump = read(("rows.sql", rows), ("schema.sql", schema))
    assert rows_of(dump) == {"a": [("1", "x"), ("2", None)], "b": [("3",)]}
    assert [table.columns for table in dump.tables] == [("id", "n"), ("column_1",)]
    (mine, _) = dump.receipt.files[0].tables
    assert (mine.column_types, mine.primary_key) == (("int", "text"), ("id",))
    assert {"header-from-another-file", "no-header"} <= dump.warnings
