import random

import pytest

from telusur.errors import RegisterError
from telusur.registers import sample
from telusur.registers.known import widely_known
from telusur.registers.toml import describe

KEYED = '[source]\npath = "d.parquet"\n[[key]]\ncolumns = ["no"]\n'


def members(count, *, seed=0):
    """Invented members: a number, another number known elsewhere, a name, an office."""
    numbers = list(range(count))
    random.Random(seed).shuffle(numbers)  # noqa: S311 - an order, no secret
    return {
        "no": [f"N{n:06}" for n in numbers],
        "kartu": [f"{7 * n + 11:08}" for n in numbers],
        "nama": [f"Orang {n}" for n in numbers],
        "kantor": [f"{n % 7:04}" for n in numbers],
        "lahir": [f"19{n // 336 % 90:02}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}" for n in numbers],
    }


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ('[[key]]\ncolumns = ["NO"]\n', "key-not-in-source", "did you mean no?"),
        ("[columns.kntor]\nexclusive = true\n", "column-not-in-source", "did you mean kantor?"),
        (
            '[history]\nvalid_from = "dari"\nvalid_to = "nama"\n',
            "history-not-in-source",
            "register.toml: history.valid_from",
        ),
        (
            '[history]\nvalid_from = "lahir"\nvalid_to = "nama"\n[[key]]\ncolumns = ["lahir"]\n',
            "key-in-history",
            "sets aside",
        ),
    ],
)
def test_a_description_that_contradicts_the_data(toml, write, opened, text, code, hint):
    write("d.parquet", members(30))
    with pytest.raises(RegisterError) as caught:
        opened(toml('[source]\npath = "d.parquet"\n' + text))
    assert caught.value.code == code
    assert hint in str(caught.value)


def test_facts_of_a_described_register(toml, write, opened, engine):
    write("d.parquet", members(30))
    write("kantor.csv", "code,label\n0000,Pusat\n0001,Utara\n0001,Utara\n")
    register = opened(
        toml(
            KEYED + '[columns.kantor]\ncodes = "kantor.csv"\nexclusive = true\n'
            "[columns.no]\nrequired = true\n"
        )
    )
    facts = register.facts
    assert facts.exclusive == ("kantor",)
    assert facts.required == ("no",)
    assert facts.widely_known == ("nama", "lahir")
    assert facts.keys == (("no",), ("kartu",))  # nama is unique too, but names are no numbers
    assert not facts.inferred
    codes = engine.collect(f'SELECT * FROM "{register.code_lists["kantor"]}" ORDER BY code')
    assert codes["code"].to_pylist() == ["0000", "0001"]
    assert codes["label"].to_pylist() == ["Pusat", "Utara"]


def test_widely_known_values_under_any_name(toml, write, opened):
    data = members(60)
    data["x1"] = [f"orang{n}@example.com" for n in range(60)]
    data["x2"] = [f"08121{n:07}" for n in range(60)]
    data["x3"] = [f"000123456{n:04}" for n in range(60)]  # a card number, not a telephone's
    write("d.parquet", data)
    assert opened(toml(KEYED)).facts.widely_known == ("nama", "lahir", "x1", "x2")


def test_a_missing_or_empty_code_list(toml, write, opened):
    write("d.parquet", members(3))
    path = toml(KEYED + '[columns.kantor]\ncodes = "kantor.csv"\n')
    with pytest.raises(RegisterError) as caught:
        opened(path)
    assert caught.value.code == "codes-missing"
    write("kantor.csv", "code\n")
    with pytest.raises(RegisterError) as caught:
        opened(path)
    assert caught.value.code == "codes-unreadable"


def test_a_register_known_by_its_columns_alone(toml, opened):
    register = opened(
        toml('[[key]]\ncolumns = ["noka"]\n[columns.noka]\nexclusive = true\n[columns.nama]\n')
    )
    assert register.relation is None
    assert register.columns == ("noka", "nama")
    assert register.facts.header_only
    assert register.facts.keys == (("noka",),)
    assert register.facts.versions is None


def test_the_sample_is_bounded_and_the_same_in_any_order(toml, write, opened, engine, monkeypatch):
    monkeypatch.setattr(sample, "SAMPLE_MEMBERS", 200)
    drawn = []
    for seed in (1, 2):
        write("d.parquet", members(3000, seed=seed))
        register = opened(toml(KEYED))
        drawn.append(
            set(engine.collect(f'SELECT entity_ FROM "{register.sample}"')["entity_"].to_pylist())
        )
        assert register.sample_share == pytest.approx(200 / 3000)
        assert register.facts.members == 3000
        assert register.facts.keys == (("no",), ("kartu",))
    assert drawn[0] == drawn[1]
    assert 130 < len(drawn[0]) < 270  # 200, five standard deviations either way


def test_a_key_true_in_the_sample_alone_is_not_believed(toml, write, opened, monkeypatch):
    monkeypatch.setattr(sample, "SAMPLE_MEMBERS", 100)
    data = members(3000)
    data["kartu"] = [card[:-1] + "0" for card in data["kartu"]]  # shared by one or two members
    write("d.parquet", data)
    assert opened(toml(KEYED)).facts.keys == (("no",),)


def test_widely_known_by_type_then_by_name(toml):
    spec = describe(
        toml(
            '[columns.a]\ntype = "id.nik"\n[columns.nama_produk]\ntype = "text"\n'
            "[columns.nik]\nexclusive = true\n"
        )
    )
    names = ["a", "nama_produk", "nik", "NAMA", "TGLLHR", "noHP", "FirstName", "kantor", "names_of"]
    assert widely_known(names, spec, {"kantor": "id.noka", "names_of": "email"}) == (
        "a",
        "NAMA",
        "TGLLHR",
        "noHP",
        "FirstName",
        "names_of",
    )
