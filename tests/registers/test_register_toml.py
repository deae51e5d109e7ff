from pathlib import Path

import pytest

from telusur.errors import RegisterError
from telusur.registers import describe

WHOLE = """
title.id = "Master file peserta"
as_of = 2021-05-20
[source]
path = "members/*.parquet"
[history]
valid_from = "valid_from"
valid_to = "valid_to"
ignore = ["from_commit"]
[[key]]
columns = ["noka"]
[[key]]
columns = ["nik"]
[columns.noka]
type = "id.noka"
exclusive = true
aliases = ["PSNOKA"]
label.en = "Card number"
[[count]]
what = "members"
value = 222_400_000
date = 2021-05-01
source = "published"
[[export]]
name = "vendor-a"
recipient = "Vendor A"
columns = ["PSNOKA"]
"""


def test_the_whole_file_becomes_a_spec(toml):
    spec = describe(toml(WHOLE))
    assert [key.columns for key in spec.key] == [("noka",), ("nik",)]
    assert spec.columns["noka"].exclusive
    assert spec.count[0].value == 222_400_000
    assert spec.register_.as_of.isoformat() == "2021-05-20T00:00:00+00:00"


BOTH = """[source]
path = "a"
[history]
valid_from = "f"
valid_to = "t"
[[snapshot]]
date = 2020-01-01
path = "b"
"""


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("[source]\npath = 3\n", "register-invalid", ["register.toml: source.path", "number 3"]),
        ('[source]\npth = "x"\n', "register-invalid", ["source.pth", "did you mean path?"]),
        ("[columns.a]\nexclusiv = true\n", "register-invalid", ["did you mean exclusive?"]),
        ('[[key]]\ncolumn = ["a"]\n', "register-invalid", ["key[1].columns", "required"]),
        ('[[snapshots]]\npath = "a"\n', "register-invalid", ["did you mean snapshot?"]),
        ("[source]\npath = \n", "register-not-toml", ["not TOML"]),
        ('[columns.a]\ntype = "id.nokka"\n', "register-invalid", ["did you mean id.noka?"]),
        ("", "register-invalid", ["neither where its data lie nor what columns it has"]),
        ("[source\n", "register-not-toml", ["not TOML", "line 4"]),
        (
            '[source]\nuri = "postgresql://h/d"\n',
            "source-not-supported",
            ["which can hold a password"],
        ),
        (
            BOTH,
            "register-invalid",
            ["either [history] or [[snapshot]]"],
        ),
    ],
)
def test_errors_name_file_key_got_and_expected(toml, text, code, says):
    with pytest.raises(RegisterError) as caught:
        describe(toml(text))
    assert caught.value.code == code
    assert caught.value.exit_status == 4
    for part in says:
        assert part in str(caught.value)


def test_a_database_uri_is_never_repeated_in_the_error(toml):
    with pytest.raises(RegisterError) as caught:
        describe(toml('[source]\nuri = "postgresql://someone:secret@host/db"\n'))
    assert "secret" not in str(caught.value)


def test_inferred_at_the_top_is_an_unknown_key(write):
    path = write("register.toml", 'inferred = true\n[register]\nname="a"\nholder="b"\n')
    with pytest.raises(RegisterError) as caught:
        describe(path)
    assert caught.value.code == "register-invalid"


def test_missing_file_and_directory(tmp_path):
    with pytest.raises(RegisterError) as caught:
        describe(tmp_path / "none.toml")
    assert caught.value.code == "register-missing"
    with pytest.raises(RegisterError) as caught:
        describe(tmp_path)
    assert caught.value.code == "register-is-directory"
    assert "*.parquet" in str(caught.value)


def test_a_register_that_cannot_be_looked_up_is_missing():
    for name in ("n" * 5000 + ".toml", "n\0.toml"):
        with pytest.raises(RegisterError) as caught:
            describe(Path(name))
        assert caught.value.code == "register-missing"
        assert "nnn" not in str(caught.value)
