"""A reader that does what it must not, inside the real child; the file's first word says what."""

import json
import os
import resource
import socket
import threading
from pathlib import Path

import hostile_reader
import pyarrow as pa

from telusur.confinement import kernel
from telusur.confinement.system_calls import DENIED
from telusur.errors import EvidenceError
from telusur.model.base import Notice
from telusur.model.findings.receipt import Hint, TableReceipt
from telusur.reading.interface import Content, FileRead, Kind
from telusur.reading.quarantine.child import serve
from telusur.reading.receipt import receipt_of


def main(started):
    serve(started, read)


def read(evidence, bench, _):
    return DEEDS[evidence.path.read_text().strip()](evidence, bench)


def attempts(evidence, bench):
    """Everything that must not work, and what came of it."""

    outside, register = evidence.path.parent, evidence.path.parent / "register.csv"
    tried = {
        "socket": socket.socket,
        "socket pair": socket.socketpair,
        "run a program": lambda: os.execv("/bin/true", ["true"]),  # noqa: S606
        "start a program": lambda: os.posix_spawn("/bin/true", ["true"], {}),
        "fork": os.fork,
        "read outside": register.read_text,
        "read /etc/passwd": lambda: Path("/etc/passwd").read_text(),
        "list outside": lambda: list(outside.iterdir()),
        "write outside": lambda: (outside / "new").write_text("x"),
        "write the evidence": lambda: evidence.path.write_text("x"),
        "remove the evidence": evidence.path.unlink,
        "link": lambda: (bench.work / "link").symlink_to(register),
        "hard link": lambda: (bench.work / "link").hardlink_to(register),
        "folder": (bench.work / "folder").mkdir,
        "pipe": lambda: os.mkfifo(bench.work / "pipe"),
        "signal": lambda: os.kill(os.getppid(), 0),
        "the parent's memory": lambda: Path(f"/proc/{os.getppid()}/mem").read_bytes(),
        "trace the parent": lambda: _call("ptrace", os.getppid()),
        "namespaces": lambda: _call("unshare"),
        "memory in a file": lambda: os.memfd_create("x"),
        "more memory": lambda: _raise_limit("RLIMIT_DATA"),
        "a core": lambda: _raise_limit("RLIMIT_CORE"),
        "become someone": _become_someone,
        "the engine outside": lambda: bench.engine.scan_numbered("x", outside / "other.parquet"),
    }
    came = {}
    for name, attempt in tried.items():
        try:
            attempt()
            came[name] = "WORKED"
        except BaseException as error:  # noqa: BLE001
            came[name] = type(error).__name__
    # What must still work.
    thread = threading.Thread(target=lambda: came.update(thread="WORKED"))
    thread.start()
    thread.join()
    kept = [key for key in os.environ if key.startswith(("TELUSUR", "AWS", "SECRET"))]
    came["environment"] = str(kept)
    command = Path("/proc/self/cmdline").read_bytes().decode()
    came["password"] = str(bench.overrides.password in command)
    (bench.work / "came.json").write_text(json.dumps(came))
    raise EvidenceError("unreadable-file", "tried", got=json.dumps(came))


def _call(name, first=0):
    kernel.system_call(DENIED[name][kernel.machine()], 16, first, 0, 0)


def _raise_limit(name):
    which = getattr(resource, name)
    most = resource.getrlimit(which)[1]
    resource.setrlimit(which, (most + 1, most + 1))


def _become_someone():
    os.setuid(12_345 if os.getuid() != 12_345 else 12_346)


def raises(*_):
    raise ValueError(hostile_reader.SECRET)


def deep(*_):
    return deep()


def allocate(*_):
    return bytearray(1 << 45)


def dress(evidence, bench):
    """An honest table whose receipt is dressed up for the terminal."""
    promised = TableReceipt(name="t", columns=("a",), rows_read=2, rows_rejected=0)
    with bench.tables.open(1) as writer:
        writer.write([pa.array(["x", "y"])])
        made = writer.read(promised)
    content = Content(evidence, evidence.path, None)
    told = receipt_of(content, Kind.DELIMITED, promised, encoding="\x1b[2Jutf-8", header=True)
    ill = "\x1b[31mred\u202e"
    told = told.model_copy(
        update={
            "warnings": (Notice(code="preamble", text=ill),),
            "hints": (Hint(what="tool", value=ill, source=ill),),
        }
    )
    return (FileRead(told, (made,)),)


DEEDS = {
    "abort": lambda *_: os.abort(),
    "attempts": attempts,
    "raises": raises,
    "deep": deep,
    "allocate": allocate,
    "dress": dress,
}
