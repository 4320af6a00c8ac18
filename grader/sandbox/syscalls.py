"""The system calls that a student's process may make, as a seccomp program.

An allow-list: whatever is not named fails with EPERM, which Python turns into a PermissionError.
Numbers are those of x86-64 and of aarch64 (which has no call where the second is None).
"""

from __future__ import annotations

import os
import platform
import struct
from typing import Final

ARCHITECTURES: Final = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}

# What CPython and NumPy call once they are up: memory, reading files, clocks, the one channel.
ALLOWED: Final = {
    "read": (0, 63),
    "write": (1, 64),
    "close": (3, 57),
    "stat": (4, None),
    "fstat": (5, 80),
    "lstat": (6, None),
    "lseek": (8, 62),
    "munmap": (11, 215),
    "brk": (12, 214),
    "rt_sigreturn": (15, 139),
    "pread64": (17, 67),
    "readv": (19, 65),
    "access": (21, None),
    "sched_yield": (24, 124),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "getpid": (39, 172),
    "sendto": (44, 206),  # only ever on the channel: no other socket can be made
    "recvfrom": (45, 207),
    "exit": (60, 93),
    "uname": (63, 160),
    "getcwd": (79, 17),
    "readlink": (89, None),
    "gettimeofday": (96, 169),
    "getrusage": (98, 165),
    "sysinfo": (99, 179),
    "times": (100, 153),
    "getuid": (102, 174),
    "getgid": (104, 176),
    "geteuid": (107, 175),
    "getegid": (108, 177),
    "getppid": (110, 173),
    "gettid": (186, 178),
    "time": (201, None),
    "futex": (202, 98),
    "sched_getaffinity": (204, 123),
    "getdents64": (217, 61),
    "restart_syscall": (219, 128),
    "clock_gettime": (228, 113),
    "clock_getres": (229, 114),
    "exit_group": (231, 94),
    "newfstatat": (262, 79),
    "readlinkat": (267, 78),
    "faccessat": (269, 48),
    "getrandom": (318, 278),
    "statx": (332, 291),
    "faccessat2": (439, 439),
}

# These answer 0 at once: a sleep costs the student nothing and the grader no waiting, and a poll
# reports that its time is over. Refusing them would turn a harmless time.sleep into an error.
INSTANT: Final = {
    "poll": (7, None),
    "select": (23, None),
    "nanosleep": (35, 101),
    "clock_nanosleep": (230, 115),
    "pselect6": (270, 72),
    "ppoll": (271, 73),
}

# Opening for anything but reading: O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | __O_TMPFILE.
_WRITING: Final = 0o3 | 0o100 | 0o1000 | 0o2000 | 0o20000000
_OPENING: Final = {"open": (2, None, 1), "openat": (257, 56, 2)}  # and which argument has the flags
_MAPPING: Final = {"mmap": (9, 222, 2), "mprotect": (10, 226, 2)}
_EXECUTABLE: Final = 4
# F_SETOWN would make the kernel send signals to others, so the commands are named.
_CONTROL: Final = {
    "fcntl": (72, 25, (0, 1, 2, 3, 1030)),  # F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC
    "ioctl": (16, 29, (0x5401, 0x5450, 0x5451)),  # TCGETS (isatty), FIONCLEX, FIOCLEX
}

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL_PROCESS, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_EPERM: Final = _ERRNO | 1


def architecture() -> tuple[int, int] | None:
    """The column of the tables and the AUDIT_ARCH of this machine; None where there is none."""
    if struct.calcsize("P") != 8 or os.name != "posix":
        return None
    return ARCHITECTURES.get(platform.machine())


def program(*, executable: bool) -> bytes:
    """The filter as ``struct sock_filter[]``; ``executable`` lets libraries be loaded late.

    Raises:
        OSError: There is no table for this machine.
    """
    found = architecture()
    if found is None:
        raise OSError(f"no seccomp table for {platform.machine()}")
    column, audit = found
    rows: list[tuple[int, int, int, int]] = [
        (_LOAD, 0, 0, 4),  # seccomp_data.arch
        (_EQUAL, 1, 0, audit),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_LOAD, 0, 0, 0),  # seccomp_data.nr
    ]
    if column == 0:  # the x32 numbers would slip past the table
        rows += [(_AT_LEAST, 0, 1, 0x40000000), (_RETURN, 0, 0, _KILL_PROCESS)]
    allowed = dict(ALLOWED)
    if executable:
        allowed |= {name: row[:2] for name, row in _MAPPING.items()}
    for numbers, answer in ((allowed, _ALLOW), (INSTANT, _ERRNO)):
        for pair in numbers.values():
            if pair[column] is not None:
                rows += [(_EQUAL, 0, 1, pair[column]), (_RETURN, 0, 0, answer)]  # type: ignore[list-item]
    tested = [(row, _WRITING) for row in _OPENING.values()]
    if not executable:
        tested += [(row, _EXECUTABLE) for row in _MAPPING.values()]
    for row, mask in tested:
        if row[column] is not None:
            rows += [
                (_EQUAL, 0, 4, row[column]),  # type: ignore[list-item]
                (_LOAD, 0, 0, 16 + 8 * row[2]),  # the low half of that argument
                (_ANY_BIT, 0, 1, mask),
                (_RETURN, 0, 0, _EPERM),
                (_RETURN, 0, 0, _ALLOW),
            ]
    for x86, arm, commands in _CONTROL.values():
        rows += [(_EQUAL, 0, 2 * len(commands) + 2, (x86, arm)[column]), (_LOAD, 0, 0, 16 + 8)]
        for command in commands:
            rows += [(_EQUAL, 0, 1, command), (_RETURN, 0, 0, _ALLOW)]
        rows.append((_RETURN, 0, 0, _EPERM))
    rows.append((_RETURN, 0, 0, _EPERM))
    return b"".join(struct.pack("<HBBI", *row) for row in rows)
