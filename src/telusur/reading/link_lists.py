"""Lists of links with an account and its secret: ``https://masuk.invalid:8443/a:ani:s3:cret``.

A link holds the delimiter itself, behind its scheme and before its port, and a secret may hold it
anywhere; an account does not. So a line is parted from the left: scheme, host, a port where figures
are followed by the path or by two further values, the path up to the next delimiter, the account;
what is left is the secret. Quotes belong to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from telusur.errors import EvidenceError
from telusur.model.base import Notice
from telusur.model.findings.receipt import LeftOut
from telusur.reading import delimited, text_lines
from telusur.reading.detect import HEAD_BYTES
from telusur.reading.growing import Growing, dropped_on_error, outline
from telusur.reading.interface import FileRead, Kind
from telusur.reading.names import named, numbered
from telusur.reading.receipt import receipt_of, table_name
from telusur.reading.refusals import Refusals

if TYPE_CHECKING:
    from telusur.reading.interface import Bench, Content, Head, Text
    from telusur.reading.text_lines import Batch

DELIMITERS = (":", ";", "|")
SAMPLE_LINES, LEAST_LINES, MOST_LEAD = 1000, 3, 20
# Share of the lines that are a link, an account and a secret.
FITS = 0.9
# Share of accounts that look like one; and, where a table of three columns would look the same, of
# those that are addresses of e-mail.
ACCOUNTS, ADDRESSES = 0.8, 0.5
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_ACCOUNT = re.compile(rf"{_EMAIL.pattern}|\+?\d{{6,15}}|[\w.\-+@]{{2,64}}")
_NAME = re.compile(r"[^\W\d][\w .-]{0,30}")
_BLANK = r"^[ \t]*$"
PARTS = ("link", "account", "secret")
COLUMNS = numbered(len(PARTS))
TOO_FEW, TOO_LONG = "too-few-values", "line-too-long"


def _pattern(sign: str) -> str:
    """Of a line, for RE2 and for Python alike."""
    scheme, part = r"[A-Za-z][A-Za-z0-9+.-]*://", re.escape(sign)
    # Of what may be a port the longer reading is tried first: two values have to follow it.
    link = r"[^\s:/]+(?::\d{1,5}(?:/[^\s:]*)?|/[^\s:]*)?" if sign == ":" else rf"[^\s{part}]+"
    return rf"(?s)^(?P<link>{scheme}{link}){part}(?P<account>[^{part}]*){part}(?P<secret>.*)$"


@dataclass(frozen=True)
class Style:
    """How a list is written: its delimiter, the lines above it, and names where one has them."""

    delimiter: str
    lead: int
    names: tuple[str, ...]


def style_of(raw: bytes, *, whole: bool) -> Style | None:
    """How the list is written that a text begins with, or None where it is none."""
    text = raw if whole else raw[: raw.rfind(b"\n") + 1]
    lines = text.decode("utf-8-sig", "replace").replace("\r\n", "\n").split("\n")[:SAMPLE_LINES]
    for sign in DELIMITERS:
        pattern = re.compile(_pattern(sign))
        lead = next((at for at, one in enumerate(lines[:MOST_LEAD]) if pattern.match(one)), None)
        if lead is None:
            continue
        filled = [line for line in lines[lead:] if line.strip()]
        found = [one for one in map(pattern.match, filled) if one]
        if len(found) < max(LEAST_LINES, FITS * len(filled)):
            continue
        accounts = [one["account"] for one in found]
        like = sum(bool(_ACCOUNT.fullmatch(one)) for one in accounts)
        emails = sum(bool(_EMAIL.fullmatch(one)) for one in accounts)
        # A table whose third column never holds the delimiter reads the same as one.
        plain = sign != ":" and not any(sign in one["secret"] for one in found)
        if (
            like < ACCOUNTS * len(found)
            or plain
            or (sign != ":" and emails < ADDRESSES * len(found))
        ):
            continue
        above = [line.split(sign) for line in lines[:lead] if line.strip()]
        named_ = bool(above) and len(above[-1]) == len(PARTS)
        named_ = named_ and all(_NAME.fullmatch(name.strip()) for name in above[-1])
        return Style(sign, lead, tuple(name.strip() for name in above[-1]) if named_ else ())
    return None


def recognises(head: Head) -> bool:
    """Whether the first lines are links, each with an account and a secret."""
    return style_of(head.raw, whole=head.bytes <= len(head.raw)) is not None


def read(content: Content, text: Text, bench: Bench) -> FileRead:
    """Read one list.

    Raises:
        EvidenceError: ``no-rows``; as :func:`delimited.read` where the user says how to read it.
    """
    given = bench.overrides
    with text.path.open("rb") as file:
        style = style_of(file.read(HEAD_BYTES), whole=not file.read(1))
    if style is None or given.no_header or given.skip or given.quote:
        return delimited.read(content, text, bench)
    one = _List(bench, style)
    with dropped_on_error(lambda: [one.table]):
        for batch in text_lines.batches(text.path):
            one.take(batch)
            bench.progress(int(batch.begins[-1]))
    name = content.evidence.name
    if not one.table.rows:
        raise EvidenceError("no-rows", f"{name} has no rows", got="links alone")
    counts = {
        "rows_rejected": one.refused.total,
        "lines": one.lines,
        "lines_skipped": style.lead,
        "newlines_in_values": 0,
        "lines_rejected": one.refused.total,
        "blank_lines": one.blank,
    }
    table = one.table.finish(outline(table_name(name), **counts))
    update: dict[str, object] = {}
    names = given.columns or style.names
    if names:
        update["columns"] = named((*names[: len(PARTS)], *[""] * (len(PARTS) - len(names))))
    above = style.lead - bool(style.names)
    if above:
        kept = LeftOut(kind="preamble", lines=above, at=tuple(range(1, above + 1)))
        update["left_out"] = (kept,)
    table = replace(table, receipt=table.receipt.model_copy(update=update))
    receipt = receipt_of(
        content,
        Kind.DELIMITED,
        table.receipt,
        encoding=text.encoding,
        delimiter=style.delimiter,
        header=bool(style.names) and not given.columns,
        rejected=one.refused.told(),
        warnings=(*text.warnings, *_told(style)),
    )
    return FileRead(receipt, (table,))


def _told(style: Style) -> tuple[Notice, ...]:
    text = "lines are a link, an account and its secret, which may hold the delimiter"
    told = (Notice(code="combo-list", text=text),)
    if style.names:
        return told
    text = "there is no header: columns are named column_1, column_2, …"
    return (*told, Notice(code="no-header", text=text))


class _List:
    """The one table on its way; every line behind the first link is a row, blank or rejected."""

    def __init__(self, bench: Bench, style: Style) -> None:
        self.table, self.refused = Growing(bench.tables, lined=True), Refusals()
        self.blank = self.lines = 0
        self._pattern, self._lead, self._cut = _pattern(style.delimiter), style.lead, False

    def take(self, batch: Batch) -> None:
        """The next lines."""
        # What goes on a line that was cut is of the line that was rejected for it.
        from_ = max(self._lead - batch.line + 1, int(self._cut), 0)
        batch = batch.starting(from_)
        self.lines = batch.line + len(batch) - 1
        cut = batch.open_end and not batch.last
        if self._cut and not len(batch):
            self._cut = cut
            return
        self._cut = cut
        found = pc.extract_regex(batch.text, self._pattern)
        good = np.asarray(pc.is_valid(found), dtype=np.bool_)
        numbers = batch.line + np.arange(len(batch))
        if cut:
            self.refused.add(TOO_LONG, numbers[-1:])
            good, numbers = good[:-1], numbers[:-1]
            found, text = found.slice(0, len(good)), batch.text.slice(0, len(good))
        else:
            text = batch.text
        blank = np.asarray(pc.match_substring_regex(text, _BLANK), dtype=np.bool_)
        self.blank += int(blank.sum())
        self.refused.add(TOO_FEW, numbers[~good & ~blank])
        rows = found.filter(pa.array(good))
        values = {}
        for name, part in zip(COLUMNS, PARTS, strict=True):
            column = pc.struct_field(rows, part)
            values[name] = pc.if_else(pc.equal(column, ""), pa.scalar(None, pa.string()), column)
        self.table.write(values, len(rows), pa.array(numbers[good]))
