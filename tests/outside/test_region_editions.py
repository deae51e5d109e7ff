"""Which legal edition of the region codes a list was taken from, told from the list alone."""

import csv
import gzip
import re
from datetime import UTC, datetime

import pytest

from telusur.options import Options
from telusur.pipeline import verify

pytestmark = pytest.mark.outside

EDITIONS = (2016, 2018, 2020)
# One value of an INSERT: quoted singly or doubly, the quote doubled or escaped within.
QUOTED = r"""'((?:[^'\\]|''|\\.)*)'|"((?:[^"\\]|""|\\.)*)\""""
ROW = re.compile(rf"\(\s*(?:{QUOTED})\s*,\s*(?:{QUOTED})\s*\)")
REGIONS = 80_000  # each edition has more

REGISTER = """
[register]
name = "wilayah"
holder = "Kementerian Dalam Negeri"

[[key]]
columns = ["kode"]
"""
SNAPSHOT = """
[[snapshot]]
date = {edition}-01-01
path = "wilayah-{edition}.csv"
"""


def as_csv(sql, path):
    """The rows of the INSERTs."""
    with gzip.open(sql, "rt", encoding="utf-8") as file:
        found = ROW.findall(file.read())
    rows = [[plain(one or two), plain(three or four)] for one, two, three, four in found]
    assert len(rows) > REGIONS
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["kode", "nama"], *rows])
    return path


def plain(text):
    return re.sub(r"\\(.)", r"\1", text).replace("''", "'")


@pytest.fixture(scope="module")
def editions(tmp_path_factory, outside_data):
    """A register of dated editions, and each edition as a dump of its own."""
    folder = tmp_path_factory.mktemp("editions")
    text = REGISTER
    for edition in EDITIONS:
        sql = outside_data / "registers" / "wilayah_editions" / f"wilayah_{edition}.sql.gz"
        as_csv(sql, folder / f"wilayah-{edition}.csv")
        text += SNAPSHOT.format(edition=edition)
    (folder / "register.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("edition", EDITIONS)
def test_edition_is_told(edition, editions, tmp_path):
    found = verify(
        Options(
            dump=(editions / f"wilayah-{edition}.csv",),
            registers=(editions / "register.toml",),
            out=tmp_path / "out",
        )
    )
    (tested,), (dated,) = found.records, found.dating
    assert tested.outcome.identical == found.receipt.rows_read
    assert dated.status == "dated"
    assert dated.best == moment(edition)
    # Between two editions nothing is known, so the neighbours are as near as can be said.
    earlier, later = edition - 2, edition + 2
    if earlier in EDITIONS:
        assert dated.earliest == moment(earlier)
    if later in EDITIONS:
        assert dated.latest == moment(later)


def moment(year):
    return datetime(year, 1, 1, tzinfo=UTC)
