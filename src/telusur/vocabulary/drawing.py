"""Drawing a share of things by their hash: the same ones come, whatever the order of rows."""

from __future__ import annotations

_LOWEST, _RANGE = -(2**63), 2**64


def below(share: float) -> int:
    """Threshold under which ``stable_hash64`` falls for ``share`` of all values."""
    return min(_LOWEST + int(share * _RANGE), 2**63 - 1)
