"""One child as the grader talks to it: frames out, replies in, and never a wait without an end."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from grader.express import in_pieces
from grader.sandbox.answers import Answer, Suspect, call_reply, load_reply, read_answer
from grader.sandbox.channel import Channel, Closed, Late, TooMuch
from grader.sandbox.endings import why_it_ended
from grader.sandbox.engines import Process
from grader.sandbox.replies import Died, LoadReply, Reply, Value
from grader.sandbox.requests import Limits, Submission, is_callable
from grader.wire import SYNC, WIRE, BrokenFrame, Caps, encode, encode_call, synced

_MANY = 8  # answers awaited
_COUNTS_PROCESSOR_TIME = hasattr(signal, "setitimer")


class Child:
    """A process that holds one submission. Once it has died it answers ``Died`` to everything."""

    def __init__(
        self, channel: socket.socket, process: Process, limits: Limits, token: int, level: int
    ) -> None:
        self.level = level
        self._process = process
        self._limits = limits
        self._token = token
        self._answered = 0
        self._left = limits.wall if _COUNTS_PROCESSOR_TIME else limits.cpu_seconds
        self._deadline: float | None = None
        self._awaited = 0
        self._died: Died | None = None
        body = min(WIRE.body, limits.memory_bytes, limits.answer_bytes)
        caps = Caps(header=WIRE.header, body=body)
        self._channel = Channel(channel, caps, limits.answer_bytes)

    def confirm(self) -> dict[str, Any]:
        """The child's own report of its lock; empty where it gave none."""
        answer = self._answer(-1, "ready")
        report = answer.details[0] if isinstance(answer, Answer) and answer.details else None
        return report if type(report) is dict else {}

    def load(self, submission: Submission) -> LoadReply:
        """Execute the submission's top-level code and find its function.

        Raises:
            LookupError: A name in ``submission.forbidden`` is not a function of NumPy or math.
        """
        import numpy as np

        for dotted in submission.forbidden:  # asked here: what a child says of it proves nothing
            if not is_callable(dotted):
                raise LookupError(dotted)
        request = {
            "source": np.frombuffer(submission.source, np.uint8),
            "filename": submission.filename,
            "function": submission.function,
            "required": None if submission.required is None else list(submission.required),
            "defaulted": list(submission.defaulted),
            "forbidden": list(submission.forbidden),
            "course_modules": list(submission.course_modules),
        }
        self._send([encode(["load"], [request]) + SYNC])
        answer = self._answer(-1)
        if isinstance(answer, Died):
            return answer
        died = self._synced(-1)
        if died is not None:
            return died
        try:
            return load_reply(answer)
        except Suspect as error:
            return self._end_broken(-1, str(error))

    def call(
        self,
        positional: Sequence[object],
        keywords: Mapping[str, object] | None = None,
        *,
        want_inputs: bool = False,
        index: int = 0,
    ) -> Reply:
        """One call, sent now and answered before this returns.

        Raises:
            UnsupportedValue: An argument does not travel.
        """
        frame = encode_call(index, positional, keywords, want_inputs=want_inputs)
        return next(self.calls([frame], [index]))

    def calls(
        self,
        frames: Sequence[bytes | memoryview],
        indexes: Sequence[int],
        *,
        deadline: float | None = None,
    ) -> Iterator[Reply]:
        """Send frames of ``encode_call`` and yield one reply each; see ``stream``."""
        if len(frames) != len(indexes):
            raise ValueError("each frame needs its index")
        return self.stream(in_pieces(frames) if frames else (), indexes, deadline=deadline)

    def stream(
        self,
        pieces: Sequence[bytes],
        indexes: Sequence[int],
        *,
        deadline: float | None = None,
    ) -> Iterator[Reply]:
        """Send what ``in_pieces`` made of calls, and yield one reply a call, in order.

        ``indexes`` are the indexes that the frames hold; ``deadline`` (of ``time.monotonic``)
        comes on top of the limits. If the child dies, the last reply is its ``Died``. Whoever
        stops listening early has ended the child: the answers under way belong to nobody.
        """
        self._deadline = deadline
        finished = False
        try:
            if pieces:
                self._send([*pieces[:-1], pieces[-1] + SYNC])
            place = 0
            while not finished and place < len(indexes):
                self._awaited = len(indexes) - place
                # All but the last: an answer too many must show before that counts.
                for value in self._plain_answers(indexes[place:-1]):
                    yield value
                    place += 1
                self._awaited = len(indexes) - place
                reply = self._reply(indexes[place], last=self._awaited == 1)
                finished = isinstance(reply, Died) or self._awaited == 1
                yield reply
                place += 1
        finally:
            self._deadline = None
            if not finished and indexes:
                self.close()

    def close(self) -> None:
        """End the process, if it has not ended, and wait until it has."""
        if self._died is None:
            self._end()
            self._died = Died("could_not_run", "the child has been closed")

    def __enter__(self) -> Child:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _reply(self, index: int, *, last: bool) -> Reply:
        answer = self._answer(index)
        if isinstance(answer, Died):
            return answer
        if last:  # a second answer to the last call would come before this one
            died = self._synced(index)
            if died is not None:
                return died
        try:
            return call_reply(answer)
        except Suspect as error:
            return self._end_broken(index, str(error))

    def _send(self, pieces: Iterable[bytes | memoryview]) -> None:
        if self._died is None:
            self._channel.send(pieces)

    def _answer(self, index: int, kind: str = "") -> Answer | Value | Died:
        if self._died is not None:
            return self._died
        try:
            frame = self._receive(index)
            if isinstance(frame, Died):
                return frame
            answer = read_answer(frame, self._token, self._answered, index, kind)
            self._answered += 1
            return answer
        except (BrokenFrame, Suspect) as error:
            return self._end_broken(index, str(error))

    def _plain_answers(self, indexes: Sequence[int]) -> list[Value]:
        """The answers to these calls that have arrived, as far as they are nothing but values."""
        if self._died is not None:
            return []
        run = self._channel.answers(self._token, self._answered, indexes)
        self._answered += len(run)
        told = zip(indexes, run, strict=False)
        return [Value(index, value, None, seconds) for index, (seconds, value) in told]

    def _synced(self, index: int) -> Died | None:
        """Wait for the end of a batch; None if nothing else comes before it."""
        try:
            frame = self._receive(index)
        except BrokenFrame as error:
            return self._end_broken(index, str(error))
        if isinstance(frame, Died):
            return frame
        if frame != synced(self._token, self._answered):
            return self._end_broken(index, "an answer too many")
        self._answered += 1
        return None

    def _receive(self, index: int) -> memoryview | Died:
        """The next whole frame, while sending what is still to be sent."""
        started = time.monotonic()
        until = started + self._left
        if self._deadline is not None:
            until = min(until, self._deadline)
        try:
            return self._channel.frame(until, many=self._awaited > _MANY)
        except Late:
            return self._end_late(index)
        except Closed:
            return self._end_silent(index)
        except TooMuch:
            self._end()
            return self._dead("memory", "its answers are too large", index)
        finally:
            self._left -= time.monotonic() - started

    def _end_late(self, index: int) -> Died:
        # Whoever waits for us takes what is sent; who takes nothing waits for something else.
        unsent = self._channel.unsent
        self._channel.push()
        stuck = unsent == self._channel.unsent
        idle = self._process.sleeps() and (not unsent or stuck)
        end = self._end()
        if end is None:
            return self._dead("could_not_run", "the sandbox itself has ended", index)
        if end.cpu_seconds >= 0.9 * self._limits.cpu_seconds or not _COUNTS_PROCESSOR_TIME:
            return self._dead("timeout", "its time was used up", index)
        if idle:  # it had everything that it needed to answer, and waited for something else
            return self._dead("timeout", "it waited for something that never came", index)
        return self._dead("timeout", "the time was over", index, wall_only=True)

    def _end_silent(self, index: int) -> Died:
        """The channel has been closed from the other side."""
        end = self._end(patience=0.05)
        if end is None:
            return self._dead("could_not_run", "the sandbox itself has ended", index)
        return self._dead(*why_it_ended(end, self._limits), index)

    def _end_broken(self, index: int, why: str) -> Died:
        self._end()
        return self._dead("crashed", f"the answer was not a valid frame: {why}", index)

    def _end(self, patience: float = 0.0) -> Any:
        self._channel.stop()
        end = self._process.end(patience)
        self._channel.close()
        return end

    def _dead(self, outcome: str, detail: str, index: int, *, wall_only: bool = False) -> Died:
        self._died = Died(outcome, detail, index, wall_only)
        return self._died
