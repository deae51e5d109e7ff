"""No pattern of the readers hangs: each is tried on what makes a backtracking matcher despair.

A text of many equal parts, and behind them something that does not fit: where parts can be shared
out among repetitions in several ways, time grows without end.
"""

import importlib
import pkgutil
import re
import time

import pytest

import telusur.reading

# Parts of hostile texts: what patterns skip, open, escape, repeat.
PARTS = (
    " ", "\n", "\t", "\r\n", " \n", "/* a */\n", "/*", "*/", "-- a\n", "# a\n", "--", "/*!1*/;\n",
    ";\n", "; ", "'", "''", "\\'", '"', '""', '\\"', "`", "``", "[", "]", "]]", "\\", "(", ")",
    "),(",
    ",", ", ", "a", "a ", "a.", "1", "1,", "1.", "-", "=", "+-", "|", "| ", "+", "<", "<!--", "-->",
    "<a>", "&", "@", "a@", "a@a.", ":", "GO\n", "CREATE ", "TABLE ", "INSERT INTO ", "VALUES ",
    "COPY a FROM ", "NULL", "NULL),(", "{", "}", "{'a': ", "\x00", "é", "0x", "N'", "E'", "$$",
    "OR REPLACE ", "TEMP ", "IF NOT EXISTS ", "a b", "1 2", "(1) ", "\\n", "UNION ALL SELECT ",
)  # fmt: skip
ENDS = ("", "\x01")
# Repetitions, and the seconds that one try may take: the first shows what doubles with each more,
# the second what is worse than square.
SIZES = ((22, 0.5), (1500, 2.0))


def patterns():
    """Every compiled pattern of a module under ``telusur.reading``."""
    found = {}
    for one in pkgutil.walk_packages(telusur.reading.__path__, "telusur.reading."):
        module = importlib.import_module(one.name)
        for name, value in vars(module).items():
            for at, pattern in enumerate(_compiled(value)):
                found.setdefault(
                    pattern, f"{one.name.removeprefix('telusur.reading.')}.{name}.{at}"
                )
    return {name: pattern for pattern, name in found.items()}


def _compiled(value):
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from _compiled(one)


PATTERNS = patterns()


def test_there_are_patterns():
    assert len(PATTERNS) > 60


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.timeout(60)
def test_a_pattern_takes_no_longer_than_its_text_allows(name):
    pattern = PATTERNS[name]
    binary = isinstance(pattern.pattern, bytes)
    for count, most in SIZES:
        for part in PARTS:
            for end in ENDS:
                text = part * count + end
                begun = time.thread_time()
                pattern.search(text.encode() if binary else text)
                spent = time.thread_time() - begun
                assert spent < most, f"{count} times {part!r} before {end!r}"
