"""``telusur register index``, its refresh, and what ``show`` and ``verify`` make of a folder."""

from __future__ import annotations

import json

import kept_register as kept
import pyarrow as pa
import pyarrow.parquet as pq
import pytest


@pytest.fixture
def given(tmp_path):
    return kept.keep(tmp_path / "kept", kept.versions(kept.people(0, 90)))


def test_prepared_shown_verified_and_refreshed(given, tmp_path, telusur):
    out, key = tmp_path / "ours.index", tmp_path / "apart" / "ours.key"
    key.parent.mkdir()
    ended = telusur("register", "index", given, "--out", out, "--key-file", key)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.splitlines() == [
        f"kept: 90 members, 120 versions, 8 columns, 1 file(s) in {out}",
        f"key in {key}: keep it apart from the folder",
    ]
    shown = telusur("register", "show", out).out
    assert "90 members, 120 versions, history: versions" in shown
    assert "no_kartu: id.noka, exclusive" in shown

    dump = tmp_path / "dump.parquet"
    pq.write_table(pa.Table.from_pylist(kept.as_it_stands(kept.people(0, 50))), dump)
    args = ("verify", dump, "--register", out, "--json", "--out", tmp_path / "answer")
    refused = telusur(*args)
    assert refused.status == 4
    assert json.loads(refused.err)["error"]["code"] == "index-key-missing"
    told = json.loads(telusur(*args, "--index-key", key).out)
    assert told["verdict"]["grade"] == "verified"
    assert told["registers"][0]["prepared"]
    assert told["run"]["options"]["registers"] == ["ours.index"]

    rows = [*kept.versions(kept.people(0, 89)), *kept.versions([kept.person(700)])]
    kept.write(given.parent / "kept.parquet", rows)
    done = telusur("register", "index", "--refresh", out, "--key-file", key)
    assert done.out.splitlines() == [
        "members: 1 new, 0 changed, 1 gone",
        "versions: 2 new, 1 gone",
        f"1 of 1 file(s) of {out} written",
    ]


@pytest.mark.parametrize(
    "args", [(), ("--out", "x"), ("r.toml",), ("r.toml", "--out", "x", "--refresh", "y")]
)
def test_what_does_not_say_what_to_prepare_is_refused(args, telusur):
    ended = telusur("register", "index", *args)
    assert ended.status == 2
    assert "index-usage" in ended.err
