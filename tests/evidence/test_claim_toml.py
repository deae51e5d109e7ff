from datetime import UTC, datetime

import pytest

from telusur.errors import ClaimError
from telusur.evidence import read_claim


def written(tmp_path, text):
    path = tmp_path / "claim.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refused(tmp_path, text):
    with pytest.raises(ClaimError) as caught:
        read_claim(written(tmp_path, text))
    assert caught.value.exit_status == 2
    assert "claim.toml" in caught.value.message
    return caught.value


def test_a_whole_claim(tmp_path):
    claim = read_claim(
        written(
            tmp_path,
            'title = "279 million people"\nvenue = "a forum"\nposted_at = 2021-05-12\n'
            'price = 0.15\ncurrency = "BTC"\nrows_claimed = 279_000_000\n'
            'sample_rows = 1_000_000\ncolumns_claimed = ["NOKA", "NIK"]\n',
        )
    )
    assert claim.posted_at == datetime(2021, 5, 12, tzinfo=UTC)
    assert claim.rows_claimed == 279_000_000
    assert claim.columns_claimed == ("NOKA", "NIK")


def test_an_empty_claim_claims_nothing(tmp_path):
    assert read_claim(written(tmp_path, "")).model_dump(exclude_none=True) == {}


def test_a_table_named_claim_is_taken_too(tmp_path):
    assert read_claim(written(tmp_path, "[claim]\nrows_claimed = 3\n")).rows_claimed == 3


def test_wrong_type_names_file_key_got_expected(tmp_path):
    error = refused(tmp_path, 'rows_claimed = "many"')
    assert error.code == "claim-invalid"
    assert "rows_claimed" in error.message
    assert (error.got, error.expected) == ('the text "many"', "a whole number")


def test_unknown_key_gets_a_hint(tmp_path):
    assert refused(tmp_path, "row_claimed = 3").hint == "did you mean rows_claimed?"
    assert "known keys" in refused(tmp_path, "qqqq = 3").hint


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("sample_rows = 10\nrows_claimed = 9", "sample_rows"),
        ("people_claimed = 10\nrows_claimed = 9", "people_claimed"),
        ('currency = "BTC"', "currency"),
    ],
)
def test_contradictions(tmp_path, text, key):
    error = refused(tmp_path, text)
    assert error.code == "claim-contradictory"
    assert key in error.message


def test_equal_figures_do_not_contradict(tmp_path):
    assert read_claim(written(tmp_path, "sample_rows = 9\nrows_claimed = 9")).sample_rows == 9


def test_not_toml_says_where_and_quotes_nothing(tmp_path):
    error = refused(tmp_path, "title = 'x'\nsecret value here")
    assert error.code == "claim-not-toml"
    assert "line 2" in error.got
    assert "secret" not in str(error)


def test_not_text_too_large_missing(tmp_path):
    path = tmp_path / "claim.toml"
    path.write_bytes(b"title = '\xff\xfe'")
    codes = []
    for content in (b"title = '\xff\xfe'", b"#" * 2_000_000):
        path.write_bytes(content)
        with pytest.raises(ClaimError) as caught:
            read_claim(path)
        codes.append(caught.value.code)
    with pytest.raises(ClaimError) as caught:
        read_claim(tmp_path / "none.toml")
    codes.append(caught.value.code)
    with pytest.raises(ClaimError) as caught:
        read_claim(tmp_path)
    assert [*codes, caught.value.got] == [
        "claim-not-toml",
        "claim-not-toml",
        "claim-not-readable",
        "a directory",
    ]
