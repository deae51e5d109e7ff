"""The filter, run by a small BPF machine: every processor's, on whatever processor this is."""

import errno
import re
from pathlib import Path

import pytest

from telusur.confinement import seccomp
from telusur.confinement.kernel import MACHINES
from telusur.confinement.system_calls import (
    ARCHITECTURES,
    CLONE,
    CLONE3,
    DENIED,
    OF_OTHERS,
    SECCOMP,
    X32,
)

PID = 4242
REFUSED = seccomp.REFUSE | errno.EPERM
HEADERS = {
    0: (Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"), r"#define __NR_(\w+) (\d+)"),
    1: (Path("/usr/include/asm-generic/unistd.h"), r"#define __NR(?:3264)?_(\w+) (\d+)"),
}
processors = pytest.mark.parametrize("processor", MACHINES.values(), ids=MACHINES)


def answer(processor, number, first=0, architecture=None):
    """What the kernel would answer: its own rules for the five instructions that are used."""
    asked = {
        seccomp.NUMBER: number,
        seccomp.ARCHITECTURE: architecture or ARCHITECTURES[processor],
        seccomp.FIRST: first,
    }
    held, at, instructions = 0, 0, seccomp.program(processor, PID)
    while True:
        code, then, otherwise, value = instructions[at]
        at += 1
        if code == seccomp.ANSWER:
            return value
        if code == seccomp.LOAD:
            held = asked[value]
            continue
        so = {
            seccomp.EQUAL: held == value,
            seccomp.AT_LEAST: held >= value,
            seccomp.BIT: held & value != 0,
        }[code]
        at += then if so else otherwise


@processors
def test_what_is_denied_is_refused_and_the_rest_is_not(processor):
    denied = {numbers[processor] for numbers in DENIED.values()} - {None}
    special = {CLONE3[processor], CLONE[processor]}
    special |= {numbers[processor] for numbers in OF_OTHERS.values()}
    for number in set(range(470)) - special:
        assert (answer(processor, number) == REFUSED) == (number in denied), number


@processors
def test_a_thread_is_started_a_process_is_not(processor):
    clone = CLONE[processor]
    assert answer(processor, clone, 0x3D0F00) == seccomp.ALLOW  # glibc's flags of a thread
    assert answer(processor, clone, 17) == REFUSED  # a fork
    assert answer(processor, CLONE3[processor]) == seccomp.REFUSE | errno.ENOSYS


@processors
def test_signals_and_limits_are_for_oneself(processor):
    for name, own in (("kill", PID), ("tgkill", PID), ("prlimit64", 0)):
        number = OF_OTHERS[name][processor]
        assert answer(processor, number, own) == seccomp.ALLOW
        assert answer(processor, number, PID + 1) == REFUSED


@processors
def test_calls_of_another_kind_end_the_process_or_are_refused(processor):
    assert answer(processor, 0, architecture=0x40000003) == seccomp.KILL  # 32 bit
    assert answer(processor, X32 | 1) == REFUSED


@processors
def test_numbers_are_those_of_the_kernel_s_headers(processor):
    place, pattern = HEADERS[processor]
    if not place.exists():
        pytest.skip(f"{place.name} is not installed")
    theirs = {name: int(number) for name, number in re.findall(pattern, place.read_text())}
    ours = {**DENIED, **OF_OTHERS, "clone": CLONE, "clone3": CLONE3, "seccomp": SECCOMP}
    for name, numbers in ours.items():
        if name in theirs or numbers[processor] is None:  # older headers lack newer calls
            assert numbers[processor] == theirs.get(name), name
