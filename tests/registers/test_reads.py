import pytest

from telusur.engine.duckdb import DuckDBEngine
from telusur.engine.protocol import FileKind, Limits, Scan
from telusur.errors import RegisterError, TelusurError
from telusur.registers import open_register, register_reads


def test_reads_are_the_data_files_and_nothing_beside(toml, write, tmp_path):
    data = {"no": ["1"]}
    wanted = write("members/1/part-0.parquet", data), write("members/2/part-1.parquet", data)
    write("members/2/other.parquet", data)
    path = toml('[source]\npath = "members/*/part-*.parquet"\n')
    assert register_reads(path) == tuple(one.resolve() for one in wanted)
    assert register_reads(wanted[0]) == (wanted[0].resolve(),)
    assert register_reads(toml("[columns.no]\n")) == ()
    with pytest.raises(RegisterError) as caught:
        register_reads(toml('[source]\npath = "none/*.parquet"\n'))
    assert caught.value.code == "source-missing"


@pytest.mark.parametrize("name", ["d.parquet", "d.csv", "d.jsonl"])
def test_they_are_enough_to_open_it_and_its_neighbour_stays_shut(write, tmp_path, name):
    content = {
        "d.parquet": {"no": ["1", "2"]},
        "d.csv": "no,nama\n1,a\n2,b\n",
        "d.jsonl": '{"no": "1"}\n{"no": "2"}\n',
    }[name]
    (tmp_path / "work").mkdir()
    target = write(f"kept/{name}", content)
    given = tmp_path / name
    given.symlink_to(target)
    neighbour = write("kept/neighbour.parquet", {"no": ["1"]})
    engine = DuckDBEngine(Limits(work=tmp_path / "work", reads=register_reads(given), threads=1))
    try:
        assert open_register(engine, given, tmp_path / "work").facts.members == 2
        with pytest.raises(TelusurError):
            engine.scan("beside", Scan(FileKind.PARQUET, (neighbour.resolve(),)))
    finally:
        engine.close()
