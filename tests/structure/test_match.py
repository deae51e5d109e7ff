"""Structure on a small invented register, opened and read as ``telusur verify`` does it."""

import random
from dataclasses import dataclass, replace

import pytest

from telusur import evidence, reading, registers
from telusur.drill import make_drill
from telusur.engine.duckdb.engine import DuckDBEngine
from telusur.engine.protocol import Keep, Limits, Step
from telusur.errors import UsageError
from telusur.profiling import profile_columns
from telusur.structure import StructureOverrides, match

# What the drill's dump is made of, column by column.
TRUTH = {
    "PSNOKA": "psnoka", "PSNOKALAMA": "noka_lama", "NAMA": "nama", "NMCETAK": "nama_cetak",
    "JENKEL": "jenkel", "AGAMA": "agama", "TMPLHR": "tempat_lahir", "TGLLHR": "tgl_lahir",
    "FLAGTANGGUNGAN": "flagtanggungan", "NOHP": "no_hp", "NIK": "nik", "NOKTP": "no_ktp",
    "TMT": "tmt", "TAT": "tat", "EMAIL": "email", "NOKA": "noka", "KDHUBKEL": "kdhubkel",
    "KDSTAWIN": "kdstawin", "KDGOLDARAH": "kdgoldarah", "KDSTATUSPST": "kdstatuspst",
    "KDKANTOR": "kdkantor", "TSINPUT": "tsinput", "TSUPDATE": "tsupdate",
    "USERINPUT": "userinput", "USERUPDATE": "userupdate", "TSSTATUS": "tsstatus",
    "DAFTAR": "daftar",
}  # fmt: skip


@dataclass(frozen=True)
class Opened:
    engine: DuckDBEngine
    dump: object
    dump_facts: tuple
    register: object
    register_facts: tuple

    def run(self, dump=None, dump_facts=None, register=None, register_facts=None, **overrides):
        structure, (mapping,) = match(
            self.engine,
            dump or self.dump,
            self.dump_facts if dump_facts is None else dump_facts,
            [register or self.register],
            [self.register_facts if register_facts is None else register_facts],
            StructureOverrides(**overrides),
        )
        return structure.candidates[0], mapping


def numbered(columns, letter):
    return [(name, f"{letter}{i}") for i, name in enumerate(columns)]


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    folder = tmp_path_factory.mktemp("structure")
    work = folder / "work"
    work.mkdir()
    paths = make_drill(folder / "drill", 3000, seed=5, sample_rows=1500)
    engine = DuckDBEngine(Limits(work=work, reads=(folder,)))
    _, (dump, *_) = reading.read_dump(engine, evidence.take_in([paths.dump]), work / "dump")
    register = registers.open_register(engine, paths.register_toml, work)
    yield Opened(
        engine,
        dump,
        profile_columns(engine, dump.relation, numbered(dump.columns, "c")),
        register,
        profile_columns(engine, register.sample, numbered(register.columns, "r")),
    )
    engine.close()


@pytest.fixture(scope="module")
def plain(opened):
    return opened.run()


def pairs_of(mapping):
    return {pair.dump: pair.register_name for pair in mapping.pairs}


def test_the_drills_columns_are_found(opened, plain):
    candidate, mapping = plain
    found = {pair.dump_name: pair.register_name for pair in mapping.pairs}
    assert TRUTH.items() <= found.items()
    assert not candidate.excluded
    assert not candidate.header_only
    assert candidate.score > 0.9
    assert {"psnoka", "kdkantor", "kdstatuspst", "flagtanggungan"} <= set(
        candidate.exclusive_present
    )
    assert [pair.register_name for pair in (mapping.pairs[mapping.keys[0][0]],)] == ["psnoka"]


@pytest.mark.parametrize("seed", range(2))
def test_renaming_every_column_changes_no_pair(opened, plain, seed):
    draw = random.Random(seed)  # noqa: S311 - names, no secrets
    renamed = tuple("".join(draw.choices("bcdfghjklmnpqrstvwxz", k=9)) for _ in opened.dump.columns)
    facts = tuple(replace(f, name=n) for f, n in zip(opened.dump_facts, renamed, strict=True))
    _, mapping = opened.run(dump=replace(opened.dump, columns=renamed), dump_facts=facts)
    before, after = pairs_of(plain[1]), pairs_of(mapping)
    told = {i for i, name in enumerate(opened.dump.columns) if name in TRUTH}
    assert {i: before[i] for i in told} == {i: after.get(i) for i in told}


def test_wrong_names_are_not_believed(opened, plain):
    """The header's names all moved one place on: contents decide."""
    moved = (*opened.dump.columns[1:], opened.dump.columns[0])
    _, mapping = opened.run(dump=replace(opened.dump, columns=moved))
    before, after = pairs_of(plain[1]), pairs_of(mapping)
    # name and printed name agree in all but a few rows: between twins the header may decide
    told = {
        i
        for i, name in enumerate(opened.dump.columns)
        if name in TRUTH and name not in {"NAMA", "NMCETAK"}
    }
    assert {i: before[i] for i in told} == {i: after.get(i) for i in told}


def test_a_header_alone_is_matched_by_names(opened):
    candidate, mapping = opened.run(dump=replace(opened.dump, relation=None, rows=0), dump_facts=())
    assert mapping is None
    assert candidate.header_only
    assert not candidate.excluded
    found = {match_.dump: match_.register_ for match_ in candidate.columns}
    assert TRUTH.items() <= found.items()
    assert "psnoka" in candidate.exclusive_present


def test_a_holder_without_the_fields_is_ruled_out(opened, tmp_path):
    """A civil registry knows no dependants, e-mail, tax number, telephone or cover."""
    toml = tmp_path / "civil.toml"
    fields = ("nik", "no_kk", "nama", "tempat_lahir", "tgl_lahir", "jenis_kelamin", "agama",
              "status_kawin", "golongan_darah", "alamat", "pekerjaan")  # fmt: skip
    lines = ["[register]", 'name = "civil"', 'holder = "Catatan Sipil (rekaan)"']
    lines += [f"[columns.{field}]" for field in fields]
    toml.write_text("\n".join(lines) + "\n")
    civil = registers.open_register(opened.engine, toml, tmp_path, index=7)
    for dump, facts in (
        (opened.dump, opened.dump_facts),
        (replace(opened.dump, relation=None, rows=0), ()),
    ):
        candidate, mapping = opened.run(
            dump=dump, dump_facts=facts, register=civil, register_facts=()
        )
        assert mapping is None
        assert candidate.excluded
        assert "FLAGTANGGUNGAN" in candidate.why
        assert {match_.register_ for match_ in candidate.columns} >= {"nik", "nama", "tgl_lahir"}


def test_a_required_column_that_is_missing_rules_the_holder_out(opened):
    facts = opened.register.facts.model_copy(update={"required": ("kdjenispst",)})
    candidate, _ = opened.run(register=replace(opened.register, facts=facts))
    assert candidate.excluded
    assert "kdjenispst" in candidate.why


def test_exclusive_values_outside_the_code_list_do_not_count(opened):
    lists = {**opened.register.code_lists, "kdkantor": opened.register.code_lists["agama"]}
    candidate, _ = opened.run(register=replace(opened.register, code_lists=lists))
    assert "kdkantor" in candidate.exclusive_absent
    assert "psnoka" in candidate.exclusive_present


def test_labels_of_the_holder_s_code_list_count_as_its_codes(opened):
    """A dump that went through a report has the offices' names where the register has codes."""
    at, dump = opened.dump.columns.index("KDKANTOR"), opened.dump
    kept = ", ".join(f"d.c{i}" for i in range(len(dump.columns)) if i != at)
    codes = opened.register.code_lists["kdkantor"]
    opened.engine.run(
        Step(
            "labelled",
            f"SELECT d.row_, d.file_, d.line_, {kept}, l.label AS c{at} FROM {dump.relation} AS d "
            f"LEFT JOIN {codes} AS l ON l.code = d.c{at}",
        )
    )
    facts = profile_columns(opened.engine, "labelled", numbered(dump.columns, "c"))
    candidate, _ = opened.run(dump=replace(dump, relation="labelled"), dump_facts=facts)
    assert "kdkantor" in candidate.exclusive_present
    other = {**opened.register.code_lists, "kdkantor": opened.register.code_lists["agama"]}
    candidate, _ = opened.run(
        dump=replace(dump, relation="labelled"),
        dump_facts=facts,
        register=replace(opened.register, code_lists=other),
    )
    assert "kdkantor" not in candidate.exclusive_present


def test_overrides_settle_and_leave_out(opened):
    candidate, mapping = opened.run(map={"NIK": "no_ktp"}, ignore=("NOKTP",), key=("no_ktp",))
    found = {match_.dump: match_.register_ for match_ in candidate.columns}
    assert found["NIK"] == "no_ktp"
    assert "NOKTP" not in found
    assert "NOKTP" not in candidate.dump_only
    assert [mapping.pairs[at].register_name for at in mapping.keys[0]] == ["no_ktp"]


@pytest.mark.parametrize(
    "overrides",
    [{"map": {"NONE": "nik"}}, {"map": {"NIK": "none"}}, {"ignore": ("x",)}, {"key": ("x",)}],
)
def test_an_override_that_names_no_column_is_refused(opened, overrides):
    with pytest.raises(UsageError, match="names a column that is not in") as refused:
        opened.run(**overrides)
    assert refused.value.code == "unknown-column"


def test_two_columns_for_one_of_the_register_are_refused(opened):
    with pytest.raises(UsageError) as refused:
        opened.run(map={"NIK": "no_ktp", "NOKTP": "no_ktp"})
    assert refused.value.code == "map-repeated"
    assert refused.value.got == "NIK and NOKTP for no_ktp"


def test_the_order_of_rows_changes_nothing(opened, plain):
    opened.engine.run(
        Step(
            "turned",
            f"SELECT * FROM {opened.dump.relation} ORDER BY stable_hash64(coalesce(c0, ''))",
            Keep.TABLE,
        )
    )
    assert opened.run(dump=replace(opened.dump, relation="turned")) == plain


def test_no_value_enters_the_findings(opened, plain):
    told = plain[0].model_dump_json()
    column = opened.dump.columns.index("NIK")
    values = opened.engine.collect(
        f"SELECT DISTINCT c{column} AS v FROM {opened.dump.relation} WHERE c{column} IS NOT NULL"
    )["v"].to_pylist()
    assert values
    assert not any(value in told for value in values if value.strip())


def test_reasons_are_told_in_both_languages(plain):
    candidate, _ = plain
    for pair in candidate.columns:
        assert tuple(why.en for why in pair.explained) == pair.basis != ()
        assert all(why.id != why.en for why in pair.explained)
    assert candidate.explained.en == candidate.why
    assert candidate.explained.id != candidate.why
