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
    "),(", ",", ", ", "a", "a ", "a.", "1", "1,", "1.", "-", "=", "+-", "|", "| ", "+",
    "<", "<!--", "-->",
    "<a>", "&", "@", "a@", "a@a.", ":", "GO\n", "CREATE ", "TABLE ", "INSERT INTO ", "VALUES ",
    "COPY a FROM ", "NULL", "NULL),(", "{", "}", "{'a': ", "\x00", "é", "0x", "N'", "E'", "$$",
    "OR REPLACE ", "TEMP ", "IF NOT EXISTS ", "a b", "1 2", "(1) ", "\\n", "UNION ALL SELECT ",
)  # fmt: skip
ENDS = ("", "\x01")
# So many parts show what doubles with each more: it would take longer than anybody waits.
COUNT, MOST_SECONDS = 24, 0.5


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
def test_no_pattern_takes_twice_the_time_for_one_part_more(name):
    pattern = PATTERNS[name]
    binary = isinstance(pattern.pattern, bytes)
    for part in PARTS:
        for end in ENDS:
            text = part * COUNT + end
            raw = text.encode() if binary else text
            begun = time.thread_time()
            pattern.match(raw)
            pattern.fullmatch(raw)
            assert time.thread_time() - begun < MOST_SECONDS, f"{part!r} before {end!r}"
