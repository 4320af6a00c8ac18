"""The lock of a child: limits, Landlock and seccomp, put on before the student's source arrives.

Everything is tried from inside once it is on, and the report says what was seen to hold, not what
was asked for: a filter that could not be installed is never reported as installed.
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import signal
import socket
import struct
import sys
from collections.abc import Callable, Iterable
from typing import Final

from grader.sandbox.syscalls import architecture, program

_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_KEEPCAPS, _PR_SET_NO_NEW_PRIVS = 1, 4, 8, 38
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_SECCOMP, _CAPSET = (317, 277), (126, 91)
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_RIGHTS: Final = {1: 13, 2: 14, 3: 15, 4: 15}  # how many file rights an ABI knows; 16 from 5 on
_NOBODY: Final = 65534
_DAC_READ_SEARCH: Final = 1 << 2


def _column() -> int:
    found = architecture()
    return found[0] if found else 0


def _call(number: int, *arguments: object) -> int:
    """One direct system call; raises OSError."""
    converted = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result = int(_libc.syscall(ctypes.c_long(number), *converted))
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


def _prctl(option: int, value: int) -> None:
    if _libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def landlock_abi() -> int:
    """The version of Landlock that the kernel offers; 0 where it offers none."""
    if architecture() is None:
        return 0
    try:
        return _call(_LANDLOCK_CREATE, 0, 0, 1)
    except OSError:
        return 0


def readable_only(paths: Iterable[str], listed: Iterable[str]) -> int:
    """A Landlock ruleset: ``paths`` can be read, ``listed`` directories listed, nothing else.

    Returns:
        Its descriptor, to be shared by every child.

    Raises:
        OSError: The kernel has no Landlock.
    """
    abi = landlock_abi()
    rights = (1 << _RIGHTS.get(abi, 16)) - 1
    network = 0b11 if abi >= 4 else 0  # binding and connecting TCP
    scope = 0b11 if abi >= 6 else 0  # abstract sockets and signals of others
    size = 8 if abi < 4 else 16 if abi < 6 else 24
    attributes = struct.pack("<QQQ", rights, network, scope)[:size]
    ruleset = _call(_LANDLOCK_CREATE, ctypes.c_char_p(attributes), size, 0)
    for path in paths:
        _allow(ruleset, path, _READ_FILE | (_READ_DIR if os.path.isdir(path) else 0))
    for path in listed:
        _allow(ruleset, path, _READ_DIR)
    return ruleset


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there need not be readable
    try:
        rule = struct.pack("<Qi", rights, descriptor)
        _call(_LANDLOCK_ADD, ruleset, 1, ctypes.c_char_p(rule), 0)
    finally:
        os.close(descriptor)


def drop_root(needed: Iterable[str]) -> bool:
    """Become nobody for good; True if this process was root and no longer is.

    RLIMIT_NPROC and file modes mean nothing to root. Where nobody may not read what is ``needed``
    (an interpreter under /root, say), the one capability to read is kept, which Landlock then
    confines to the interpreter's files.
    """
    if os.geteuid() != 0:
        return False
    try:
        _prctl(_PR_SET_KEEPCAPS, 1)
        os.setgroups([])
        os.setresgid(_NOBODY, _NOBODY, _NOBODY)
        os.setresuid(_NOBODY, _NOBODY, _NOBODY)
    except OSError:
        return False
    readable = all(os.access(path, os.R_OK) for path in needed)
    try:
        _keep_capabilities(0 if readable else _DAC_READ_SEARCH)
    except OSError:
        _keep_capabilities(0)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    return True


def _keep_capabilities(kept: int) -> None:
    header = struct.pack("<Ii", 0x20080522, 0)  # _LINUX_CAPABILITY_VERSION_3, this process
    data = struct.pack("<6I", kept, kept, 0, 0, 0, 0)
    _call(_CAPSET[_column()], ctypes.c_char_p(header), ctypes.c_char_p(data))


def mapped_bytes() -> int:
    """How much address space this process has mapped; a guess where /proc is not to be had."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 1 << 29


def limit(cpu_seconds: float, memory_bytes: int, mapped: int, *, strict: bool) -> None:
    """Resource limits of this process. Only where ``strict`` must every one of them be set."""
    whole = int(cpu_seconds) + 2  # the timer below is exact; this one kills what escaped it
    for name, value in {
        "RLIMIT_AS": mapped + memory_bytes,
        "RLIMIT_CPU": whole,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_CORE": 0,
        "RLIMIT_NOFILE": 64,
        "RLIMIT_NPROC": 0,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_MSGQUEUE": 0,
    }.items():
        which = getattr(resource, name, None)
        try:
            if which is not None:
                hard = resource.getrlimit(which)[1]
                top = value if hard == resource.RLIM_INFINITY else min(value, hard)
                resource.setrlimit(which, (top, top))
        except (OSError, ValueError):
            if strict:
                raise
    # ITIMER_PROF counts processor time, and SIGPROF ends a process that does not handle it.
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, max(cpu_seconds, 0.001))


class Lock:
    """Prepared once in the zygote, put on in each child."""

    def __init__(self, paths: Iterable[str], listed: Iterable[str], *, executable: bool) -> None:
        self._ruleset = readable_only(paths, listed)
        code = program(executable=executable)
        self._code = ctypes.create_string_buffer(code, len(code))
        self._program = ctypes.create_string_buffer(
            struct.pack("<H6xQ", len(code) // 8, ctypes.addressof(self._code))
        )
        self._seccomp = _SECCOMP[_column()]
        self._mapped = mapped_bytes()
        self._parent = os.getpid()

    def adopt(self) -> None:
        """From now on this process forks the children, and they end with it."""
        self._parent = os.getpid()

    def confine(self, channel: int) -> None:
        """The first half, which needs no limits: leave everything but files to read behind.

        Keeps descriptors 0 to 2 and ``channel``. Raises OSError where a part cannot be put on.
        """
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != self._parent:
            os._exit(1)  # the zygote died before the line above
        _prctl(_PR_SET_DUMPABLE, 0)
        _prctl(_PR_SET_NO_NEW_PRIVS, 1)
        _call(_LANDLOCK_RESTRICT, self._ruleset, 0)
        os.closerange(3, channel)
        os.closerange(channel + 1, 1 << 20)

    def close(self, cpu_seconds: float, memory_bytes: int) -> dict[str, bool]:
        """The second half: limits and the filter; then try whether it all holds.

        Returns:
            ``landlock`` and ``seccomp``: whether each was seen to hold. ``reads``: see ``reads``.

        Raises:
            OSError: A part could not be put on at all.
        """
        limit(cpu_seconds, memory_bytes, self._mapped, strict=True)
        _call(self._seccomp, 1, 0, self._program)  # SECCOMP_SET_MODE_FILTER
        return {"landlock": _landlock_holds(), "seccomp": _seccomp_holds(), "reads": reads()}


def reads() -> bool:
    """Whether this process can read what submissions import: the standard library and NumPy.

    Nobody, who root becomes, may not where the interpreter lies in somebody's home.
    """
    for module in (os, sys.modules.get("numpy")):
        try:
            os.close(os.open(getattr(module, "__file__", None) or "", os.O_RDONLY))
        except PermissionError:
            return False
        except OSError:
            continue  # there is no such file where the library is a zip, or bytecode alone
    return True


def _landlock_holds() -> bool:
    return _fails(errno.EACCES, lambda: os.open("/", os.O_RDONLY | os.O_DIRECTORY))


def _seccomp_holds() -> bool:
    return (
        _fails(errno.EPERM, lambda: socket.socket(socket.AF_UNIX))
        and _fails(errno.EPERM, lambda: os.open("/dev/null", os.O_WRONLY))
        and _fails(errno.EPERM, lambda: os.kill(os.getpid(), 0))
        and _fails(errno.EPERM, lambda: _prctl(_PR_SET_DUMPABLE, 1))
        and _fails(errno.EPERM, lambda: signal.setitimer(signal.ITIMER_PROF, 0))
    )


def _fails(code: int, attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError as error:
        return error.errno == code
    return False
