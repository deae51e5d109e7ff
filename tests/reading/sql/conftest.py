import pyarrow.parquet as pq
import pytest

from telusur.reading.sql.characters import Characters
from telusur.reading.sql.sinks import Catalog
from telusur.reading.sql.walk import Walk
from telusur.reading.sql.window import PIECE_BYTES
from telusur.reading.writing import Tables


class Walked:
    """What a walk through a dump gave."""

    def __init__(self, walk, catalog):
        self.walk, self.catalog = walk, catalog
        self.tables = {name.name: self._rows(sink) for name, sink in catalog.sinks.items()}
        self.rejected = dict(catalog.rejections.rows)

    @staticmethod
    def _rows(sink):
        if not sink.columns:
            return []
        columns = pq.read_table(sink.close().path).to_pydict()
        sink.lines = columns.pop("line_")
        return [list(row) for row in zip(*columns.values(), strict=True)]

    def lines(self, name):
        (sink,) = [sink for table, sink in self.catalog.sinks.items() if table.name == name]
        return sink.lines


@pytest.fixture(scope="session")
def walked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sql")

    def _walk(dump, dialect, piece_bytes=PIECE_BYTES):
        path = folder / "dump.sql"
        path.write_bytes(dump.encode() if isinstance(dump, str) else dump)
        catalog = Catalog(Tables(folder), Characters())
        walk = Walk(path, dialect, catalog, piece_bytes=piece_bytes)
        walk.run()
        return Walked(walk, catalog)

    return _walk
