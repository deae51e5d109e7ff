"""What a text is encoded in, and that nothing else is made of it."""

from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telusur.reading.encoding import pieces, settle
from telusur.reading.encoding.wide import wide_without_mark

ROWS = "".join(f"{at},user{at}@example.org,2021-03-{at % 28 + 1:02}\n" for at in range(40))
FIXTURE = [HealthCheck.function_scoped_fixture]


@pytest.fixture
def settled(tmp_path):
    """Writes bytes and settles them: the encoding, the text, and codes of the warnings."""

    def _settled(raw, override=None):
        path = tmp_path / "given"
        path.write_bytes(raw)
        text = settle(SimpleNamespace(path=path), raw[: 64 << 10], tmp_path / "utf8", override)
        if text.path != path:
            assert text.path.stat().st_mode & 0o777 == 0o600
        found = text.path.read_bytes().decode("utf-8-sig")
        return SimpleNamespace(
            encoding=text.encoding,
            text=found,
            warnings={one.code: one.text for one in text.warnings},
            unread=[(one.offset, one.bytes, one.reason) for one in text.unread],
        )

    return _settled


signs = st.text(
    st.characters(codec="utf-8", exclude_characters="\0\x1a\ufeff\ufffd\r"), max_size=40
)


@given(text=signs, codec=st.sampled_from(["utf-8-sig", "utf-16", "utf-32"]))
@settings(max_examples=80, suppress_health_check=FIXTURE)
def test_any_text_with_a_mark_reads_back_equal(settled, text, codec):
    found = settled(("id\n" + text).encode(codec))
    if "double-encoded" not in found.warnings:
        assert found.text == "id\n" + text
    assert set(found.warnings) <= {"double-encoded"}


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize(
    "names", ["Ani Müller", "Иван Ольга", "王伟 上海", "محمد علي", "김민수", "สมชาย", "Ani 😀"]
)
def test_wide_text_without_a_mark(settled, codec, names):
    text = "id,name\n" + "".join(f"{at},{names}\n" for at in range(30))
    found = settled(text.encode(codec))
    assert (found.encoding, found.text, found.warnings) == (codec, text, {})
    raw = text.encode(codec)
    assert settled(raw + b"\0").unread == [(len(raw), 1, "incomplete-character")]


def test_a_few_corrupted_bytes_leave_wide_text_wide(settled):
    raw = bytearray(("id,name\n" + ROWS).encode("utf-16-le"))
    raw[101], raw[401] = 0xD8, 0xDC  # halves of a pair
    found = settled(bytes(raw))
    assert found.encoding == "utf-16-le"
    assert found.text.count("\ufffd") == 2
    assert "2 places" in found.warnings["undecodable-bytes"]


@pytest.mark.parametrize("raw", [b"id,name\n1,x\0y\n", b"a\0b\0c\n" * 3, b"\0\0\0\0ab", b""])
def test_nul_bytes_do_not_make_a_text_wide(raw):
    assert wide_without_mark(raw) is None


def test_japanese_mail(settled):
    text = "番号,名前\n1,佐藤\n"
    found = settled(text.encode("iso2022_jp"))
    assert (found.encoding, found.text) == ("iso2022_jp", text)


def test_marks_where_files_were_put_together(settled):
    part = "\ufeffid,name\n1,Ani\n"
    for raw in (part.encode() * 3, (part * 3).encode("utf-16-le")):
        found = settled(raw)
        assert found.text == "id,name\n1,Ani\n" * 3
        assert "2 byte-order marks" in found.warnings["marks-in-mid-file"]
    within = "id,na\ufeffme\n1,\ufeffAni\n"
    assert settled(within.encode()).text == within


@pytest.mark.parametrize("tail", [b"\0", b"\0" * 200_000, b"\x1a", b"\x1a\0\0\0"])
@pytest.mark.parametrize("codec", ["utf-8", "cp1252"])
def test_padding_at_the_end_is_not_read(settled, tail, codec):
    text = "id,name\n1,José\n"
    raw = text.encode(codec)
    found = settled(raw + tail)
    assert (found.text, found.encoding) == (text, codec)
    assert found.unread == [(len(raw), len(tail), "padding")]


def test_wide_padding(settled):
    text = "id,name\n1,José\n"
    raw = text.encode("utf-16-le")
    found = settled(raw + bytes(64))
    assert (found.text, found.unread) == (text, [(len(raw), 64, "padding")])


def test_lines_in_another_encoding(settled):
    good = "".join(f"{at},Zoé Noël\n" for at in range(20))
    found = settled(good.encode() + b"20,M\xfcller\n21,\xd6zt\xfcrk Zo\xc3\xab\n")
    assert found.text == good + "20,Müller\n21,Öztürk Zoë\n"
    assert found.encoding == "utf-8 (some lines cp1252)"
    assert "2 lines" in found.warnings["mixed-encodings"]


def test_bytes_that_are_text_in_no_encoding_are_replaced(settled):
    good = "".join(f"{at},Zoé Noël\n" for at in range(20))
    found = settled(good.encode() + b"20,M\xffller\n21,Zo\xc3,x\n22,a\x81b\n")
    assert found.text == good + "20,M\ufffdller\n21,Zo\ufffd,x\n22,a\ufffdb\n"
    assert found.encoding == "utf-8"
    assert "3 places" in found.warnings["undecodable-bytes"]


def test_what_the_user_says_is_done_and_nothing_more(settled):
    text = "id,name\n1,JosÃ©\n"
    found = settled(text.encode(), "utf-8")
    assert (found.text, found.warnings) == (text, {})


def test_pieces_may_cut_anything(settled, monkeypatch):
    mixed = (
        "\ufeffid,name\n1,Zoé 王伟 😀\n2,JosÃ© NoÃ«l\n".encode()
        + b"3,M\xfcller\n"
        + "\ufeff4,é\n5,x\0y\n".encode()
        + "6,Zoé\n".encode() * 10
        + b"\x1a"
    )
    wide = "\ufeffid\n1,é😀\n\ufeff2,x\n".encode("utf-16-le") + b"\0"
    whole = [settled(raw).__dict__ for raw in (mixed, wide)]
    assert set(whole[0]["warnings"]) == {
        "nul-bytes",
        "mixed-encodings",
        "double-encoded",
        "marks-in-mid-file",
    }
    for size in range(1, 9):
        monkeypatch.setattr(pieces, "PIECE_BYTES", size)
        assert [settled(raw).__dict__ for raw in (mixed, wide)] == whole


def test_a_line_without_end_is_cut_between_characters(settled, monkeypatch):
    monkeypatch.setattr(pieces, "PIECE_BYTES", 64)
    monkeypatch.setattr(pieces, "MOST_HELD", 100)
    text = "JosÃ©," * 200
    assert settled(text.encode()).text == "José," * 200


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_wide_encoding_given_without_its_order_and_without_a_mark(settled, codec):
    text = "id,name\n" + "".join(f"{at},Ani\n" for at in range(30))
    found = settled(text.encode(codec), codec[:6])
    assert (found.encoding, found.text, found.warnings) == (codec, text, {})


def test_a_wide_encoding_that_the_text_is_not_in(settled):
    found = settled("id,naïve".encode(), "utf-16")
    assert found.encoding == "utf-16-le"
    assert found.text


def test_an_escape_of_iso_2022_that_never_ends(settled):
    raw = b"id;name\n1;\x1b$B;3ED\x1b(" + b"\0" * 12 + b"\n2;Ani\n"
    found = settled(raw)
    assert found.encoding == "iso2022_jp"
    assert found.text.startswith("id;name\n1;")
    assert found.text.endswith("2;Ani\n")
    assert "undecodable-bytes" in found.warnings
