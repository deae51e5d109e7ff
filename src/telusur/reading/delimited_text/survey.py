"""All records of a delimited text, or of its first part, and what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from telusur.reading.delimited_text.lexing import Records, none
from telusur.reading.delimited_text.mending import parts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from telusur.reading.delimited_text.lexing import Piece
    from telusur.reading.dialect import Dialect

# Rows from which the columns' types and the header are told.
SAMPLE_ROWS = 1000


class Survey:
    """Records by their index, over all pieces that were read."""

    def __init__(self, pieces: list[Piece], dialect: Dialect) -> None:
        self.pieces, self.dialect = pieces, dialect
        self.records = _together([none(), *(piece.records for piece in pieces)])
        self.begins = np.cumsum([0, *(len(piece.records) for piece in pieces)])
        # Records that are written with another delimiter than the rest.
        self.foreign: dict[int, str] = {}

    def text(self, at: int) -> str:
        """One record as it is written."""
        which = int(np.searchsorted(self.begins, at, side="right")) - 1
        return self.pieces[which].text(at - int(self.begins[which]))

    def values(self, at: int) -> list[str]:
        """The values of one record."""
        if self.dialect.first_only:
            return self.text(at).split(self.dialect.delimiter, 1)
        return self.under(at, self.foreign.get(at, self.dialect.delimiter))

    def under(self, at: int, delimiter: str) -> list[str]:
        """The values that one record has under a delimiter."""
        quote, escape = self.dialect.quote, self.dialect.escape
        return [part.value for part in parts(self.text(at), delimiter, quote, escape)]

    def rows(self, indices: NDArray[np.int64], width: int) -> list[list[str]]:
        """Values of those of the records that are of the width, at most ``SAMPLE_ROWS``."""
        chosen = indices[self.records.width[indices] == width]
        if len(chosen) > SAMPLE_ROWS:  # the first ones, for the header, and some of the rest
            half = SAMPLE_ROWS // 2
            spread = np.linspace(half, len(chosen) - 1, half).astype(np.int64)
            chosen = np.concatenate((chosen[:half], chosen[np.unique(spread)]))
        return [row for row in map(self.values, chosen.tolist()) if len(row) == width]


def _together(all_: list[Records]) -> Records:
    names = Records.__annotations__
    return Records(**{name: np.concatenate([getattr(one, name) for one in all_]) for name in names})
