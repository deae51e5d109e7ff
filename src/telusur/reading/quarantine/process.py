"""A confined process as its parent holds it: started clean, listened to, ended in any case."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self, cast

from telusur.confinement.start import COMMAND
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# Between two looks at the limits, while nothing is said.
TICK_SECONDS = 0.1
PIECE_BYTES = 1 << 20
# Of what is said on stderr before any evidence is opened: the last line of a Python error.
MOST_SAID = 2_000


class TooLong(Exception):
    """A message was longer than any honest one."""


def module_places() -> tuple[str, ...]:
    """Folders and archives that this process has loaded Python modules from.

    A folder on the path that gave none, such as the one where the command was typed or the script
    of a caller lies, is not among them: it may hold anything.
    """
    modules = {**sys.modules, "__main__": None}
    files = [getattr(module, "__file__", None) for module in modules.values()]
    loaded = [file for file in files if file]
    return tuple(
        place
        for place in dict.fromkeys(sys.path)
        if Path(place).is_absolute() and any(Path(file).is_relative_to(place) for file in loaded)
    )


class Process:
    """A Python process running ``confinement.start``. Use it as a context manager."""

    def __init__(self, order: bytes, home: Path, places: Sequence[str]) -> None:
        self._order = order
        self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and module
            [sys.executable, "-I", "-c", COMMAND, *places],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(home),
            cwd=home,
            start_new_session=True,  # Ctrl-C comes to the parent, which ends it
        )
        self.pid = self._process.pid
        pipes = (self._process.stdin, self._process.stdout, self._process.stderr)
        self._in, self._out, self._err = cast("tuple[IO[bytes], IO[bytes], IO[bytes]]", pipes)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        for pipe in (self._in, self._out, self._err):
            _close(pipe)

    def lines(self, most_bytes: int, tick: Callable[[], None]) -> Iterator[bytes]:
        """Every line that it says until it closes its mouth; ``tick`` is called all the while.

        Raises:
            TooLong: a line is longer than ``most_bytes``.
        """
        waiting, held = memoryview(self._order), bytearray()
        with selectors.DefaultSelector() as selector:
            for pipe, event in (
                (self._in, selectors.EVENT_WRITE),
                (self._out, selectors.EVENT_READ),
            ):
                os.set_blocking(pipe.fileno(), False)
                selector.register(pipe, event)
            while True:
                tick()
                for key, _ in selector.select(TICK_SECONDS):
                    if key.fileobj is self._in:
                        try:
                            waiting = waiting[os.write(key.fd, waiting[:PIECE_BYTES]) :]
                        except BrokenPipeError:
                            waiting = waiting[:0]  # its exit status will say why
                        if not waiting:
                            selector.unregister(self._in)
                            _close(self._in)
                        continue
                    piece = os.read(key.fd, PIECE_BYTES)
                    if not piece:
                        return
                    *ended, rest = piece.split(b"\n")
                    for line in ended:
                        yield bytes(held + line)
                        held.clear()
                    held += rest
                    if len(held) > most_bytes:
                        raise TooLong

    def ended(self, seconds: float) -> int:
        """Its exit status, or minus the signal that ended it; ended by force after ``seconds``."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        said = self._process.poll()
        self.end()
        return self._process.returncode if said is None else said

    def last_words(self) -> str:
        """The last line on stderr. Ask only where no evidence can have been opened."""
        os.set_blocking(self._err.fileno(), False)
        said = (self._err.read() or b"")[-MOST_SAID:].decode("utf-8", "replace").strip()
        return printable(said.splitlines()[-1] if said else "nothing")

    def end(self) -> None:
        """End it and all that it may have started; a second call does nothing."""
        if self._process.poll() is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
            self._process.kill()
            self._process.wait()


def _close(pipe: IO[bytes]) -> None:
    with suppress(OSError):
        pipe.close()


def _environment(home: Path) -> dict[str, str]:
    """Nothing of the user's own: no keys, no proxies, no paths but those of libraries."""
    clean = {
        "HOME": str(home),
        "TMPDIR": str(home),
        "LANG": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",  # nothing is multiplied here, and each thread costs memory
    }
    libraries = os.environ.get("LD_LIBRARY_PATH")
    return {**clean, "LD_LIBRARY_PATH": libraries} if libraries else clean
