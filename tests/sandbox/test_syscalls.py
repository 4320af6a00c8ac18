"""The seccomp program, run by a small interpreter of its language, for both machines."""

from __future__ import annotations

import platform
import struct

import pytest

from grader.sandbox.syscalls import ARCHITECTURES, program

ALLOW, EPERM, INSTANT, KILL = 0x7FFF0000, 0x00050001, 0x00050000, 0x80000000
X86, ARM = "x86_64", "aarch64"


def verdict(code: bytes, audit: int, number: int, *arguments: int) -> int:
    """What the kernel would answer to a system call."""
    padded = (*arguments, *[0] * (6 - len(arguments)))
    data = struct.pack("<IIQ6Q", number, audit, 0, *padded)
    rows = list(struct.iter_unpack("<HBBI", code))
    at, accumulator = 0, 0
    while True:
        kind, yes, no, operand = rows[at]
        at += 1
        if kind == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, operand)
        elif kind == 0x06:
            return int(operand)
        else:
            tests = {
                0x15: accumulator == operand,
                0x35: accumulator >= operand,
                0x45: bool(accumulator & operand),
            }
            at += yes if tests[kind] else no


@pytest.fixture(params=[X86, ARM])
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(platform, "machine", lambda: request.param)
    return str(request.param)


def test_another_architecture_is_killed(machine: str) -> None:
    code = program(executable=False)
    assert verdict(code, 0x40000003, 4) == KILL  # the 32-bit calls of x86
    assert verdict(code, 0xC000003E if machine == ARM else 0xC00000B7, 0) == KILL
    if machine == X86:
        assert verdict(code, 0xC000003E, 0x40000000 | 39) == KILL  # x32


def test_every_other_call_is_refused(machine: str) -> None:
    """All numbers but those of the table, by name for the worst of them."""
    code, audit = program(executable=False), ARCHITECTURES[machine][1]
    worst = {
        "socket": (41, 198),
        "clone": (56, 220),
        "execve": (59, 221),
        "kill": (62, 129),
        "ptrace": (101, 117),
        "prctl": (157, 167),
        "setitimer": (38, 103),
        "rt_sigaction": (13, 134),
        "rt_sigprocmask": (14, 135),
        "process_vm_readv": (310, 270),
        "memfd_create": (319, 279),
        "seccomp": (317, 277),
        "bpf": (321, 280),
        "userfaultfd": (323, 282),
        "prlimit64": (302, 261),
        "sendmsg": (46, 211),
        "openat2": (437, 437),
        "io_uring_setup": (425, 425),
        "clone3": (435, 435),
        "mount": (165, 40),
        "unshare": (272, 97),
        "keyctl": (250, 219),
        "open_by_handle_at": (304, 265),
    }
    for name, numbers in worst.items():
        assert verdict(code, audit, numbers[machine == ARM]) == EPERM, name
    answers = [verdict(code, audit, number) for number in range(600)]
    assert answers.count(EPERM) > 540


def test_files_open_for_reading_only(machine: str) -> None:
    code, audit = program(executable=False), ARCHITECTURES[machine][1]
    openat = 257 if machine == X86 else 56
    assert verdict(code, audit, openat, 0, 0, 0o2000000) == ALLOW  # O_RDONLY | O_CLOEXEC
    for flags in (1, 2, 3, 0o100, 0o1000, 0o2000, 0o20000000):
        assert verdict(code, audit, openat, 0, 0, flags) == EPERM
    if machine == X86:
        assert verdict(code, audit, 2, 0, 0) == ALLOW
        assert verdict(code, audit, 2, 0, 0o101) == EPERM


def test_memory_is_executable_only_where_packages_are_allowed(machine: str) -> None:
    audit = ARCHITECTURES[machine][1]
    for number in (9, 10) if machine == X86 else (222, 226):
        assert verdict(program(executable=False), audit, number, 0, 0, 3) == ALLOW
        assert verdict(program(executable=False), audit, number, 0, 0, 5) == EPERM
        assert verdict(program(executable=True), audit, number, 0, 0, 5) == ALLOW


def test_descriptors_take_named_commands_only(machine: str) -> None:
    code, audit = program(executable=False), ARCHITECTURES[machine][1]
    fcntl, ioctl = (72, 16) if machine == X86 else (25, 29)
    assert verdict(code, audit, fcntl, 0, 1) == ALLOW
    assert verdict(code, audit, fcntl, 0, 8) == EPERM  # F_SETOWN
    assert verdict(code, audit, ioctl, 0, 0x5401) == ALLOW
    assert verdict(code, audit, ioctl, 0, 0x5412) == EPERM  # TIOCSTI


def test_sleeping_takes_no_time(machine: str) -> None:
    code, audit = program(executable=False), ARCHITECTURES[machine][1]
    assert verdict(code, audit, 230 if machine == X86 else 115) == INSTANT


def test_an_unknown_machine_has_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    with pytest.raises(OSError, match="riscv64"):
        program(executable=False)
