"""A prepared register: no plain value in it, opened without its source, refused if altered."""

from __future__ import annotations

import io
import json
import shutil
import stat
from typing import TYPE_CHECKING

import kept_register as kept
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import Limits
from telusur.errors import RegisterError, TelusurError, UsageError
from telusur.indexing import Preparing, prepare
from telusur.registers import open_register, register_reads

if TYPE_CHECKING:
    from pathlib import Path

FEW = Preparing(members_of_a_file=40)
# Shorter ones stand in any file by accident.
TELLING = 5


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    return kept.keep(tmp_path_factory.mktemp("kept"), kept.versions(kept.people(0, 150)))


@pytest.fixture(scope="module")
def made(source, tmp_path_factory):
    """The register prepared once; tests that alter it take a copy."""
    out = tmp_path_factory.mktemp("made") / "ours.index"
    return out, prepare(source, out, how=FEW)


@pytest.fixture
def folder(made, tmp_path) -> Path:
    """A copy to alter, its key beside it."""
    out, _ = made
    shutil.copytree(out, tmp_path / out.name)
    shutil.copy2(f"{out}.key", tmp_path / f"{out.name}.key")
    return tmp_path / out.name


def opened(folder: Path, work: Path, *keys: Path):
    engine = DuckDBEngine(Limits(work=work, reads=register_reads(folder), threads=1))
    try:
        return open_register(engine, folder, work, key_files=keys)
    finally:
        engine.close()


def refused(folder: Path, work: Path, *keys: Path) -> TelusurError:
    with pytest.raises(TelusurError) as caught:
        opened(folder, work, *keys)
    return caught.value


def unpacked(path: Path) -> bytes:
    """A file's bytes; of Parquet also those of its values, neither packed nor in a dictionary."""
    content = path.read_bytes()
    if path.suffix == ".parquet":
        plain = io.BytesIO()
        table = pq.read_table(path)
        pq.write_table(table, plain, compression="none", use_dictionary=False)
        content += plain.getvalue()
    return content


def values_in(files, values):
    content = b"\n".join(unpacked(path) for path in files)
    return {value for value in values if value.encode() in content}


def test_no_value_of_the_register_is_in_any_of_its_bytes(source, made):
    out, index = made
    held = pq.read_table(source.parent / "kept.parquet").drop_columns(["sejak", "sampai"])
    values = {v for column in held.columns for v in column.to_pylist() if len(v) >= TELLING}
    values |= {v.upper() for v in values} | {v.replace("-", "") for v in values}
    values |= set(kept.OFFICES.values())
    assert len(values) > 400
    assert values_in(out.iterdir(), values) == set()
    # the same search finds them where they are
    assert len(values_in([source.parent / "kept.parquet"], values)) > 400
    assert {path.name for path in out.iterdir()} == {"index.json", *(p.file for p in index.files)}


def test_hashes_are_all_that_its_files_hold(made):
    out, _ = made
    for path in out.glob("*.parquet"):
        kinds = {field.name: str(field.type) for field in pq.read_schema(path)}
        kinds.pop("form", None)
        assert set(kinds.values()) <= {"int64", "int32"}, path.name


def test_only_its_owner_may_read_it_and_the_key_lies_apart(made):
    out, _ = made
    key = out.with_name("ours.index.key")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    for path in (out, *out.iterdir()):
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077
    secret = bytes.fromhex(key.read_text())
    for path in out.iterdir():
        assert secret not in path.read_bytes()
        assert secret.hex().encode() not in path.read_bytes()


def test_it_is_opened_without_the_register_and_nothing_is_told_anew(
    source, made, tmp_path, monkeypatch
):
    out, index = made
    for step in ("settle", "infer_keys", "further_keys", "draw"):
        monkeypatch.setattr(f"telusur.registers.opening.{step}", None)
    register = opened(out, tmp_path)
    assert register.facts.members == 150
    assert register.facts.versions == 200
    assert register.facts.history == "versions"
    assert register.facts.exclusive == ("no_kartu", "kode_kantor")
    assert register.facts.prepared == index.prepared
    assert [one.code for one in register.facts.warnings][-1] == "register-prepared"
    assert register_reads(out) == (out.resolve(),)


def test_several_files_hold_each_member_once_and_in_order(made):
    out, index = made
    assert len(index.members) == 4
    entities = [pq.read_table(out / part.file)["entity_"].to_pylist() for part in index.members]
    assert all(part == sorted(part) for part in entities)
    flat = [one for part in entities for one in part]
    assert flat == sorted(flat)
    assert len(set(flat)) == 150
    assert len(flat) == 200


@pytest.mark.parametrize("history", [True, False])
def test_the_order_of_rows_changes_nothing(tmp_path, history):
    rows = kept.people(0, 60)
    given = kept.keep(tmp_path / "kept", kept.versions(rows) if history else rows, history=history)
    key = tmp_path / "a.key"
    tables = []
    for seed in (1, 2):
        kept.write(
            given.parent / "kept.parquet", kept.versions(rows) if history else rows, seed=seed
        )
        index = prepare(given, tmp_path / f"{seed}.index", key)
        folder = tmp_path / f"{seed}.index"
        tables.append([pq.read_table(folder / part.file) for part in index.files])
    assert tables[0] == tables[1]


def test_an_index_of_another_format_is_refused(folder, tmp_path):
    altered(folder, format="telusur.index/0")
    error = refused(folder, tmp_path)
    assert error.code == "index-version"
    assert (error.got, error.expected) == ("telusur.index/0", "telusur.index/1")
    assert error.exit_status == 4


def test_an_index_whose_values_stand_in_other_forms_is_refused(folder, tmp_path):
    altered(folder, forms="0" * 16)
    assert refused(folder, tmp_path).code == "index-outdated"


def test_what_was_altered_or_is_missing_is_refused(folder, made, tmp_path):
    _, index = made
    part = folder / index.members[1].file
    content = part.read_bytes()
    part.write_bytes(content[:100] + bytes([content[100] ^ 1]) + content[101:])
    assert refused(folder, tmp_path).code == "index-altered"
    part.unlink()
    error = refused(folder, tmp_path)
    assert (error.code, error.got) == ("index-altered", "it is missing")
    part.symlink_to(made[0] / part.name)
    assert refused(folder, tmp_path).code == "index-altered"
    part.unlink()
    part.write_bytes(content)
    opened(folder, tmp_path)
    altered(folder, given="/elsewhere")
    assert refused(folder, tmp_path).got == "its seal does not fit"
    (folder / "index.json").write_text("{", encoding="utf-8")
    assert refused(folder, tmp_path).code == "index-unreadable"


def test_a_hash_exchanged_in_a_file_and_in_the_index_is_told_by_the_seal(folder, made, tmp_path):
    """Who lacks the key cannot make a forged file pass by describing it anew."""
    _, index = made
    part = folder / index.members[0].file
    table = pq.read_table(part)
    forged = table.set_column(0, "entity_", pa.array([0] * table.num_rows, pa.int64()))
    pq.write_table(forged, part)
    content = json.loads((folder / "index.json").read_text())
    from telusur.registers.prepared.manifest import sha256_of  # noqa: PLC0415

    content["members"][0] |= {"bytes": part.stat().st_size, "sha256": sha256_of(part)}
    (folder / "index.json").write_text(json.dumps(content), encoding="utf-8")
    assert refused(folder, tmp_path).got == "its seal does not fit"


def test_without_its_key_it_can_be_compared_with_nothing(folder, tmp_path):
    key = folder.with_name(f"{folder.name}.key")
    elsewhere = key.rename(tmp_path / "kept-apart.key")
    assert refused(folder, tmp_path).code == "index-key-missing"
    other = tmp_path / "other.key"
    prepare_key(other)
    error = refused(folder, tmp_path, other)
    assert error.code == "index-key-wrong"
    assert "other.key" in str(error.got)
    opened(folder, tmp_path, other, elsewhere)
    elsewhere.chmod(0o644)
    assert refused(folder, tmp_path, elsewhere).code == "key-exposed"


def test_what_cannot_be_prepared_is_refused_and_leaves_nothing(source, made, tmp_path):
    with pytest.raises(UsageError) as caught:
        prepare(source, made[0])
    assert caught.value.code == "index-exists"
    with pytest.raises(UsageError) as caught:
        prepare(source, tmp_path / "new", tmp_path / "new" / "inside.key")
    assert caught.value.code == "index-key-inside"
    for given, code in (
        (made[0], "index-of-index"),
        (header_only(tmp_path), "index-without-rows"),
        (tmp_path / "none.toml", "register-missing"),
    ):
        with pytest.raises(RegisterError) as refused_:
            prepare(given, tmp_path / "new")
        assert refused_.value.code == code
    assert sorted(path.name for path in tmp_path.iterdir()) == ["header.toml"]


def header_only(folder: Path) -> Path:
    path = folder / "header.toml"
    path.write_text('[register]\nname = "h"\nholder = "H"\n[columns.nama]\n', encoding="utf-8")
    return path


def prepare_key(path: Path) -> None:
    path.write_text("ab" * 32 + "\n", encoding="ascii")
    path.chmod(0o600)


def altered(folder: Path, **fields: object) -> None:
    """Other content in ``index.json``, under the old seal."""
    path = folder / "index.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**content, **fields}), encoding="utf-8")
