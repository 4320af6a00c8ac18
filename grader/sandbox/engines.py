"""The two ways to a child process: forked from a locked zygote, or spawned for itself."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from grader.errors import CouldNotRun
from grader.sandbox.launch import settings, start_process
from grader.sandbox.requests import Limits

_PATIENCE = 30.0  # seconds for an interpreter to come up on a busy machine


@dataclass(frozen=True)
class End:
    """How a process ended: the signal that ended it (0 for none) and its processor time.

    ``ours`` says that it had to be killed from here.
    """

    signal: int
    cpu_seconds: float
    ours: bool


class Process(Protocol):
    """One child as the grader holds it."""

    def sleeps(self) -> bool:
        """Whether it waits for something that is not the processor."""
        ...

    def end(self, patience: float) -> End | None:
        """Give it ``patience`` seconds to end, kill it, wait; None where nobody knows how."""
        ...


class Engine(Protocol):
    """Makes child processes."""

    def start(self, limits: Limits, token: int) -> tuple[socket.socket, Process]: ...
    def close(self) -> None: ...


class Zygote:
    """Levels 2 and 3: one warm process, a fork a child. Starts at once, without waiting.

    ``of`` is another one of the same kind, whose copy this is: that takes no time to warm up. It
    ends before that one does.
    """

    def __init__(self, allow: Sequence[str], bubblewrap: str, of: Zygote | None = None) -> None:
        self.ready: dict[str, Any] | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            if of is not None:
                with contextlib.suppress(OSError):  # gone, which shows when it is waited for
                    socket.send_fds(of._control, [b"copy"], [theirs.fileno()])
                return
            self._process = start_process(
                settings(allow, fork=True),
                str(theirs.fileno()),
                inherit=[theirs.fileno()],
                bubblewrap=bubblewrap,
            )
        except CouldNotRun:
            self._control.close()
            raise
        finally:
            theirs.close()

    def wait(self) -> str:
        """Wait until it is up; why it cannot lock a child, or nothing where it can."""
        if self.ready is None:
            try:
                self._control.settimeout(_PATIENCE)
                answer = self._control.recv(65536)
            except OSError as error:
                answer = b""
                if self._process is not None:
                    self._process.kill()
                self.ready = {"lock": f"the process did not come up: {error}"}
            if answer:
                self.ready = json.loads(answer)
            elif self.ready is None:
                said = last_words(self._process) if self._process else "there is none to copy"
                self.ready = {"lock": f"the process ended while starting: {said}"}
        return str(self.ready["lock"])

    def start(self, limits: Limits, token: int) -> tuple[socket.socket, Process]:
        """Fork a child.

        Raises:
            OSError: The zygote is gone.
        """
        self.wait()
        self._control.send(b"child")
        answer, descriptors, _, _ = socket.recv_fds(self._control, 64, 2)
        if len(descriptors) != 2:
            raise BrokenPipeError("the zygote has ended")
        channel = socket.socket(fileno=descriptors[0])
        child = Forked(self, int(answer), descriptors[1])
        hand_limits(channel, limits, token)
        return channel, child

    def reap(self, pid: int, ours: bool) -> End | None:
        """Wait for a child that is ending; None where the zygote itself is gone."""
        try:
            self._control.send(str(pid).encode())
            answer = json.loads(self._control.recv(4096) or b"null")
        except OSError:
            return None
        if answer is None:
            return None
        status = answer["status"]
        return End(os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, answer["cpu"], ours)

    def close(self) -> None:
        self._control.close()  # it ends its children and itself
        if self._process is not None:
            end_process(self._process)


class Forked:
    """A child of a zygote, known by a descriptor of the process itself, never by its number."""

    def __init__(self, zygote: Zygote, pid: int, descriptor: int) -> None:
        self._zygote = zygote
        self._pid = pid
        self._descriptor = descriptor

    def sleeps(self) -> bool:
        with contextlib.suppress(OSError, ValueError, LookupError):
            known = Path(f"/proc/self/fdinfo/{self._descriptor}").read_text("ascii")
            rows = dict(line.split(":", 1) for line in known.splitlines())
            return _is_asleep(int(rows["Pid"]))
        return False

    def end(self, patience: float) -> End | None:
        poller = select.poll()
        poller.register(self._descriptor, select.POLLIN)
        ours = not poller.poll(1000 * patience)
        if ours:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._descriptor, signal.SIGKILL)
        ended = poller.poll(5000)
        os.close(self._descriptor)
        return self._zygote.reap(self._pid, ours) if ended else None


class Spawner:
    """Level 1: an interpreter a child, one always ahead. Deadlines and nothing else promised."""

    def __init__(self, allow: Sequence[str]) -> None:
        self._settings = settings(allow, fork=False)
        self._ahead: Spawned | None = None
        self._ahead = Spawned(self._settings)

    def start(self, limits: Limits, token: int) -> tuple[socket.socket, Process]:
        child, self._ahead = self._ahead or Spawned(self._settings), None
        channel = child.channel()
        hand_limits(channel, limits, token)
        self._ahead = Spawned(self._settings)
        return channel, child

    def close(self) -> None:
        if self._ahead is not None:
            self._ahead.discard()
            self._ahead = None


class Spawned:
    """A child that is an interpreter of its own."""

    def __init__(self, options: dict[str, Any]) -> None:
        self._listener: socket.socket | None = None
        self._password = os.urandom(16).hex()
        if os.name == "posix":
            self._channel, theirs = socket.socketpair()
            with theirs:
                number = theirs.fileno()
                self._process = start_process(options, str(number), inherit=[number])
        else:  # no descriptors to inherit: it calls back
            self._listener = socket.create_server(("127.0.0.1", 0))
            port = self._listener.getsockname()[1]
            self._process = start_process(options, f":{port}:{self._password}")

    def channel(self) -> socket.socket:
        """Raises OSError where it has not called back in time, or somebody else has."""
        if self._listener is not None:
            self._listener.settimeout(_PATIENCE)
            with self._listener:
                self._channel, _ = self._listener.accept()
            self._listener = None
            said = self._channel.recv(len(self._password), socket.MSG_WAITALL)
            from hmac import compare_digest

            if not compare_digest(said, self._password.encode()):
                raise ConnectionError("somebody else answered")
        return self._channel

    def discard(self) -> None:
        """End it although nobody has spoken to it yet."""
        self.end(0.0)
        (self._listener or self._channel).close()

    def sleeps(self) -> bool:
        with contextlib.suppress(OSError, LookupError):
            return _is_asleep(self._process.pid)
        return False

    def end(self, patience: float) -> End | None:
        before = _children_seconds()
        ours = False
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            ours = True
            self._process.kill()
        code = end_process(self._process)
        return End(max(0, -code), _children_seconds() - before, ours)


def hand_limits(channel: socket.socket, limits: Limits, token: int) -> None:
    """The first thing that a child hears; it answers with the report of its lock."""
    request = {"cpu": limits.cpu_seconds, "memory": limits.memory_bytes, "token": token}
    with contextlib.suppress(BrokenPipeError):  # it has ended already, which shows when it is asked
        channel.sendall(json.dumps(request).encode())


def _is_asleep(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()[0]
    return state == "S"


def _children_seconds() -> float:
    """Processor time of the children waited for so far; 0 where nobody counts."""
    times = os.times()
    return times.children_user + times.children_system


def last_words(process: subprocess.Popen[bytes]) -> str:
    """The last line that a process wrote before it ended."""
    assert process.stderr is not None
    end_process(process, patience=1.0, close=False)
    with process.stderr as pipe:
        os.set_blocking(pipe.fileno(), False)
        said = (pipe.read(65536) or b"").decode("utf-8", "replace").strip().splitlines()
    return said[-1][:300] if said else f"exit status {process.returncode}"


def end_process(
    process: subprocess.Popen[bytes], patience: float = 0.5, *, close: bool = True
) -> int:
    """Wait for a process that has been told to end, kill it if it does not; its exit status."""
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if close and process.stderr is not None:
        process.stderr.close()
    return process.returncode
