"""One harness under atheris, in a process of its own: ``python -m fuzz.child NAME FOLDER …``.

An error that a harness lets out is written to ``FOLDER/found`` once for each place that it comes
from, and fuzzing goes on; a crash of the process, a hang or too much memory ends it. Executions are
counted in ``FOLDER/count``, which outlives any end.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import struct
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import atheris

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
# What nothing that reads a dump has a reason to do.
NEVER = ("subprocess.", "socket.connect", "socket.bind", "os.exec", "os.posix_spawn", "os.system",
         "os.symlink", "os.link", "os.chmod", "os.chown")  # fmt: skip


def main() -> None:
    """Fuzz until libFuzzer's own options, which follow the folder, say that it is enough."""
    name, folder, *options = sys.argv[1:]
    # what is imported before is not instrumented: the contract's types, libraries
    import telusur.engine.protocol  # noqa: PLC0415
    import telusur.model.findings  # noqa: F401, PLC0415
    from fuzz import harness  # noqa: PLC0415

    with atheris.instrument_imports(include=["telusur"]):
        module = harness.load(name)
    counted = _Counted(module.one, Path(folder))
    atheris.Setup([name, f"-max_len={module.MOST_BYTES}", *options], counted)
    sys.addaudithook(_held)
    atheris.Fuzz()


def _held(event: str, arguments: tuple[object, ...]) -> None:
    """Nothing is started, and nothing written outside the folders that are there to be filled."""
    if event.startswith(NEVER):
        raise AssertionError(f"{event} in a reader")
    if event == "open" and isinstance(arguments[0], str | bytes) and arguments[2] is not None:
        path = os.fsdecode(arguments[0])
        written = int(str(arguments[2])) & WRITES
        if written and not path.startswith(("/dev/shm/telusur-fuzz", "/dev/null", _OWN[0])):  # noqa: S108
            raise AssertionError("a file outside the work folder was opened for writing")


_OWN = [""]


class _Counted:
    """The harness, its executions counted and its errors kept."""

    def __init__(self, one: Callable[[bytes], None], folder: Path) -> None:
        self._one, self._found = one, folder / "found"
        self._found.mkdir(parents=True, exist_ok=True)
        _OWN[0] = str(folder)
        with (folder / "count").open("w+b") as file:
            file.truncate(8)
            self._count = mmap.mmap(file.fileno(), 8)
        self._executions = 0

    def __call__(self, data: bytes) -> None:
        self._executions += 1
        struct.pack_into("<Q", self._count, 0, self._executions)
        try:
            self._one(data)
        except Exception as error:  # noqa: BLE001 - each is a finding
            self._keep(error, data)

    def _keep(self, error: Exception, data: bytes) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if "telusur" in frame.filename] or frames
        last = f"{type(error).__name__} {own[-1].filename}:{own[-1].lineno}"
        if own[-1] is not frames[-1] and "/fuzz/" in frames[-1].filename:
            last += f" {frames[-1].lineno}"  # a promise of the harness's own
        name = hashlib.sha256(last.encode()).hexdigest()[:12]
        path = self._found / name
        known = path.stat().st_size if path.exists() else len(data) + 1
        if len(data) < known:  # the shortest input says most
            path.write_bytes(data)
            said = "".join(traceback.format_exception(error))
            path.with_suffix(".txt").write_text(said, encoding="utf-8", errors="replace")


if __name__ == "__main__":
    main()
