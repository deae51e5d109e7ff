"""From values to the bytes of a CSV, with the bad manners of a real one.

Semicolons; a byte-order mark; names in capitals, some padded to a fixed width and quoted, a few
broken over two lines within quotes; birth dates in two notations; a few lines that a part of
another one has run into.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from telusur.drill.columns import quads
from telusur.drill.draws import Draws, below
from telusur.drill.people import DAY_SECONDS
from telusur.drill.plant import BROKEN, Planted
from telusur.drill.record import DUMPED

if TYPE_CHECKING:
    from numpy.typing import NDArray

DELIMITER: Final = ";"
BOM: Final = b"\xef\xbb\xbf"
SLASHED_SHARE: Final = 0.25  # rows whose birth date is dd/mm/yyyy instead of yyyy-mm-dd
PADDED_SHARE: Final = 0.12
PADDED_WIDTH: Final = 40
SLASHED, PADDED, TWO_LINES = 1, 2, 4  # bits of what was done to a row
DRESSING: Final = {"slashed_date": SLASHED, "padded_name": PADDED, "name_on_two_lines": TWO_LINES}
_FIRST_DAY: Final = -30_000
_LAST_DAY: Final = 40_000


def _day_texts() -> tuple[pa.Array, pa.Array]:
    iso = np.arange(_FIRST_DAY, _LAST_DAY).astype("datetime64[D]").astype("U10")
    texts = pa.array(iso)
    year, month, day = (pc.utf8_slice_codeunits(texts, *cut) for cut in ((0, 4), (5, 7), (8, 10)))
    return texts, pc.binary_join_element_wise(day, month, year, "/")


_ISO_DAYS, _SLASHED_DAYS = _day_texts()


def _times() -> pa.Array:
    second = np.arange(DAY_SECONDS)
    text = quads([second // 3600, second // 60 % 60 * 100 + second % 60])[:, 2:]
    parts = pa.array(np.ascontiguousarray(text).view("S6").ravel().astype("U6"))
    cuts = (pc.utf8_slice_codeunits(parts, at, at + 2) for at in (0, 2, 4))
    return pc.binary_join_element_wise(*cuts, ":")


_TIMES: Final = _times()


@dataclass(frozen=True)
class Dressed:
    """One block of the dump as text.

    Attributes:
        text: its bytes, from the start of a line to the end of one.
        line: for each line of data, broken ones included, on which line of ``text`` (from 0) it
            begins.
        lines: how many lines ``text`` has.
        source: row of the planted block, -1 for broken lines.
        row_class: class number.
        dressing: bits of ``DRESSING``.
    """

    text: pa.Buffer
    line: NDArray[np.int64]
    lines: int
    source: NDArray[np.int64]
    row_class: NDArray[np.int8]
    dressing: NDArray[np.uint8]


def header() -> bytes:
    """The mark and the line of names."""
    return BOM + DELIMITER.join(DUMPED.values()).encode() + b"\n"


def dress(draws: Draws, planted: Planted, two_lines: int, broken: int) -> Dressed:
    """Write one block.

    Args:
        draws: the block's chance.
        planted: its rows.
        two_lines: how many names are broken over two lines.
        broken: how many lines that cannot be read are put between the rows.
    """
    rows = planted.values
    count = rows.num_rows
    luck = draws.columns("dress", count, 2)
    slashed = below(luck[0], SLASHED_SHARE)
    padded = below(luck[1], PADDED_SHARE)
    names = pc.ascii_upper(rows["nama"].combine_chunks())
    split = _split_names(draws, names, two_lines)
    texts = {name: _text(rows[name].combine_chunks()) for name in DUMPED if name != "nama"}
    born = rows["tgl_lahir"].combine_chunks()
    texts["tgl_lahir"] = pc.if_else(
        pa.array(slashed), _day(born, _SLASHED_DAYS), _day(born, _ISO_DAYS)
    )
    texts["tempat_lahir"] = pc.ascii_upper(texts["tempat_lahir"])
    texts["nama"] = _names(names, padded, split)
    ordered = [texts[name] for name in DUMPED]
    # The line's end goes with the last field, so that joining makes whole lines.
    ordered[-1] = pc.binary_join_element_wise(ordered[-1], "\n", "")
    lines = pc.binary_join_element_wise(
        *ordered, DELIMITER, null_handling="replace", null_replacement=""
    )
    bits = slashed * SLASHED + (padded & ~split) * PADDED + split * TWO_LINES
    return _assemble(draws, planted, lines, bits.astype(np.uint8), broken)


def _text(column: pa.Array) -> pa.Array:
    if pa.types.is_date32(column.type):
        return _day(column, _ISO_DAYS)
    if pa.types.is_timestamp(column.type):
        moment = column.view(pa.int64()).to_numpy(zero_copy_only=False) // 1_000_000
        day, second = np.divmod(moment, DAY_SECONDS)
        return pc.binary_join_element_wise(
            _ISO_DAYS.take(pa.array(day - _FIRST_DAY)), _TIMES.take(pa.array(second)), " "
        )
    return column


def _day(column: pa.Array, texts: pa.Array) -> pa.Array:
    return texts.take(pc.subtract(column.view(pa.int32()), pa.scalar(_FIRST_DAY, pa.int32())))


def _split_names(draws: Draws, names: pa.Array, wanted: int) -> NDArray[np.bool_]:
    """Which rows have their name broken over two lines: only names with a blank can."""
    chosen = np.zeros(len(names), dtype=np.bool_)
    able = np.flatnonzero(pc.match_substring(names, " ").to_numpy(zero_copy_only=False))
    at = np.argsort(draws.words("two lines", len(able)), kind="stable")[:wanted]
    chosen[able[at]] = True
    return chosen


def _names(names: pa.Array, padded: NDArray[Any], split: NDArray[Any]) -> pa.Array:
    """Names with those chosen quoted: padded to a fixed width, or broken over two lines."""

    def quoted(text: pa.Array) -> pa.Array:
        return pc.binary_join_element_wise('"', text, '"', "")

    wide, tall = pa.array(padded), pa.array(split)
    padding = quoted(pc.utf8_rpad(names.filter(wide), PADDED_WIDTH))
    breaking = pc.replace_substring(names.filter(tall), " ", "\n", max_replacements=1)
    padded_names = pc.replace_with_mask(names, wide, padding)
    return pc.replace_with_mask(padded_names, tall, quoted(breaking))


def _assemble(
    draws: Draws, planted: Planted, lines: pa.Array, bits: NDArray[np.uint8], broken: int
) -> Dressed:
    """Put the broken lines in their places and count lines."""
    count = len(lines)
    where = (draws.words("broken", broken) % np.uint64(max(1, count))).astype(np.int64)
    where.sort()
    scraps = pa.array([_scrap(lines[int(at)].as_py(), nth) for nth, at in enumerate(where)])
    order = np.insert(np.arange(count), where, np.arange(count, count + broken))
    text = pa.concat_arrays([lines, scraps.cast(pa.string())]).take(pa.array(order))
    is_broken = order >= count
    source = np.where(is_broken, -1, order)
    dressing = np.where(is_broken, 0, bits[source] if count else 0).astype(np.uint8)
    row_class = np.where(is_broken, BROKEN, planted.row_class[source]).astype(np.int8)
    tall = 1 + (dressing & TWO_LINES > 0).astype(np.int64)
    offsets = text.buffers()[1]
    starts = np.frombuffer(offsets, dtype=np.int32)[text.offset : text.offset + len(text) + 1]
    return Dressed(
        text=text.buffers()[2][int(starts[0]) : int(starts[-1])],
        line=np.cumsum(tall) - tall,
        lines=int(tall.sum()),
        source=source,
        row_class=row_class,
        dressing=dressing,
    )


def _scrap(line: str, nth: int) -> str:
    """A line that is no row: half of another one has run into its end, or into its beginning.

    A line that is merely short would be one: a reader may take what is missing as absent.

    Only a handful are made, so this is the one place where text is handled line by line.
    """
    fields = line.replace('"', "").replace("\n", " ").rstrip().split(DELIMITER)
    half = len(fields) // 2
    mixed = [*fields, *fields[:half]] if nth % 2 == 0 else [*fields[half:], *fields]
    return DELIMITER.join(mixed) + "\n"
