"""A filter on system calls: no network, no programs, no other process. Linux, x86-64 and arm64.

The filter is a list of instructions for the kernel's classic BPF machine, tried in order for every
call: load the number, compare, answer. What is not refused is allowed: libraries of several vendors
run under it, and a list of what they may call would break with each new version of them. What an
attacker could do with the rest is bounded by the other layers.
"""

from __future__ import annotations

import ctypes
import errno
import os

from telusur.confinement import kernel
from telusur.confinement.system_calls import (
    ARCHITECTURES,
    CLONE,
    CLONE3,
    DENIED,
    OF_OTHERS,
    SECCOMP,
    X32,
)

# Instructions: load a word, jump if equal, if greater or equal, if a bit is set, answer.
LOAD, EQUAL, AT_LEAST, BIT, ANSWER = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL, REFUSE = 0x7FFF_0000, 0x8000_0000, 0x0005_0000
# Where the kernel lays what is asked: number, processor, low half of the first argument.
NUMBER, ARCHITECTURE, FIRST = 0, 4, 16
CLONE_THREAD = 0x0001_0000
SET_FILTER, ALL_THREADS = 1, 1

Instruction = tuple[int, int, int, int]


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("then", ctypes.c_uint8),
        ("otherwise", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))


def program(processor: int, pid: int) -> list[Instruction]:
    """The filter: (code, instructions to skip if so, if not so, value)."""
    denied = _answer(REFUSE | errno.EPERM)
    made: list[Instruction] = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, ARCHITECTURES[processor]),
        _answer(KILL),
        (LOAD, 0, 0, NUMBER),
        (AT_LEAST, 0, 1, X32),
        denied,
    ]
    for numbers in DENIED.values():
        number = numbers[processor]
        if number is not None:
            made += [(EQUAL, 0, 1, number), denied]
    for name, numbers in OF_OTHERS.items():
        number = numbers[processor]
        if number is not None:
            own = 0 if name == "prlimit64" else pid  # 0 stands for the caller
            made += [
                (EQUAL, 0, 4, number),
                (LOAD, 0, 0, FIRST),
                (EQUAL, 0, 1, own),
                _answer(ALLOW),
                denied,
            ]
    made += [
        (EQUAL, 0, 4, CLONE[processor]),
        (LOAD, 0, 0, FIRST),
        (BIT, 0, 1, CLONE_THREAD),
        _answer(ALLOW),
        denied,
        (EQUAL, 0, 1, CLONE3[processor]),
        _answer(REFUSE | errno.ENOSYS),
        _answer(ALLOW),
    ]
    return made


def restrict() -> None:
    """Put the filter over every thread of this process.

    Raises:
        OSError: the kernel, or this processor's table, does not offer it.
    """
    processor = kernel.machine()
    if processor is None:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    instructions = program(processor, os.getpid())
    array = (_Instruction * len(instructions))(*(_Instruction(*one) for one in instructions))
    filter_ = _Program(len(instructions), array)
    kernel.system_call(SECCOMP[processor], SET_FILTER, ALL_THREADS, ctypes.byref(filter_))


def _answer(value: int) -> Instruction:
    return (ANSWER, 0, 0, value)
