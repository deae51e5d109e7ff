"""Columns that were split or joined, on linked rows and by a header alone."""

from dataclasses import replace

from telusur.engine.protocol import Step
from telusur.profiling import profile_columns
from telusur.records import link, settle, try_decoys

HALF = "stable_hash64(entity_) % 2 = 0"
FIRST, REST = "regexp_extract(r1, '^[^ ]+')", "regexp_extract(r1, ' (.*)', 1)"


def composed(candidate):
    return {(each.dump, each.register_) for each in candidate.composites}


def test_names_dates_and_telephones_in_parts_are_put_together_and_compared(stage):
    dump = stage.dump(
        {
            "x1": "r0",
            "x2": "r3",
            "x3": REST,
            "x4": FIRST,
            "x5": "CASE WHEN substr(r4, 9, 1) = '0' THEN substr(r4, 10, 1) "
            "ELSE substr(r4, 9, 2) END",
            "x6": "substr(r4, 6, 2)",
            "x7": "left(r4, 4)",
            "x8": "'+62'",
            "x9": "r2",
        },
        HALF,
    )
    candidate, mapping = stage.match(dump)
    assert composed(candidate) >= {
        (("x4", "x3"), ("nama",)),
        (("x7", "x6", "x5"), ("tgl_lahir",)),
    }
    paired = {each.dump for each in candidate.columns}
    assert not paired & {"x3", "x4", "x5", "x6", "x7"}
    assert not {*candidate.dump_only} & {"x3", "x4", "x5", "x6", "x7"}
    links = link(stage.engine, dump, stage.register, mapping, "t_")
    decoys = try_decoys(stage.engine, links, stage.register, mapping, "t_", 1)
    found = settle(stage.engine, dump, links, "rekaan", "t_", None, decoys)
    rates = {each.dump: each.rate for each in found.agreement}
    assert rates["x4 + x3"] == 1
    assert rates["x7 + x6 + x5"] == 1
    assert found.outcome.identical == dump.rows


def test_a_telephone_without_its_country_code_is_the_telephone(stage):
    dump = stage.dump({"x1": "r0", "x2": "r1", "x3": "'62'", "x4": "substr(r2, 2)"}, HALF)
    candidate, mapping = stage.match(dump)
    assert candidate.composites == ()
    assert ("x4", "no_hp") in {(pair.dump_name, pair.register_name) for pair in mapping.pairs}


def test_columns_that_the_dump_joined_are_no_pair_and_not_compared(stage):
    stage.engine.run(
        Step(
            "apart",
            f"SELECT entity_, from_us, to_us, r0, r4 AS r1, {FIRST} AS r2, {REST} AS r3 "
            f"FROM {stage.register.relation}",
        )
    )
    columns = ("nik", "tgl_lahir", "nama_depan", "nama_belakang")
    facts = profile_columns(stage.engine, "apart", [(n, f"r{at}") for at, n in enumerate(columns)])
    register = replace(
        stage.register,
        relation="apart",
        sample="apart",
        columns=columns,
        facts=stage.register.facts.model_copy(update={"keys": (("nik",),), "columns": columns}),
    )
    dump = stage.dump({"x1": "r0", "x2": "r4", "x3": "upper(r1)"}, HALF)
    candidate, mapping = replace(stage, register=register, facts=facts).match(dump)
    assert composed(candidate) == {(("x3",), ("nama_depan", "nama_belakang"))}
    assert "rows are not compared by them" in candidate.composites[0].basis
    assert {pair.dump_name for pair in mapping.pairs} == {"x1", "x2"}


def test_a_header_alone_names_the_parts(stage):
    columns = ("nik", "first_name", "last_name", "tanggal_lahir", "bulan_lahir", "tahun_lahir")
    dump = replace(stage.dump({"x": "r0"}), relation=None, columns=columns, rows=0)
    candidate, mapping = stage.match(dump)
    assert mapping is None
    assert composed(candidate) == {
        (("first_name", "last_name"), ("nama",)),
        (("tahun_lahir", "bulan_lahir", "tanggal_lahir"), ("tgl_lahir",)),
    }
    assert {each.dump for each in candidate.columns} == {"nik"}


def test_a_name_beside_its_parts_and_a_date_beside_its_year_stay_pairs(stage):
    columns = ("nama", "first_name", "last_name", "tgl_lahir", "tahun_lahir")
    dump = replace(stage.dump({"x": "r0"}), relation=None, columns=columns, rows=0)
    candidate, _ = stage.match(dump)
    assert candidate.composites == ()
    found = {each.dump: each.register_ for each in candidate.columns}
    assert found["nama"] == "nama"
    assert found["tgl_lahir"] == "tgl_lahir"
