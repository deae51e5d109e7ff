"""Columns that hold a register's values in another form, and rows compared by that form."""

from dataclasses import replace

import pyarrow as pa
import pytest

from telusur.engine.protocol import Step
from telusur.profiling import profile_columns
from telusur.records import link, settle, try_decoys

HALF = "stable_hash64(entity_) % 2 = 0"


def pair_of(mapping, name):
    return next((pair for pair in mapping.pairs if pair.dump_name == name), None)


def basis_of(candidate, name):
    return next((" | ".join(each.basis) for each in candidate.columns if each.dump == name), "")


def settled(stage, dump, mapping):
    """The outcome of the dump's rows."""
    links = link(stage.engine, dump, stage.register, mapping, "t_")
    decoys = try_decoys(stage.engine, links, stage.register, mapping, "t_", 1)
    return settle(stage.engine, dump, links, "rekaan", "t_", None, decoys)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("md5(r0)", "md5 of the register's value as it stands"),
        ("upper(sha1(r0))", "sha1 of the register's value as it stands"),
        ("sha256(r0)", "sha256 of the register's value as it stands"),
    ],
)
def test_rows_link_by_a_hashed_key_alone(stage, sql, said):
    dump = stage.dump({"x1": sql, "x2": "upper(r1)", "x3": "r4", "x4": "r6"}, HALF)
    candidate, mapping = stage.match(dump)
    assert pair_of(mapping, "x1").register_name == "nik"
    assert said in basis_of(candidate, "x1")
    assert pair_of(mapping, "x2").register_name == "nama"
    assert mapping.keys == ((0,),)
    found = settled(stage, dump, mapping)
    assert found.outcome.identical == dump.rows
    assert found.decoys.chance.tried > 100
    assert found.decoys.chance.matched < 0.2 * found.decoys.chance.tried


# What a dump can make of a column: the SQL, the register's column, and how the basis says it.
GROUPS = {
    "hashed": {
        "trimmed": ("md5(trim(r3))", "email", "md5 of the register's value as it stands"),
        "capitals": ("md5(upper(r1))", "nama", "md5 of the register's value in capitals"),
        "date": (
            "sha256(substr(r4, 9, 2) || substr(r4, 6, 2) || left(r4, 4))",
            "tgl_lahir",
            "sha256 of the register's value as DDMMYYYY",
        ),
        "telephone": (
            "sha1('62' || substr(r2, 2))",
            "no_hp",
            "sha1 of the register's value with the country code, without a plus",
        ),
    },
    "masked": {
        "number": (
            "left(r7, 5) || '*****' || right(r7, 3)",
            "no_kartu",
            "masked but for the first 5 and the last 3 characters",
        ),
        "telephone": (
            "left(r2, 2) || '**-****-' || right(r2, 4)",
            "no_hp",
            "masked but for the first 2 and the last 4 characters",
        ),
        "address": (
            "left(r3, 1) || '***' || regexp_extract(r3, '@.*')",
            "email",
            "e-mail address masked but for 1 characters",
        ),
        "name": (
            (
                "left(r1, 2) || '*** ' || regexp_extract(r1, '^[^ ]+ ([^ ]{1,2})', 1) || '***** '"
                " || regexp_extract(r1, '^[^ ]+ [^ ]+ ([^ ]{1,2})', 1) || '***'"
            ),
            "nama",
            "masked but for the first 2 characters of each word",
        ),
    },
    "cut": {
        "last": ("right(r7, 6)", "no_kartu", "cut to the last 6 characters"),
        "name": ("left(r1, 19)", "nama", "cut off behind 19 characters"),
        "sex": ("CASE WHEN r5 = 'L' THEN '1' ELSE '2' END", "jenkel", "recoded"),
        "office": (
            "CAST(107 - CAST(r6 AS BIGINT) AS VARCHAR) || 'K'",
            "kantor",
            "recoded, one value for each",
        ),
    },
    "otherwise": {
        "first": ("left(r7, 10)", "no_kartu", "cut to the first 10 characters"),
        "crosses": (
            "'xxxx-xxxx-' || right(r2, 4)",
            "no_hp",
            "masked but for the last 4 characters",
        ),
    },
}


@pytest.mark.parametrize("group", GROUPS)
def test_transformed_columns_are_found_on_linked_rows_and_compared(stage, group):
    """Beside a plain key that links, and another column that confirms it; no header helps."""
    cases = GROUPS[group]
    plain = {"x1": "r0", "x2": "r6" if group == "hashed" else "r4"}
    dump = stage.dump({**plain, **{name: sql for name, (sql, _, _) in cases.items()}}, HALF)
    candidate, mapping = stage.match(dump)
    for name, (_, register, said) in cases.items():
        pair = pair_of(mapping, name)
        assert pair is not None, name
        assert pair.register_name == register, name
        assert said in basis_of(candidate, name), name
    assert settled(stage, dump, mapping).outcome.identical == dump.rows
    # The same values, each beside another member's number: the form alone agrees with nobody.
    moved = {
        name: f"lead({sql}, 1, 'none') OVER (ORDER BY r1, r2)"
        for name, (sql, _, _) in cases.items()
    }
    apart = settled(stage, stage.dump({**plain, **moved}, HALF), mapping)
    rates = {each.dump: each.rate for each in apart.agreement}
    assert all(rates[name] < 0.75 for name in cases), rates


def test_a_column_of_hashes_alone_is_found(stage):
    dump = stage.dump({"x1": "md5(r7)"}, HALF)
    candidate, mapping = stage.match(dump)
    assert "md5 of the register's value as it stands" in basis_of(candidate, "x1")
    assert pair_of(mapping, "x1").register_name == "no_kartu"
    assert settled(stage, dump, mapping).outcome.identical == dump.rows


def test_hashes_of_small_numbers_are_an_accident(stage):
    """Each is found in a dense key, but on the rows so linked nothing else agrees."""
    stage.engine.run(
        Step("dense", "SELECT *, CAST(row_number() OVER (ORDER BY r1, r2) + 1000 AS VARCHAR) AS r8 "
             f"FROM {stage.register.relation}")
    )  # fmt: skip
    dump = stage.dump({"x1": "md5(CAST(row_number() OVER (ORDER BY r3) + 1000 AS VARCHAR))",
                       "x2": "upper(r1) || 'x'", "x3": "r2 || '9'"})  # fmt: skip
    columns = (*stage.register.columns, "urut")
    register = replace(stage.register, relation="dense", sample="dense", columns=columns)
    facts = profile_columns(stage.engine, "dense", [(n, f"r{at}") for at, n in enumerate(columns)])
    _, mapping = replace(stage, register=register, facts=facts).match(dump)
    assert mapping is None or pair_of(mapping, "x1") is None


def test_a_part_is_no_key_unless_it_is_nearly_unique(stage):
    dump = stage.dump({"x1": "r0", "x2": "r4", "x3": "right(r7, 3)"}, HALF)
    _, mapping = stage.match(dump)
    assert pair_of(mapping, "x3").register_name == "no_kartu"
    assert mapping.keys == ((0,),)
    dump = stage.dump({"x1": "r0", "x2": "r4", "x3": "right(r7, 8)"}, HALF)
    _, mapping = stage.match(dump)
    assert mapping.keys == ((0,), (2,))


def test_hashes_of_unknown_making_are_not_compared_and_it_is_said(stage):
    dump = stage.dump({"nik": "r0", "nama": "r1", "no_kartu": "md5('salt' || r7)"}, HALF)
    candidate, mapping = stage.match(dump)
    assert "in a way that is not known" in basis_of(candidate, "no_kartu")
    assert pair_of(mapping, "no_kartu") is None
    assert settled(stage, dump, mapping).outcome.identical == dump.rows


def test_no_hash_is_computed_where_the_dump_has_none(stage, monkeypatch):
    asked = []
    collect = stage.engine.collect
    monkeypatch.setattr(
        stage.engine, "collect", lambda sql: asked.append(sql) or collect(sql), raising=True
    )
    run = stage.engine.run
    monkeypatch.setattr(
        stage.engine, "run", lambda *steps: asked.extend(s.sql for s in steps) or run(*steps)
    )
    stage.match(stage.dump({"x1": "r0", "x2": "r1"}, HALF))
    assert asked
    assert not any("sha1(" in sql or "sha256(" in sql or "upper(md5(" in sql for sql in asked)


def test_no_hash_enters_the_findings(stage):
    dump = stage.dump({"x1": "md5(r0)", "x2": "r1"}, HALF)
    candidate, _ = stage.match(dump)
    told = candidate.model_dump_json()
    values = stage.engine.collect("SELECT c0 AS v FROM dumped")["v"].to_pylist()
    assert values
    assert not any(value in told for value in values)


@pytest.fixture
def offices(stage):
    """The register with a list of its offices: code and name."""
    names = ("Rekaan Utara", "Rekaan Selatan", "Misal", "Contoh", "Umpama", "Andai", "Bayang")
    codes = [f"{at + 101:04}" for at in range(len(names))]
    stage.engine.load("kantor", pa.table({"code": codes, "label": names}))
    return replace(stage, register=replace(stage.register, code_lists={"kantor": "kantor"}))


NAMED = "(SELECT max(k.label) FROM kantor AS k WHERE k.code = r6)"


def test_labels_of_codes_are_found_and_compared_on_linked_rows(offices):
    dump = offices.dump({"x1": "r0", "x2": "r4", "x3": f"upper({NAMED})"}, HALF)
    candidate, mapping = offices.match(dump)
    assert pair_of(mapping, "x3").register_name == "kantor"
    assert "labels of the register's codes" in basis_of(candidate, "x3")
    assert settled(offices, dump, mapping).outcome.identical == dump.rows


def test_labels_of_codes_are_found_without_a_row_that_links(offices):
    dump = offices.dump({"x1": "'9' || r0", "x2": NAMED, "x3": f"{NAMED} || ' Lain'"}, HALF)
    candidate, mapping = offices.match(dump)
    assert "100% of the values" in basis_of(candidate, "x2")
    assert pair_of(mapping, "x2").transform.kind == "label"
    assert pair_of(mapping, "x3") is None
