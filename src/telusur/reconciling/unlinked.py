"""Rows that no key found and that nothing else was tried on, or on a sample of them alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.model.base import Bilingual
from telusur.vocabulary.wording import count, say, share

if TYPE_CHECKING:
    from telusur.model.findings.linkage import Linkage

# Reason codes of ``linkage.why`` (docs/methods/linkage.md) in words.
WHY = {
    "register-prepared": Bilingual(
        id="register yang disiapkan memuat hash, dan salah tulis tidak terlihat pada hash",
        en="a prepared register holds hashes, and a slip of the pen does not show in a hash",
    ),
    "too-few-columns": Bilingual(
        id="terlalu sedikit kolom di luar kunci yang dapat membedakan orang",
        en="too few columns beside the key can tell people apart",
    ),
    "too-few-values": Bilingual(
        id="baris itu hampir tidak berisi apa pun di luar kunci",
        en="these rows hold next to nothing beside the key",
    ),
    "too-few-members": Bilingual(
        id="register memuat terlalu sedikit peserta untuk mengukur kebetulan",
        en="the register holds too few members to measure chance",
    ),
    "no-blocking-rule": Bilingual(
        id="setiap cara mencari calon menghasilkan terlalu banyak pasangan",
        en="every way of finding candidates makes too many pairs",
    ),
    "memory-limit": Bilingual(
        id="memori mesin ini tidak cukup", en="this machine's memory does not suffice"
    ),
}


def unlinked(linkage: Linkage | None) -> Bilingual | None:
    """Why rows without a key match stay open; None where they do not."""
    if linkage is None or not linkage.rows_left:
        return None
    if not linkage.tried:
        reason = WHY.get(linkage.why or "")
        return reason and say(
            "{rows} baris tanpa kecocokan kunci tidak dicoba dengan kolom lain: {reason}.",
            "{rows} rows without a key match were not tried by their other columns: {reason}.",
            rows=count(linkage.rows_left),
            reason=reason,
        )
    if linkage.sampled_share < 1:
        return say(
            "Dari {rows} baris tanpa kecocokan kunci, {part} dicoba dengan kolom lain; sisanya "
            "tidak.",
            "Of {rows} rows without a key match, {part} were tried by their other columns; the "
            "rest were not.",
            rows=count(linkage.rows_left),
            part=share(linkage.sampled_share),
        )
    return None
