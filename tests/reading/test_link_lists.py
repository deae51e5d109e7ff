"""Lists of links with an account and its secret, which may hold the delimiter."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_file import read_one, recognised

from telusur.reading import link_lists, text_lines
from telusur.reading.readers import TEXT

HOSTS = st.sampled_from(["https://masuk.invalid", "http://10.0.0.1:8080", "android://aB==@com.x"])
PATHS = st.sampled_from(["/", "/a/b.php?c=d&e=f", "/~x"])
ACCOUNTS = st.sampled_from(["ani@mail.invalid", "budi.s", "081234567890", "citra-1"])
SECRETS = st.text(st.sampled_from("ab1:;|/@\"' é"), min_size=1, max_size=9)


def read(raw, **overrides):
    return read_one(link_lists, raw, **overrides)


@settings(max_examples=60)
@given(rows=st.lists(st.tuples(HOSTS, PATHS, ACCOUNTS, SECRETS), min_size=3, max_size=9),
       size=st.sampled_from([1 << 20, 30]))  # fmt: skip
def test_a_list_is_read_back_equal(rows, size):
    rows = [(host + path, account, secret) for host, path, account, secret in rows]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_lines, "PIECE_BYTES", size)
        found = read("".join(":".join(row) + "\n" for row in rows))
    assert found.only == rows
    assert [*found.lines.values()] == [[*range(1, len(rows) + 1)]]
    assert found.warnings == {"combo-list", "no-header"}
    (told,) = found.receipt.tables
    assert told.lines == told.rows_read == len(rows)


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("https://a.invalid:8443:ani:x", ("https://a.invalid:8443", "ani", "x")),
        ("https://a.invalid:12345:x", ("https://a.invalid", "12345", "x")),
        ("https://a.invalid:08123456789:x:y", ("https://a.invalid", "08123456789", "x:y")),
        ("https://a.invalid:ani:", ("https://a.invalid", "ani", None)),
    ],
)
def test_where_the_link_ends(line, row):
    assert read("https://b.invalid/:budi:rahasia\n" * 9 + line + "\n").only[-1] == row


def test_a_bar_may_stand_in_the_secret():
    text = "".join(f"https://a.invalid:1/|ani{at}@mail.invalid|x{at}\n" for at in range(9))
    found = read(text + "https://a.invalid|budi@mail.invalid|x|y\n")
    assert found.only[-1] == ("https://a.invalid", "budi@mail.invalid", "x|y")
    # without that it is a table like others
    assert not recognised(link_lists, text)


def test_every_line_is_accounted_for():
    lines = "".join(f"https://a.invalid/:ani{at}:x\n" for at in range(20))
    found = read(f"halo\nurl:login:password\n{lines}\nbukan tautan\n")
    assert found.names == ("url", "login", "password")
    (told,) = found.receipt.tables
    assert (told.lines, told.lines_skipped, told.rows_read, told.blank_lines) == (24, 2, 20, 1)
    assert [(one.kind, one.at) for one in told.left_out] == [("preamble", (1,))]
    assert [(one.reason, one.lines) for one in found.receipt.rejected] == [
        ("too-few-values", (24,))
    ]


def test_a_line_past_the_limit_is_rejected_and_later_lines_keep_their_numbers(monkeypatch):
    monkeypatch.setattr(text_lines, "PIECE_BYTES", 64)
    monkeypatch.setattr(text_lines, "MOST_BYTES", 128)
    lines = "https://a.invalid/:ani:x\n" * 9
    found = read(lines + "https://a.invalid/:ani:" + "x" * 500 + "\n" + lines)
    assert [*found.lines.values()] == [[*range(1, 10), *range(11, 20)]]
    assert [(one.reason, one.lines) for one in found.receipt.rejected] == [("line-too-long", (10,))]
    assert found.receipt.tables[0].lines == 19


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"ani{at}@mail.invalid:x:y\n" for at in range(9)),
        "".join(f"https://a.invalid/{at}\n" for at in range(9)),
        "".join(f"https://a.invalid/{at}: gagal: waktu habis\n" for at in range(9)),
        "".join(f"https://a.invalid/{at}|Ani Lestari|Bogor\n" for at in range(9)),
        "url,name,city\n" + "".join(f"https://a.invalid/{at},Ani,Bogor\n" for at in range(9)),
        "https://a.invalid/:ani:x\n",
        "",
    ],
)
def test_what_is_no_such_list(text):
    assert not recognised(link_lists, text)


def test_it_is_asked_before_delimited_text():
    text = "https://a.invalid/:ani:x\n" * 9
    assert next(one for one in TEXT if recognised(one, text)) is link_lists
