"""How far the work on one file is, told as a share of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from telusur.progress import Watcher


def share_of(size: int, watcher: Watcher) -> Callable[[int], None]:
    """What to call with the bytes done, of a file of ``size`` bytes."""
    return lambda done: watcher.share(min(done / max(size, 1), 1.0))
