"""Where unread bytes lie is told of the file as it came, whatever encoding it is in."""

import pytest

PEOPLE = '[{"id": 1, "nama": "é€"},\n {"id": 2, "nama": "Budi é"},\n {"id": 3, "nama": "ö"}'
REST = '}\n"sisa ü": ]'


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "iso8859-15"],
)
def test_of_every_encoding(read, encoding):
    given = {"encoding": encoding} if encoding in {"cp1252", "iso8859-15"} else {}
    raw = (PEOPLE + REST).encode(encoding)
    dump = read(raw, **given)
    assert dump.receipt.rows_read == 3
    (place,) = dump.file.unread
    assert dump.file.bytes_unread == place.bytes
    assert place.offset + place.bytes == len(raw)
    codec = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
    assert raw[place.offset :].decode(codec.get(encoding, encoding)).lstrip() == REST
    assert "offsets-of-copy" not in dump.warnings


def test_characters_of_two_units_of_utf_16(read):
    raw = PEOPLE.replace("é", "\U0001f600").encode("utf-16") + REST.encode("utf-16-le")
    (place,) = read(raw).file.unread
    assert raw[place.offset :].decode("utf-16-le").lstrip() == REST


def test_where_characters_cannot_be_followed_the_receipt_says_so(read):
    mixed = (PEOPLE + REST).encode() + b"\n\xe9\xe9t\xe9\n"
    python = "{'id': 1, 'a': None}\n" * 5 + "{'id': "
    gbk = (PEOPLE.translate({0xE9: "中", 0x20AC: "文", 0xF6: "中"}) + "}\n中: ]").encode("gbk")
    assert "offsets-of-copy" in read(mixed).warnings
    assert "offsets-of-copy" in read(gbk, encoding="gbk").warnings
    whole = read(python)
    assert bool(whole.file.unread) == ("offsets-of-copy" in whole.warnings)


def test_padding_is_counted_once(read):
    text = "id\tnama\n" + "".join(f"{at}\t\\N\n" for at in range(20_000))
    dump = read(text.encode() + b"\x00" * 700)
    assert dump.file.bytes_unread == 700
    assert [(one.offset, one.bytes) for one in dump.file.unread] == [(len(text), 700)]


def test_an_sql_dump_in_another_encoding(read):
    rows = "".join(f"({at},'é'),\n" for at in range(9))
    text = f"INSERT INTO a VALUES\n{rows}(10,'é'x'),\n(11,'é');\n"
    raw = text.encode("cp1252") + b"\x00" * 70
    dump = read(raw, encoding="cp1252")
    assert dump.receipt.rows_read == 10
    *lost, padding = dump.file.unread
    assert (padding.offset, padding.bytes, padding.reason) == (len(text), 70, "padding")
    (place,) = lost
    assert raw[place.offset : place.offset + place.bytes] == b"(10,'\xe9'x'),\n"
