from decimal import Decimal

import pytest

from telusur.errors import RegisterError


def keys(register):
    return register.facts.keys[0]


def test_history_and_key_of_a_plain_file(write, opened):
    # each member: two versions; the phone changes, so it has more values than members
    data = {
        "telp": [f"08{n:09}" for n in range(80)],
        "anggota": [f"A{n // 2:03}" for n in range(80)],
        "kota": [f"K{n % 5}" for n in range(80)],
        "Valid_From": ["2020-01-01" if n % 2 == 0 else "2021-01-01" for n in range(80)],
        "Valid_To": ["2021-01-01" if n % 2 == 0 else None for n in range(80)],
        "from_commit": [f"{n:07x}" for n in range(80)],
    }
    register = opened(write("members.parquet", data))
    assert register.facts.inferred
    assert register.facts.name == "members"
    assert register.facts.history == "versions"
    assert register.columns == ("telp", "anggota", "kota")
    assert keys(register) == ("anggota",)
    assert register.facts.members == 40
    assert "register-inferred" in [one.code for one in register.facts.warnings]


def test_a_unique_column_named_like_a_key_goes_first(write, opened):
    data = {
        "nama": ["Sari", "Budi", "Ayu"],
        "kodePeserta": ["7", "8", "9"],
        "lain": ["x", "y", "z"],
    }
    assert keys(opened(write("d.parquet", data))) == ("kodePeserta",)


def test_without_such_a_name_the_leftmost_complete_one(write, opened):
    data = {"a": ["1", None, "3"], "b": ["1", "1", "2"], "c": ["x", "y", "z"], "d": ["p", "q", "r"]}
    assert keys(opened(write("d.parquet", data))) == ("c",)


def test_a_pair_where_no_column_is_unique(write, opened):
    data = {
        "keluarga": [str(n // 4) for n in range(400)],
        "urut": [str(n % 4) for n in range(400)],
        "v": ["a"] * 400,
    }
    register = opened(write("d.parquet", data))
    assert set(keys(register)) == {"keluarga", "urut"}
    assert register.facts.members == 400


def test_no_usable_key(write, opened):
    with pytest.raises(RegisterError) as caught:
        opened(write("d.parquet", {"a": ["1"] * 50, "b": ["x", "y"] * 25}))
    assert caught.value.code == "no-usable-key"
    assert "[[key]]" in str(caught.value)


def test_keys_are_inferred_for_a_toml_without_any(toml, write, opened):
    write("d.parquet", {"no": ["1", "2"], "v": ["a", "a"]})
    register = opened(toml('[source]\npath = "d.parquet"\n'))
    assert keys(register) == ("no",)
    assert [one.code for one in register.facts.warnings] == ["key-inferred"]
    assert not register.facts.inferred


def test_names_of_a_history_whose_values_are_no_times_are_said(write, opened):
    data = {"no": ["1", "2"], "valid_from": ["01/02/2020", "03/02/2020"], "valid_to": ["", ""]}
    register = opened(write("d.parquet", data))
    assert register.facts.history == "none"
    assert "valid_from" in register.columns
    codes = [one.code for one in register.facts.warnings]
    assert codes == ["register-inferred", "history-not-recognised"]


COUNT = 400


@pytest.mark.parametrize(
    ("name", "values", "kept"),
    [
        ("urut", [n + 1 for n in range(COUNT)], False),
        ("urut", [str(5000 + 3 * n) for n in range(COUNT)], False),
        ("kartu", [str(100_000 + 997 * n) for n in range(COUNT)], True),
        ("kartu", [f"{n:013}" for n in range(COUNT)], True),
        ("saldo_akhir", [str(100_000 + 997 * n) for n in range(COUNT)], False),
        ("no_tagihan", [str(100_000 + 997 * n) for n in range(COUNT)], True),
        ("x", [Decimal(100_000 + 9_973 * n) / 100 for n in range(COUNT)], False),
        ("x", [f"{1000 + 97 * n}.25" for n in range(COUNT)], False),
    ],
    ids=["running", "running-text", "sparse", "padded", "amount", "bill", "decimal", "fractions"],
)
def test_running_numbers_and_amounts_are_no_further_keys(toml, write, opened, name, values, kept):
    codes = [f"S{7 * n}" for n in range(COUNT)]
    write("d.parquet", {"no": [f"A{n}" for n in range(COUNT)], name: values, "sandi": codes})
    found = opened(toml('[source]\npath = "d.parquet"\n[[key]]\ncolumns = ["no"]\n')).facts.keys
    assert found == (("no",), *([(name,)] if kept else []), ("sandi",))


def test_a_running_number_is_a_further_key_where_nothing_better_is(toml, write, opened):
    write("d.parquet", {"no": [f"A{n}" for n in range(COUNT)], "nomor": list(range(1, COUNT + 1))})
    found = opened(toml('[source]\npath = "d.parquet"\n[[key]]\ncolumns = ["no"]\n')).facts.keys
    assert found == (("no",), ("nomor",))


def test_a_running_number_is_told_where_only_some_values_are_looked_at(
    toml, write, opened, monkeypatch
):
    monkeypatch.setattr("telusur.registers.keys.VERIFY_ROWS", COUNT // 8)
    monkeypatch.setattr("telusur.registers.sample.SAMPLE_MEMBERS", COUNT)
    numbers = [7 * n for n in range(4 * COUNT)]  # dense, but an eighth of it is not
    codes = [f"S{11 * n}" for n in numbers]
    write("d.parquet", {"no": [f"A{n}" for n in numbers], "urut": numbers, "sandi": codes})
    register = opened(toml('[source]\npath = "d.parquet"\n[[key]]\ncolumns = ["no"]\n'))
    assert register.facts.keys == (("no",), ("sandi",))


def test_a_declared_key_may_be_a_running_number(toml, write, opened):
    write("d.parquet", {"no": list(range(COUNT)), "v": ["a"] * COUNT})
    found = opened(toml('[source]\npath = "d.parquet"\n[[key]]\ncolumns = ["no"]\n')).facts.keys
    assert found == (("no",),)


def test_a_key_whose_versions_overlap_is_none(write, opened):
    # Dutch: no word of the name is a key's; two neighbours share a postal code at one time
    people = range(60)
    data = {
        "postcode": [f"{1000 + n // 2 if n % 5 else 5000 + n} AB" for n in people for _ in "12"],
        "lidcode_": [f"L{n * 37:05}" for n in people for _ in "12"],
        "straat": [f"Straat {n % 9}{v}" for n in people for v in "12"],
        "valid_from": [f"20{10 + n % 7}-0{1 + n % 9}-1{v}" for n in people for v in "12"],
        "valid_to": [None if v == "2" else f"20{10 + n % 7}-0{1 + n % 9}-12" for n in people
                     for v in "12"],
    }  # fmt: skip
    register = opened(write("leden.parquet", data))
    assert keys(register) == ("lidcode_",)
    assert "versions-overlap-unequal" not in [one.code for one in register.facts.warnings]


def test_a_pair_is_the_key_of_a_history(write, opened):
    # patients are numbered anew in each house
    each = [(house, n, v) for house in "NSE" for n in range(50) for v in "12"]
    data = {
        "house": [house for house, _, _ in each],
        "patient_no": [str(n) for _, n, _ in each],
        "ward": [f"W{(n * 7 + ord(house)) % 11}{v}" for house, n, v in each],
        "since": [f"20{10 + (n + ord(house)) % 9}-01-0{v}" for house, n, v in each],
        "until": [None if v == "2" else f"20{10 + (n + ord(house)) % 9}-01-02" for house, n, v
                  in each],
    }  # fmt: skip
    register = opened(write("patients.parquet", data))
    assert register.facts.history == "versions"
    assert set(keys(register)) == {"house", "patient_no"}
    assert register.facts.members == 150


def test_rows_that_are_repeated_as_a_whole_contradict_nothing(write, opened):
    numbers = [n for n in range(100) for _ in range(1 + (n < 30))]
    data = {"no": [f"K{n:04}" for n in numbers], "kota": [f"K{n % 7}" for n in numbers]}
    register = opened(write("d.parquet", data))
    assert keys(register) == ("no",)
    assert register.facts.members == 100
