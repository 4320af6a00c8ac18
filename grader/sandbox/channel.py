"""The grader's end of a child's socket: frames out and in, and never a wait without an end."""

from __future__ import annotations

import contextlib
import selectors
import socket
import time
from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any

from grader.decoding import ANSWER
from grader.express import read_run
from grader.wire import Caps, FrameReader

_PAUSE = 0.002  # seconds


class Late(Exception):
    """Nothing whole has come in time."""


class Closed(Exception):
    """The other end is closed."""


class TooMuch(Exception):
    """More has come than may come at all."""


class Channel:
    """Frames over a socket. ``most`` is how many bytes may come altogether."""

    def __init__(self, end: socket.socket, caps: Caps, most: int) -> None:
        self._socket = end
        self._caps = caps
        self._most = most
        self._taken = 0
        self._outgoing: deque[memoryview] = deque()
        self._reader = FrameReader(caps)
        self._selector = selectors.DefaultSelector()
        self._selector.register(end, selectors.EVENT_READ)
        end.setblocking(False)

    @property
    def unsent(self) -> int:
        """How many bytes the other side has yet to take."""
        return sum(map(len, self._outgoing))

    def send(self, pieces: Iterable[bytes | memoryview]) -> None:
        """Send these, now or while frames are waited for."""
        self._outgoing.extend(map(memoryview, pieces))
        self.push()

    def push(self) -> None:
        """Hand over as much as the other side takes now."""
        with contextlib.suppress(BlockingIOError, OSError):
            while self._outgoing:
                sent = self._socket.send(self._outgoing[0])
                if sent < len(self._outgoing[0]):
                    self._outgoing[0] = self._outgoing[0][sent:]
                else:
                    self._outgoing.popleft()

    def answers(self, token: int, count: int, indexes: Sequence[int]) -> list[tuple[float, Any]]:
        """Seconds and value of the plain answers that are next and have arrived; see ``read_run``.

        Nothing is waited for.
        """
        if not self._reader.follows(ANSWER):
            return []
        run, taken = read_run(self._reader.ahead(), token, count, indexes, self._caps)
        self._reader.skip(taken)
        return run

    def frame(self, until: float, *, many: bool) -> memoryview:
        """The next whole frame, waited for ``until`` then (of ``time.monotonic``).

        ``many`` says that many more are awaited, so that nobody is in a hurry.

        Raises:
            BrokenFrame: What has come begins no frame.
            Late, Closed, TooMuch: There is none.
        """
        frame = self._reader.frame()
        if frame is not None:
            return frame
        if many and not self._outgoing:
            time.sleep(_PAUSE)  # waking up for each of many answers would slow the child down
        writing = False
        try:
            while True:
                if writing != bool(self._outgoing):
                    writing = not writing
                    events = selectors.EVENT_READ | (selectors.EVENT_WRITE if writing else 0)
                    self._selector.modify(self._socket, events)
                rest = until - time.monotonic()
                if rest <= 0:
                    raise Late
                for _, events in self._selector.select(rest):
                    if events & selectors.EVENT_WRITE:
                        self.push()
                    if events & selectors.EVENT_READ:
                        self._receive()
                        frame = self._reader.frame()
                        if frame is not None:
                            return frame
        finally:
            if writing:
                self._selector.modify(self._socket, selectors.EVENT_READ)

    def _receive(self) -> None:
        try:
            count = self._socket.recv_into(self._reader.room())
        except BlockingIOError:
            return
        except OSError:
            count = 0
        if not count:
            raise Closed
        self._taken += count
        if self._taken > self._most:
            raise TooMuch
        self._reader.received(count)

    def stop(self) -> None:
        """Send and receive nothing more; the socket stays open."""
        self._selector.close()
        self._outgoing.clear()

    def close(self) -> None:
        self._socket.close()
