"""Bytes of values as text: in the file's encoding, or as hexadecimal where they are no text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from telusur.reading.encoding import guess

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Bytes of values that are not UTF-8 by which the encoding of the others is guessed.
SAMPLE_BYTES = 64 << 10
# Control bytes that text does not hold.
_CONTROLS = bytes({*range(9), *range(14, 32), 127})
_CONTROL = r"[\x00-\x08\x0e-\x1f\x7f]"


@dataclass
class Column:
    """What is settled of a column: whether its bytes are given as hexadecimal.

    ``bits``: the width of one that MySQL declares as BIT, whose bytes stand for a number; else 0.
    """

    declared_binary: bool = False
    bits: int = 0
    hexadecimal: bool | None = None
    as_hexadecimal: int = 0


@dataclass
class Characters:
    """The encoding of one file, told when first it is needed.

    Attributes:
        given: codec that the user settled; None: UTF-8, and what is not is guessed.
        encoding: what values that are not UTF-8 are read as; None: there was none yet.
        replaced: values with bytes that fit no character.
        other: values in ``encoding``.
    """

    given: str | None = None
    encoding: str | None = None
    counts: Counter[str] = field(default_factory=Counter)

    def text(
        self, values: pa.Array, hexadecimal: NDArray[np.bool_] | None, column: Column
    ) -> pa.Array:
        """A column (Arrow binary) as text.

        Args:
            values: as written, escapes resolved.
            hexadecimal: which of them are digits that stand for bytes; None: none.
            column: what is settled of it, and may be here.
        """
        if column.bits:
            return _to_bits(values, hexadecimal, column.bits)
        if hexadecimal is not None and hexadecimal.any():
            values = self._from_digits(values, hexadecimal, column)
        elif column.declared_binary and column.hexadecimal:
            return self._to_digits(values, np.asarray(values.is_valid()), column)
        try:
            texts = values.cast(pa.string())
        except pa.ArrowInvalid:
            return self._decoded(values, column)
        if column.declared_binary and column.hexadecimal is None and _mostly_controls(texts):
            column.hexadecimal = True
            return self._to_digits(values, np.asarray(values.is_valid()), column)
        return texts

    def _from_digits(
        self, values: pa.Array, hexadecimal: NDArray[np.bool_], column: Column
    ) -> pa.Array:
        at = np.flatnonzero(hexadecimal)
        written = [value.lower() for value in values.take(pa.array(at)).to_pylist()]
        decoded = [bytes.fromhex(v.decode()) if len(v) % 2 == 0 else None for v in written]
        textual = [one is not None and _is_text(one) for one in decoded]
        if column.hexadecimal is None:
            column.hexadecimal = not all(textual)
        if column.hexadecimal:
            result = written
            column.as_hexadecimal += len(written)
        else:
            result = [
                one if fine and one is not None else digit
                for one, fine, digit in zip(decoded, textual, written, strict=True)
            ]
            column.as_hexadecimal += len(textual) - sum(textual)
        return pc.replace_with_mask(values, pa.array(hexadecimal), pa.array(result, pa.binary()))

    def _to_digits(self, values: pa.Array, which: NDArray[np.bool_], column: Column) -> pa.Array:
        digits = [
            None if value is None else value.hex().encode() if chosen else value
            for value, chosen in zip(values.to_pylist(), which.tolist(), strict=True)
        ]
        column.as_hexadecimal += int(which.sum())
        return pa.array(digits, pa.binary()).cast(pa.string())

    def _decoded(self, values: pa.Array, column: Column) -> pa.Array:
        """Values one by one, where at least one is not UTF-8."""
        found = values.to_pylist()
        odd = {
            at: value for at, value in enumerate(found) if value is not None and not _is_utf8(value)
        }
        binary = {at for at, value in odd.items() if column.declared_binary or _has_controls(value)}
        if binary and (column.declared_binary or len(binary) == len(odd)):
            column.hexadecimal = True
        if binary and column.declared_binary:
            return self._to_digits(values, np.array([v is not None for v in found]), column)
        texts: list[str | None] = []
        for at, value in enumerate(found):
            if at in binary:
                texts.append(odd[at].hex())
                column.as_hexadecimal += 1
            elif at in odd:
                texts.append(self._other(odd[at]))
            else:
                texts.append(None if value is None else value.decode())
        return pa.array(texts, pa.string())

    def _other(self, value: bytes) -> str:
        if self.encoding is None:
            self.encoding = self.given or guess(value[:SAMPLE_BYTES] + b"\n")
        self.counts["other"] += 1
        text = value.decode(self.encoding, "replace")
        self.counts["replaced"] += "\ufffd" in text
        return text


def _to_bits(values: pa.Array, hexadecimal: NDArray[np.bool_] | None, width: int) -> pa.Array:
    """Numbers as binary digits: ``mysqldump`` writes their bytes as they are, others ``b'101'``."""
    coded = values.dictionary_encode()
    words = coded.dictionary.to_pylist()
    digits = np.zeros(len(words), bool)
    if hexadecimal is not None and hexadecimal.any():
        digits[np.unique(np.asarray(coded.indices.filter(pa.array(hexadecimal))))] = True
    texts = [_bits(word, width, digit) for word, digit in zip(words, digits.tolist(), strict=True)]
    return pa.array(texts, pa.string()).take(coded.indices)


def _bits(value: bytes, width: int, hexadecimal: bool) -> str:
    raw = bytes.fromhex(value.decode()) if hexadecimal and len(value) % 2 == 0 else value
    if len(raw) == (width + 7) // 8 and int.from_bytes(raw) < 1 << width:
        return f"{int.from_bytes(raw):0{width}b}"
    if set(raw) <= {*b"01"}:
        return raw.decode().rjust(width, "0")
    return value.decode("utf-8", "replace")


def _mostly_controls(texts: pa.Array) -> bool:
    """Whether most are bytes that happen to be UTF-8: text in a binary column has few controls."""
    found = pc.sum(pc.match_substring_regex(texts, _CONTROL)).as_py() or 0
    return bool(2 * found > len(texts) - texts.null_count)


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True


def _has_controls(value: bytes) -> bool:
    return len(value.translate(None, _CONTROLS)) < len(value)


def _is_text(value: bytes) -> bool:
    return _is_utf8(value) and not _has_controls(value)
