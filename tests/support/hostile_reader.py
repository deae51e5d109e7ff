"""What a crafted file could make of the child that reads it: the file's first word says which.

It stands in for ``telusur.reading.quarantine.child``, started and confined alike. It needs no
library, so that tests of it are quick; ``hostile_guest`` is its like inside the real child.
"""

from __future__ import annotations

import ctypes
import json
import mmap
import os
import signal
import time
from pathlib import Path

PIECE = 16 << 20
SECRET = "3174-secret-value"  # noqa: S105  # as a value of a dump


def main(started):
    word = Path(started.job["evidence"][0]["path"]).read_text().strip()
    say(started, what="hello", in_force=["limits"], unavailable=[])
    DEEDS[word](started)


def say(started, **message):
    shout(started, json.dumps(message).encode() + b"\n")


def shout(started, raw):
    left = memoryview(raw)
    while left:
        left = left[os.write(started.out, left) :]


def segfault(_):
    ctypes.string_at(0)


def loop(_):
    while True:
        pass


def pretend(started):
    """Endless, with signs of life."""
    for moved in range(1_000_000):
        say(started, what="moved", bytes=moved)
        time.sleep(0.01)


def fill(_):
    held = []
    while True:
        held.append(bytearray(b"x") * PIECE)


def fill_shared(_):
    held = []
    while True:
        held.append(mmap.mmap(-1, PIECE))
        held[-1].write(b"x" * PIECE)


def write(started):
    with (Path(started.job["folder"]) / "big").open("wb") as file:
        while True:
            file.write(b"x" * (1 << 16))
            time.sleep(0.001)


def write_at_once(started):
    (Path(started.job["folder"]) / "big").write_bytes(b"x" * PIECE * 4)
    time.sleep(60)


def litter(started):
    at = 0
    while True:
        at += 1
        (Path(started.job["folder"]) / f"{at}").touch()
        time.sleep(0.001)


def wait(started):
    (Path(started.job["folder"]) / "pid").write_text(str(os.getpid()))
    time.sleep(600)


def noise(_):
    os.write(1, SECRET.encode())
    os.write(2, SECRET.encode())
    os.abort()


def endless_line(started):
    while True:
        shout(started, b"x" * PIECE)


def table_outside(started):
    say(started, what="read", files=[{"receipt": receipt(started), "tables": [table("../a")]}])


def more_files(started):
    file = {"receipt": {**receipt(started), "tables": []}, "tables": []}
    for _ in range(2):
        say(started, what="read", files=[file])
    time.sleep(60)


def receipt(started):
    evidence = started.job["evidence"][0]
    one = {"name": "t", "columns": ["a"], "rows_read": 1, "rows_rejected": 0}
    return {
        **{name: evidence[name] for name in ("name", "bytes", "sha256")},
        "kind": "delimited",
        "encoding": "utf-8",
        "delimiter": ",",
        "header": True,
        "tables": [one],
        "bytes_unread": 0,
    }


def table(name):
    return {"file": name, "first_line": 1, "lined": False}


def failed(started, **changes):
    message = {
        "what": "failed",
        "kind": "EvidenceError",
        "code": "unreadable-file",
        "message": "m",
        "got": None,
        "expected": None,
        "hint": None,
    }
    say(started, **{**message, **changes})
    time.sleep(60)


DEEDS = {
    "bus": lambda _: os.kill(os.getpid(), signal.SIGBUS),
    "segfault": segfault,
    "exit": lambda _: os._exit(3),
    "silent": lambda _: None,
    "killed": lambda _: os.kill(os.getpid(), signal.SIGKILL),
    "loop": loop,
    "pretend": pretend,
    "fill": fill,
    "fill-shared": fill_shared,
    "write": write,
    "write-at-once": write_at_once,
    "litter": litter,
    "wait": wait,
    "noise": noise,
    "endless-line": endless_line,
    "table-outside": table_outside,
    "more-files": more_files,
    "no-json": lambda started: shout(started, b"hello?\n"),
    "unknown-message": lambda started: say(started, what="execute", command="true"),
    "unknown-field": lambda started: say(started, what="moved", bytes=1, more=1),
    "no-number": lambda started: say(started, what="moved", bytes="1"),
    "hello-again": lambda started: say(started, what="hello", in_force=[], unavailable=[]),
    "foreign-error": lambda started: failed(started, kind="SystemExit"),
    "foreign-code": lambda started: failed(started, code="\x1b[2J"),
    "dressed-error": lambda started: failed(started, message="\x1b[2Jgone\u202e", got="\x07"),
}
