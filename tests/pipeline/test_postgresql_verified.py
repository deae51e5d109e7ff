"""A register with history in PostgreSQL gives the findings of the same register in Parquet."""

import shutil

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from telusur.drill import make_drill
from telusur.indexing import prepare, refresh
from telusur.options import Options
from telusur.pipeline import verify

pytestmark = pytest.mark.postgresql

MEMBERS = 1_000
READER, SECRET = "penyidik", "kata-sandi-8830"


@pytest.fixture(scope="module")
def drill(tmp_path_factory):
    return make_drill(tmp_path_factory.mktemp("drill") / "drill", MEMBERS)


@pytest.fixture(scope="module")
def in_postgresql(drill, postgresql):
    """The drill's description, its members in a table that one user may read."""
    members = ds.dataset(drill.register_toml.parent / "members", format="parquet").to_table()
    # by another order than the files', as a table has none
    members = members.take(pa.array(range(members.num_rows - 1, -1, -1)))
    postgresql.copy_in("peserta_berlaku", members)
    postgresql.run(
        f"CREATE ROLE {READER} LOGIN PASSWORD '{SECRET}'",
        f"GRANT SELECT ON peserta_berlaku TO {READER}",
    )
    text = drill.register_toml.read_text(encoding="utf-8")
    place = f"""[source.postgresql]
host = "{postgresql.socket}"
dbname = "postgres"
user = "{READER}"
table = "peserta_berlaku"
"""
    given = drill.register_toml.with_name("postgresql.toml")
    there = text.replace('[source]\npath = "members/*.parquet"\n', place)
    assert there != text
    given.write_text(there, encoding="utf-8")
    return given


@pytest.fixture(autouse=True)
def password(monkeypatch):
    monkeypatch.setenv("PGPASSWORD", SECRET)


def holds_no_secret(folder):
    """Neither the password nor the user's name, nor a copy of the register, is in what is kept."""
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert kept
    for path in kept:
        assert SECRET.encode() not in path.read_bytes(), path.name
        assert READER.encode() not in path.read_bytes(), path.name
    assert not [path for path in kept if path.name.endswith("_source.parquet")]


def test_findings_are_those_from_parquet(drill, in_postgresql, tmp_path):
    def run(name, given):
        out = tmp_path / name
        if (tmp_path / "files").exists():  # one key, so that references of one row are the same
            out.mkdir()
            shutil.copy2(tmp_path / "files" / ".key", out / ".key")
        return verify(
            Options(
                dump=(drill.dump,), registers=(given,), claim=drill.claim_toml, out=out, threads=2
            )
        )

    def told(findings):
        plain = findings.model_dump(mode="json", exclude={"run", "receipt"})
        warnings = [one.pop("warnings") for one in plain["registers"]]
        return plain, [[w for w in ws if w["code"] != "register-from-database"] for ws in warnings]

    files, table = run("files", drill.register_toml), run("table", in_postgresql)
    assert told(table) == told(files)
    assert table.verdict.grade == "verified"
    assert table.registers[0].history == "versions"
    assert pq.read_table(tmp_path / "table/rows.parquet").equals(
        pq.read_table(tmp_path / "files/rows.parquet")
    )
    holds_no_secret(tmp_path / "table")
    assert "register-from-database" in (tmp_path / "table/findings.json").read_text()


def test_it_is_prepared_and_refreshed(in_postgresql, postgresql, tmp_path):
    postgresql.run(
        "CREATE TABLE peserta_lain AS SELECT * FROM peserta_berlaku",
        f"GRANT SELECT ON peserta_lain TO {READER}",
    )
    text = in_postgresql.read_text(encoding="utf-8")
    given = in_postgresql.with_name("other.toml")
    given.write_text(text.replace('"peserta_berlaku"', '"peserta_lain"'), encoding="utf-8")
    out = tmp_path / "ours.index"
    assert prepare(given, out).facts.history == "versions"
    holds_no_secret(out)
    assert str(postgresql.socket) not in (out / "index.json").read_text()
    postgresql.run("DELETE FROM peserta_lain WHERE psnoka = (SELECT min(psnoka) FROM peserta_lain)")
    changes = refresh(out).changes
    assert (changes.members_gone, changes.members_new, changes.members_changed) == (1, 0, 0)
