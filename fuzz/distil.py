"""A few kilobytes of inputs that reach as much code as all that a harness has found."""

from __future__ import annotations

import base64
import sys
from typing import TYPE_CHECKING, Any

from fuzz.harness import FOLDER, load

if TYPE_CHECKING:
    from types import FrameType

# Of one harness in the repository; in base 64 a third more.
MOST_BYTES = 4 << 10
# The shortest inputs, which are looked at one by one.
MOST_TRIED = 400


def distil(name: str, more: list[bytes]) -> str:
    """Write ``corpus/NAME.txt`` from the grown corpus and ``more``; what was kept, in words."""
    harness = load(name)
    grown = FOLDER / "grown" / name / "corpus"
    inputs = {path.read_bytes() for path in grown.iterdir()} if grown.exists() else set()
    inputs |= set(more)
    seen: set[tuple[str, int, int]] = set()
    chosen: list[bytes] = []
    size = 0
    for data in sorted(inputs, key=lambda one: (len(one), one))[:MOST_TRIED]:
        if size + len(data) > MOST_BYTES:
            break
        reached = _steps(harness.one, data)
        if not reached <= seen:
            seen |= reached
            chosen.append(data)
            size += len(data)
    lines = [base64.b64encode(data).decode() + "\n" for data in chosen]
    path = FOLDER / "corpus" / f"{name}.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(lines), encoding="ascii")
    return f"{name}: {len(chosen)} of {len(inputs)} inputs, {size} bytes, {len(seen)} steps"


def _steps(one: Any, data: bytes) -> set[tuple[str, int, int]]:
    """Which line of Telusur follows which."""
    found: set[tuple[str, int, int]] = set()
    last: dict[FrameType, int] = {}

    def trace(frame: FrameType, event: str, _: object) -> Any:
        if "/telusur/" not in frame.f_code.co_filename:
            return None
        if event == "line":
            found.add((frame.f_code.co_filename, last.get(frame, 0), frame.f_lineno))
            last[frame] = frame.f_lineno
        return trace

    sys.settrace(trace)
    try:
        one(data)
    except Exception:  # noqa: BLE001, S110 - it is kept for what it reaches
        pass
    finally:
        sys.settrace(None)
    return found
