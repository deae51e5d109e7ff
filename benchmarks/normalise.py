"""Values normalised a second, beside plain ``upper(trim(x))``, on one thread.

Usage: python benchmarks/normalise.py [ROWS]
"""

from __future__ import annotations

import sys
import time

import duckdb

from telusur.engine.duckdb import functions
from telusur.vocabulary.masking import mask
from telusur.vocabulary.normalise import light, normalise

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000

COLUMNS = {
    "name": "'Siti Nurhaliza ' || i",
    "accented": "'José Müller ' || i",
    "untidy": "'  siti   nurhaliza ' || i",
    "nik": "'320101' || lpad(CAST(i % 28 + 1 AS VARCHAR), 2, '0') || '0590' "
    "|| lpad(CAST(i % 9999 + 1 AS VARCHAR), 4, '0')",
    "noka": "lpad(CAST(i AS VARCHAR), 13, '0')",
    "iso": "CAST(DATE '1950-01-01' + CAST(i % 25000 AS INTEGER) AS VARCHAR)",
    "dmy": "strftime(DATE '1950-01-01' + CAST(i % 25000 AS INTEGER), '%d/%m/%Y')",
    "moment": "strftime(DATE '1950-01-01' + CAST(i % 25000 AS INTEGER), '%Y-%m-%d %H:%M:%S')",
    "mobile": "'0812' || lpad(CAST(i AS VARCHAR), 8, '0')",
    "email": "'siti.' || i || '@example.org'",
    "amount": "CAST(i AS VARCHAR) || '.50'",
    "integer": "CAST(i AS VARCHAR)",
}

WORK = {
    "upper(trim(x))": "upper(trim(name))",
    "light, clean text": light("name"),
    "text, clean": normalise("name"),
    "text, accented": normalise("accented"),
    "text, untidy": normalise("untidy"),
    "person_name": normalise("name", "person_name"),
    "id.nik": normalise("nik", "id.nik"),
    "id.noka": normalise("noka", "id.noka"),
    "date, ISO": normalise("iso", "date", "ymd"),
    "date, dd/mm/yyyy": normalise("dmy", "date", "dmy"),
    "datetime": normalise("moment", "datetime", "ymd"),
    "id.mobile": normalise("mobile", "id.mobile"),
    "email": normalise("email", "email"),
    "decimal": normalise("amount", "decimal"),
    "integer": normalise("integer", "integer"),
    "mask": mask("name"),
}


def main() -> None:
    connection = duckdb.connect(config={"threads": "1"})
    for statement in functions.CREATE:
        connection.execute(statement)
    columns = ", ".join(f"{expression} AS {name}" for name, expression in COLUMNS.items())
    connection.execute(f"CREATE TABLE t AS SELECT {columns} FROM range({ROWS}) AS r(i)")
    print(f"{ROWS:,} values, DuckDB {duckdb.__version__}, one thread")
    for label, expression in WORK.items():
        start = time.perf_counter()
        connection.execute(f"SELECT min(strlen({expression})) FROM t").fetchall()
        seconds = time.perf_counter() - start
        print(f"{label:20} {ROWS / seconds / 1e6:6.2f} M values/s   {len(expression):6} characters")


if __name__ == "__main__":
    main()
