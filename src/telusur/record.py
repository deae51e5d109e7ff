"""What a run says of itself, and what makes two runs the same."""

from __future__ import annotations

import resource
import secrets
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from telusur.model.findings.run import Run

if TYPE_CHECKING:
    from telusur.options import Options
    from telusur.progress import Stopwatch


def run_of(options: Options, started: datetime, watch: Stopwatch) -> Run:
    """The run, now that its stages are done."""
    return Run(
        id=f"{started:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}",
        telusur=version("telusur"),
        engine=options.engine,
        seed=options.seed,
        started=started,
        finished=datetime.now(UTC),
        seconds=dict(watch.seconds),
        peak_memory_bytes=peak_memory(),
        options=options.recorded(),
    )


def peak_memory() -> int:
    """Bytes that this process or the largest of its children has held at most."""
    unit = 1 if sys.platform == "darwin" else 1024
    of = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(one).ru_maxrss for one in of) * unit


def inputs_of(options: Options) -> dict[str, Any]:
    """What makes two runs the same run: where the inputs lie, and every option."""
    given = (*options.dump, *options.registers, options.columns, options.claim)
    places = [str(path.absolute()) if path else None for path in given]
    return {**options.recorded(), "places": places, "seed": options.seed, "engine": options.engine}
