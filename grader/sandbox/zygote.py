"""The warm process that children are forked from, and the cold one that is a child itself.

Started by ``grader.sandbox.launch`` as ``python -I -S -c BOOTSTRAP ROOT SETTINGS DESCRIPTOR``. It
imports NumPy and what students use, gives up being root, and then forks a locked child for each
request. No student's code ever runs in it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import sys
import types
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from grader.sandbox.guard import Guard, lend_builtins

if TYPE_CHECKING:
    from grader.sandbox.lock import Lock

Converse = Callable[[socket.socket, int, dict[str, bool]], None]

# What students import, so that no child waits for it, and whatever has machine code of its own:
# a locked child maps nothing executable, so what is not here by then cannot be loaded later.
_READY_MADE = """
numpy numpy.fft numpy.lib.stride_tricks numpy.linalg numpy.polynomial numpy.random
abc array bisect cmath collections contextlib copy ctypes dataclasses datetime decimal
encodings.utf_8_sig enum fcntl fractions functools gc hashlib heapq inspect io itertools json math
mmap numbers operator pickle pyexpat queue random re resource select statistics string struct
subprocess tempfile textwrap threading time timeit traceback typing unicodedata warnings weakref
zlib _bz2 _csv _elementtree _lsprof _lzma _multiprocessing _posixshmem _uuid _zoneinfo grp termios
"""


def serve(settings: dict[str, Any], descriptor: int) -> None:
    """Warm up, say what this machine can do, then hand out a child a request until the end."""
    converse = _warm_up(settings)
    control = socket.socket(fileno=descriptor)
    ready: dict[str, Any] = {"dropped": False, "landlock": 0, "lock": ""}
    lock: Lock | None = None
    try:
        from grader.sandbox import lock as locks

        ready["dropped"] = locks.drop_root(settings["readable"])
        ready["landlock"] = locks.landlock_abi()
        lock = locks.Lock(
            settings["readable"], settings["listed"], executable=settings["executable"]
        )
    except (OSError, ImportError) as error:
        ready["lock"] = f"{type(error).__name__}: {error}"
    _forget_the_engine()
    gc.collect()
    gc.freeze()  # a collection in a child would touch, and so copy, every page of this
    os.dup2(0, 2)  # what went wrong until here was for the grader's eyes; a child's is not
    control.send(json.dumps(ready).encode())
    if lock is None:
        return
    children: set[int] = set()
    pid, channel = _fork(lock, converse)
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 64, 1)
        if not message:
            break
        if message == b"copy":
            if os.fork():
                os.close(descriptors[0])
                continue
            # Another of its kind, for somebody else: nothing of the first one's is its own.
            control.close()
            channel.close()
            control = socket.socket(fileno=descriptors[0])
            lock.adopt()
            control.send(json.dumps(ready).encode())
            children.clear()
            pid, channel = _fork(lock, converse)
        elif message == b"child":
            pidfd = os.pidfd_open(pid)
            socket.send_fds(control, [str(pid).encode()], [channel.fileno(), pidfd])
            os.close(pidfd)
            channel.close()
            children.add(pid)
            pid, channel = _fork(lock, converse)  # always one ahead: nobody waits for a fork
        else:
            children.discard(int(message))
            control.send(json.dumps(_reap(int(message))).encode())
    for child in (*children, pid):
        with contextlib.suppress(OSError):
            os.kill(child, signal.SIGKILL)


def _fork(lock: Lock, converse: Converse) -> tuple[int, socket.socket]:
    """A child that waits for its limits, and the grader's end of its channel."""
    ours, theirs = socket.socketpair()
    pid = os.fork()
    if pid:
        theirs.close()
        return pid, ours
    try:
        lock.confine(theirs.fileno())
        _touch()
        request = json.loads(theirs.recv(4096))
        report = lock.close(request["cpu"], request["memory"])
        converse(theirs, request["token"], report)
    finally:
        os._exit(0)


def _touch() -> None:
    """Use what every submission uses, so that its pages are this process's own beforehand."""
    import inspect
    import random

    import numpy as np

    random.seed(0)
    np.random.seed(0)
    space: dict[str, Any] = {"np": np}
    source = "def f(x, axis=-1):\n    return np.exp(x - x.max(axis, keepdims=True)).sum(axis)"
    exec(compile(source, "touch", "exec", dont_inherit=True), space)
    space["f"](np.ones((2, 3)))
    inspect.signature(space["f"]).bind("x", axis=0)


def run_one(settings: dict[str, Any], channel: socket.socket) -> None:
    """Be the child oneself, with no more lock than limits: level 1."""
    converse = _warm_up(settings)
    request = json.loads(channel.recv(4096))
    report = {"landlock": False, "seccomp": False, "reads": True}
    with contextlib.suppress(ImportError, OSError, ValueError, AttributeError):
        from grader.sandbox import lock

        lock.drop_root(settings["readable"])
        lock.limit(request["cpu"], request["memory"], lock.mapped_bytes(), strict=False)
        report["reads"] = lock.reads()
    _forget_the_engine()
    os.dup2(0, 2)
    converse(channel, request["token"], report)


def main() -> None:
    """Read the command line that ``grader.sandbox.launch`` wrote, and be what it asks for."""
    settings, address = json.loads(sys.argv[2]), sys.argv[3]
    sys.argv = ["submission"]
    if settings["fork"]:
        serve(settings, int(address))
    elif address.startswith(":"):  # no descriptors to inherit: call back, and say who it is
        port, _, password = address[1:].partition(":")
        channel = socket.create_connection(("127.0.0.1", int(port)), timeout=30)
        channel.settimeout(None)
        channel.sendall(password.encode())
        run_one(settings, channel)
    else:
        run_one(settings, socket.socket(fileno=int(address)))
    os._exit(0)


def _warm_up(settings: dict[str, Any]) -> Converse:
    """Import what students use; how to converse with the grader from here on."""
    sys.path += settings["folders"]
    for name in [*_READY_MADE.split(), *settings["packages"]] if settings["fork"] else ["logging"]:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    import numpy as np

    from grader.sandbox.worker import Worker

    np.linalg.inv(np.eye(4) @ np.eye(4))  # some BLAS load their kernels only when first used
    np.seterr(all="ignore")
    warnings.simplefilter("ignore")
    lend_builtins()
    guard = Guard(settings["folders"], ["numpy", *settings["packages"]])

    def converse(channel: socket.socket, token: int, report: dict[str, bool]) -> None:
        worker = Worker(channel, token, guard)
        worker.reply("ready", -1, report)
        worker.serve()

    return converse


def _forget_the_engine() -> None:
    """Leave the student nothing to import but NumPy and the standard library."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "grader"]:
        del sys.modules[name]
    sys.modules["__main__"] = types.ModuleType("__main__")
    standard = os.path.dirname(os.__file__)
    sys.path[:] = [p for p in sys.path if p.startswith(standard) and "-packages" not in p]


def _reap(pid: int) -> dict[str, Any]:
    """How a child ended and the processor time it used."""
    try:
        _, status, usage = os.wait4(pid, 0)
    except ChildProcessError:
        return {"status": 0, "cpu": 0.0}
    return {"status": status, "cpu": usage.ru_utime + usage.ru_stime}
