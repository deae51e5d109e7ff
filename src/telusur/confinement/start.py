"""First steps of a confined process, before any library is loaded that might start threads.

It is started with the places of Python's modules as arguments and one line of JSON on stdin: the
bounds, the module that takes over, and what that module is to do. What libraries print goes
nowhere; stderr is open until the module is loaded, and no evidence has been opened by then.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from dataclasses import dataclass
from typing import Any

from telusur.confinement.confine import Bounds, Confined, confine

# Run by ``python -I -c``: the module path of the parent, however it came by it, then this module.
COMMAND = (
    "import sys; sys.path[:0] = [one for one in sys.argv[1:] if one not in sys.path]; "
    "from telusur.confinement.start import main; main()"
)


@dataclass(frozen=True)
class Started:
    """What a confined process goes on with.

    Attributes:
        confined: which layers are in force.
        job: what the parent asked for.
        out: number of the file that the parent listens to.
        counter: number of the file that tells how many bytes were read and written, if any.
    """

    confined: Confined
    job: dict[str, Any]
    out: int
    counter: int | None


def order(bounds: Bounds, module: str, job: dict[str, Any]) -> bytes:
    """The line that starts such a process off."""
    return json.dumps({"bounds": vars(bounds), "module": module, "job": job}).encode() + b"\n"


def main() -> None:
    """Confine this process and hand it over to the module, whose ``main`` takes ``Started``."""
    given = json.loads(sys.stdin.buffer.readline())
    bounds = given["bounds"]
    bounds = Bounds(
        **{**bounds, "reads": tuple(bounds["reads"]), "writes": tuple(bounds["writes"])}
    )
    out, null, counter = os.dup(1), os.open(os.devnull, os.O_RDWR), _counter()
    os.dup2(null, 0)
    os.dup2(null, 1)
    confined = confine(bounds)
    module = importlib.import_module(given["module"])
    os.dup2(null, 2)
    module.main(Started(confined, given["job"], out, counter))


def _counter() -> int | None:
    """Opened while it still can be: a process that may not be dumped has no say over it."""
    try:
        return os.open("/proc/self/io", os.O_RDONLY)
    except OSError:
        return None
