"""Files polluted on purpose and files typed by hand: how much of them is read, and what is lost.

The floors are a little below what is measured; docs/benchmarks.md has the figures of all of it.
"""

import itertools
import statistics

import pollution
import pyarrow.parquet as pq
import pytest
from by_hand import CASES
from one_file import bench
from scoring import Answer, score, trimmed, unaccounted

from telusur.errors import EvidenceError
from telusur.evidence import take_in
from telusur.model.evidence import Quarantine
from telusur.reading.files import read_file

# One file of so many: all of them take minutes, and `benchmarks/messy.py` reads them.
EVERY = 41
# Files typed by hand that are not read as their truth has them, each for a reason.
NOT_EXACT = {
    "two tables side by side",  # one wide table: nothing says that its rows do not belong together
    "lines that name a group of the rows below them",  # rows with one value: nothing is left out
    "subtotals within, a total below",  # neither is anything left out in the middle
    "a drawing and a greeting above, no header, bars",  # bars of the drawing part its lines
    "several blanks between figures, no header",  # too few lines to tell columns by
}
NOTHING_IN_IT = "a header alone"


@pytest.fixture(scope="module")
def read():
    """Bytes to what was read of them, and the receipts."""
    with bench() as one:
        numbers = itertools.count()

        def _read(raw):
            path = one.work / f"dump{next(numbers)}.csv"
            path.write_bytes(raw)
            (taken,) = take_in([path])
            answer, missing = Answer([]), 0
            for file in read_file(taken, one, Quarantine()):
                for table in file.tables:
                    names = table.receipt.columns if file.receipt.header else None
                    values = pq.read_table(table.path).to_pydict()
                    columns = [values[f"c{at}"] for at in range(len(table.receipt.columns))]
                    answer.tables.append((names, [*zip(*columns, strict=True)]))
                    answer.accounted += table.receipt.rows_rejected
                    answer.accounted += sum(one.lines for one in table.receipt.left_out)
                if file.receipt.kind == "delimited":
                    missing += unaccounted(raw, file.receipt)
            return answer, missing

        yield _read


def test_polluted_files_are_read(read):
    scores, lost = [], 0
    for _, doc in itertools.islice(pollution.polluted(), 0, None, EVERY):
        answer, missing = read(doc.raw())
        one = score(doc.tables(), answer)
        scores.append(one)
        lost += one.silent + missing
    assert len(scores) > 70
    assert lost == 0
    assert statistics.mean(one.f1 for one in scores) >= 0.998
    assert sum(one.exact for one in scores) >= 0.97 * len(scores)


@pytest.mark.parametrize("name", [name for name in CASES if name != NOTHING_IN_IT])
def test_files_typed_by_hand(read, name):
    case = CASES[name]
    answer, missing = read(case.raw)
    one = score(case.tables, answer)
    assert missing == 0
    assert one.silent == 0
    assert one.exact is (name not in NOT_EXACT)


def test_a_header_alone_is_refused_with_its_reason(read):
    with pytest.raises(EvidenceError) as caught:
        read(CASES[NOTHING_IN_IT].raw)
    assert caught.value.code == "no-rows"


def test_tables_side_by_side_lose_no_value(read):
    case = CASES["two tables side by side"]
    answer, _ = read(case.raw)
    wanted = [value for _, rows in case.tables for row in rows for value in row]
    ((_, rows),) = answer.tables
    assert sorted(value for row in rows for value in row if value) == sorted(wanted)


def test_the_scorer_sees_what_is_lost(read):
    """A row dropped, a row altered and a line that nothing names."""
    case = CASES["one column"]
    answer, _ = read(case.raw)
    (names, rows), *_ = answer.tables
    assert score(case.tables, answer).exact
    fewer = Answer([(names, rows[1:])])
    assert score(case.tables, fewer).silent == 1
    assert not score(case.tables, Answer([(names, [("x",), *rows[1:]])])).exact
    truth = [(None, [("a", "b"), ("c", "d")])]
    assert score(truth, Answer([(None, [("a", "b", "c", "d")])])).silent == 0
    assert score(truth, Answer([(None, [("a", "b\nc", "d")])])).silent == 1
    assert trimmed([(" a ", None), ("", "")]) == {("a", ""): 1}
