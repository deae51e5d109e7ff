"""Work grows with the size of a text, not with its square: hostile texts that made it do so.

Each text is so long that a reader which looks at every part of it for every other part would take
days: that the test comes to its end is the proof, whatever the clock of the machine.
"""

import pytest

from telusur.reading.delimited_text.mending import parts
from telusur.reading.encoding import rewrite, twice
from telusur.reading.encoding.guess import LONGEST_KNOWN, _fits, fits
from telusur.reading.json_document.python_lines import converted
from telusur.reading.names import named
from telusur.reading.sql.ddl import MOST_BYTES, altered, created
from telusur.reading.sql.dialect import Dialect
from telusur.reading.sql.names import column_names, without_comments
from telusur.reading.sql.tokens import Tokeniser
from telusur.reading.sql.unions import as_values

pytestmark = pytest.mark.timeout(120)
LONG = 1_000_000


@pytest.mark.parametrize("part", [b"[", b"\\'", b"'\\'", b'"', b"`", b"/*", b"-", b"'a''"])
def test_comments_before_statements(part):
    text = b"'" + part * LONG
    assert len(without_comments(text)) <= len(text)


@pytest.mark.parametrize("part", [b"[", b'"', b"`", b"a,"])
def test_names_of_columns(part):
    assert len(column_names(part * LONG)) in {1, LONG + 1}


@pytest.mark.parametrize("escape", ['"', "\\", ""])
@pytest.mark.parametrize("part", ['"a,', 'a",', '" ,'])
def test_values_with_quotes_that_never_close(part, escape):
    found = parts('"' + part * (LONG // 4) + "x", ",", '"', escape)
    assert found


def test_quotes_that_close_behind_one_that_does_not():
    values = [part.value for part in parts('"a,"",b,""', ",", '"')]
    assert values == ['"a', "", "b", ""]


def test_a_thousand_columns_of_one_name():
    found = named(["a", ""] * (LONG // 4))
    assert len(set(found)) == LONG // 2
    assert found[-2] == f"a_{LONG // 4}"


@pytest.mark.parametrize("part", ["\\'", '\\"', "'\\'", "None "])
def test_lines_of_python_with_quotes_that_never_close(part):
    assert converted("'" + part * LONG)


def test_long_runs_of_text_are_not_remembered():
    long = 4 * LONGEST_KNOWN
    known = (_fits, rewrite._run, twice._made)  # noqa: SLF001
    before = [one.cache_info().currsize for one in known]
    assert fits("cp1252", b"a", b"\xe9" * long, b"a") in {True, False}
    twice.undo("Ã©" * long)
    rewrite._line(b"a" + b"\xe9" * long, "cp1252", rewrite.Counts())  # noqa: SLF001
    assert [one.cache_info().currsize for one in known] == before


@pytest.mark.parametrize(
    "part", [b"CREATE TABLE [", b'CREATE TABLE "', b"ALTER TABLE [", b"[ ", b"\\'", b"/* ", b'" ']
)
def test_definitions(part):
    many = part * (MOST_BYTES // 4 // len(part))
    assert created(b"CREATE TABLE a (b int, '" + many)
    assert altered(many) is None


@pytest.mark.parametrize("part", [b" ", b" AS [", b" AS a", b" FROM", b" UNION"])
def test_inserts_by_select(part):
    as_values(b"INSERT INTO t SELECT 1" + part * (LONG // 4) + b"] x", Tokeniser(Dialect("sql")))
