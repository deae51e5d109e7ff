"""Work grows with the size of a text, not with its square: hostile texts that made it do so.

Each text is so long that a reader which looks at every part of it for every other part would take
days: that the test comes to its end is the proof, whatever the clock of the machine.
"""

import pytest

from telusur.reading.sql.names import column_names, without_comments

pytestmark = pytest.mark.timeout(120)
LONG = 1_000_000


@pytest.mark.parametrize("part", [b"[", b"\\'", b"'\\'", b'"', b"`", b"/*", b"-", b"'a''"])
def test_comments_before_statements(part):
    text = b"'" + part * LONG
    assert len(without_comments(text)) <= len(text)


@pytest.mark.parametrize("part", [b"[", b'"', b"`", b"a,"])
def test_names_of_columns(part):
    assert len(column_names(part * LONG)) in {1, LONG + 1}
