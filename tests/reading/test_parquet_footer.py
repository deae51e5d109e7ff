"""Places of row groups: those that pyarrow tells, and none where the footer is damaged."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from telusur.reading.parquet_footer import groups, places

TABLE = pa.table(
    {
        "id": range(1000),
        "name": [f"Ani {at % 7}" for at in range(1000)],
        "tags": [[at, None] for at in range(1000)],
        "more": pa.array([[("a", at)] for at in range(1000)], pa.map_(pa.string(), pa.int64())),
    },
    metadata={"made by": "an export"},
)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"compression": "zstd", "use_dictionary": False, "write_page_checksum": True},
        {"write_page_index": True, "store_schema": False, "data_page_version": "2.0"},
        {"write_statistics": False, "row_group_size": 60},
    ],
)
def test_places_are_those_of_another_reader(tmp_path, options):
    path = tmp_path / "x"
    pq.write_table(TABLE, path, **{"row_group_size": 300, **options})
    meta = pq.ParquetFile(path).metadata
    told = []
    for at in range(meta.num_row_groups):
        group = meta.row_group(at)
        columns = [group.column(place) for place in range(group.num_columns)]
        starts = [one.dictionary_page_offset or one.data_page_offset for one in columns]
        told.append((min(starts), sum(one.total_compressed_size for one in columns)))
    assert places(path) == told


def test_a_damaged_footer_tells_no_place_and_hangs_nothing(tmp_path):
    path = tmp_path / "x"
    pq.write_table(TABLE, path, row_group_size=300)
    raw = path.read_bytes()
    length = int.from_bytes(raw[-8:-4], "little")
    footer = raw[-8 - length : -8]
    assert len(groups(footer)) == 4
    for at in range(0, len(footer), 7):
        assert groups(footer[:at]) == []
        groups(footer[:at] + b"\xff" + footer[at + 1 :])
    assert groups(b"\x49\xfc\xff\xff\xff\xff\x0f") == []  # a list of four thousand million
    path.write_bytes(b"PAR1" + b"\xff\xff\xff\x7f" + b"PAR1")
    assert places(path) == []
