r"""Files of rows between tabs: ``mysqldump --tab``, COPY, ``mysql --batch``, pg_dump's tar."""

import io
import tarfile

DEFINITION = "CREATE TABLE `{}` (\n  `id` int,\n  `name` text\n) ENGINE=InnoDB;\n"


def rows_of(dump):
    return {table.name: dump.values(at) for at, table in enumerate(dump.tables)}


def test_a_first_line_of_names_is_no_row(read):
    dump = read("id\tname\tborn\n1\tSiti\t\\N\n2\ta\\tb\t2001-02-03\n3\tBudi\t1990-01-01\n")
    assert dump.columns == ("id", "name", "born")
    assert dump.values()[:2] == [("1", "Siti", None), ("2", "a\tb", "2001-02-03")]
    assert dump.lines() == [2, 3, 4]
    assert len(read("id\tname\n1\t\\N\n2\tx\n", no_header=True).values()) == 3


def test_mysql_batch(read):
    dump = read("id\tname\tnote\n1\tO'Brien\tNULL\n2\ta\\nb\\\\c\\\\n\tNULL x\n3\t\td\\te\n")
    assert dump.columns == ("id", "name", "note")
    assert dump.values() == [
        ("1", "O'Brien", None),
        ("2", "a\nb\\c\\n", "NULL x"),
        ("3", "", "d\te"),
    ]
    # paths are nobody's escapes
    paths = read("id\tpath\tnote\n1\tC:\\docs\tNULL\n2\tC:\\new\tNULL\n3\tx\ty\n")
    assert [row[1] for row in paths.values()] == ["C:\\docs", "C:\\new", "x"]


def test_each_file_of_a_folder_of_tab_takes_its_own_definition(read):
    dump = read(
        ("a.sql", DEFINITION.format("a")), ("a.txt", "1\t\\N\n"),
        ("b.sql", DEFINITION.format("b")), ("b.txt", "2\tBudi\n3\t\\N\n"),
    )  # fmt: skip
    assert rows_of(dump) == {"a": [("1", None)], "b": [("2", "Budi"), ("3", None)]}
    assert [table.columns for table in dump.tables] == [("id", "name")] * 2
    assert dump.receipt.files[1].tables[0].column_types == ("int", "text")


def test_binary_values_between_tabs(read):
    rows = b"".join(b"%d\t\x89PNG\x02\x03\x04\xff\tSiti\t\\N\n" % at for at in range(20))
    dump = read(("t.txt", rows))
    assert dump.values()[0] == ("0", "89504e47020304ff", "Siti", None)
    assert len(dump.values()) == 20
    assert "binary-values" in dump.warnings


def test_a_tar_of_pg_dump(read):
    members = {
        "toc.dat": b"PGDMP\x01\x0e\x00\x04\x08\x03\x01\x01",
        "11.dat": b"1\tSiti\n2\t\\\\N\n\\.\n\n\n",
        "12.dat": b"3\tBudi\n\\.\n\n\n",
        "13.dat": b"\\.\n\n\n",
        "restore.sql": ("--\n-- PostgreSQL database dump\n--\n" + "".join(
            f"CREATE TABLE public.{name} (id integer, name text);\n"
            f"COPY public.{name} (id, name) FROM stdin;\n\\.\n"
            f"COPY public.{name} (id, name) FROM '$$PATH$$/{number}.dat';\n"
            for name, number in zip("abc", (11, 12, 13), strict=True)
        )).encode(),
    }  # fmt: skip
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name, raw in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(raw)
            tar.addfile(info, io.BytesIO(raw))
    dump = read(("dump.tar", packed.getvalue()))
    assert rows_of(dump) == {"a": [("1", "Siti"), ("2", "\\N")], "b": [("3", "Budi")], "c": []}
