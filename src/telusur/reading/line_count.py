"""How many physical lines a text has: the figure that everybody else counts, and calls rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from telusur.model.findings.receipt import FileReceipt

PIECE_BYTES = 4 << 20
LF, CR = 0x0A, 0x0D


def lines_of(path: Path) -> int:
    """Ends of lines (LF or CR LF; CR where there is no LF), and a last line without one."""
    feeds = returns = 0
    last = LF
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            raw = np.frombuffer(piece, np.uint8)
            feeds += int(np.count_nonzero(raw == LF))
            if not feeds:
                returns += int(np.count_nonzero(raw == CR))
            last = piece[-1]
    return (feeds or returns) + (last not in {LF, CR} if not feeds else last != LF)


def counted(receipt: FileReceipt, path: Path) -> FileReceipt:
    """With the lines of the text at ``path``; a table that is all of it has counted them."""
    known = [table.lines for table in receipt.tables]
    only = known[0] if len(known) == 1 else None
    lines = lines_of(path) if only is None else only
    return receipt.model_copy(update={"lines": lines})
