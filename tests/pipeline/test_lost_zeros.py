"""Numbers that went through a spreadsheet: the zeros in front are gone, the member is the same."""

import csv
import random

import pytest

from telusur.options import Options
from telusur.pipeline import verify

MEMBERS = 400
NAMES = ("Rawita", "Tukamo", "Nilasa", "Samotu", "Lakani", "Wisara", "Motula", "Kanira")


@pytest.fixture
def people():
    """Member numbers of eight digits, all with zeros in front; name, office, fee."""
    draw = random.Random(4)  # noqa: S311  # invents people, keeps no secret
    numbers = draw.sample(range(20_000, 9_999_999), MEMBERS)
    return [
        [f"{n:08d}", f"{draw.choice(NAMES)} {draw.choice(NAMES)}", f"B{draw.randrange(30)}",
         str(draw.randrange(10_000, 900_000))]
        for n in numbers
    ]  # fmt: skip


def written(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def test_numbers_without_their_zeros_are_found_under_another_name(tmp_path, people):
    register = written(tmp_path / "members.csv", ["nomor", "nama", "kantor", "iuran"], people)
    cut = [[fee, number.lstrip("0"), name, office] for number, name, office, fee in people]
    dump = written(tmp_path / "dump.csv", ["q1", "q2", "q3", "q4"], cut)
    found = verify(Options(dump=(dump,), registers=(register,), out=tmp_path / "out"))
    (structure,) = found.structure.candidates
    assert {m.dump: m.register_ for m in structure.columns} == {
        "q1": "iuran", "q2": "nomor", "q3": "nama", "q4": "kantor",
    }  # fmt: skip
    assert found.records[0].outcome.identical == MEMBERS
    assert found.verdict.grade == "verified"
