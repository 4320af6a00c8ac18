"""Inside the student's process: load the submission, answer calls, one reply a request, in order.

Nothing that this process says is believed; the grader checks every byte of it. So nothing here
is a defence: it only tells an honest student's code apart from what it did.
"""

from __future__ import annotations

import inspect
import io
import linecache
import random
import socket
import sys
import time
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from grader import express
from grader.decoding import CALLS
from grader.sandbox.guard import Guard, Printed
from grader.wire import (
    SYNC,
    BrokenFrame,
    FrameReader,
    FunctionSource,
    GeneratorSeed,
    UnsupportedValue,
    decode,
    described,
    encode,
    synced,
)

_KEPT_LINES = 20  # frames of a traceback
_KEPT_MESSAGE = 2000  # characters of an exception's text
_NOTHING: frozenset[int] = frozenset()


class Worker:
    """One conversation: frames in on ``channel``, frames out, each with ``token`` and a count."""

    def __init__(self, channel: socket.socket, token: int, guard: Guard) -> None:
        self._channel = channel
        self._token = token
        self._guard = guard
        self._printed = Printed()
        self._reader = FrameReader()
        self._unsent = b""
        self._answered = 0
        self._more = False  # whether a frame at hand asks for another answer
        self._function: Callable[..., Any] | None = None
        self._filename = ""
        self._sources: dict[FunctionSource, types.CodeType] = {}
        self._made: list[object] = []  # what the next call's records became

    def reply(
        self,
        kind: str,
        index: int,
        *details: Any,
        values: tuple[object, ...] = (),
        blanks: frozenset[int] = frozenset(),
    ) -> None:
        fields = [kind, self._token, self._answered, index, self._printed.take(), *details]
        self._send(encode(fields, values, layouts=False, blanks=blanks))

    def _send(self, frame: bytes) -> None:
        self._answered += 1
        if not self._more and self._reader.follows(SYNC):
            # Its answer comes at once: one journey for both.
            self._unsent = frame
            return
        self._channel.sendall(frame)

    def serve(self) -> None:
        """Answer requests until the grader closes the channel."""
        reader = self._reader
        while True:
            frame = reader.frame()
            if frame is None:
                count = self._channel.recv_into(reader.room())
                if not count:
                    return
                reader.received(count)
                continue
            if frame[:4] == CALLS:
                self._calls(frame)
                continue
            fields, values = decode(frame, make=self._materialise)
            if fields[0] == "call":
                self._call(fields[1], fields[2], values[0], values[1])
            elif fields[0] == "sync":  # after every batch, so that an answer too many shows
                self._channel.sendall(self._unsent + synced(self._token, self._answered))
                self._answered += 1
                self._unsent = b""
            elif fields[0] == "load":
                self._load(*values)
            else:
                raise BrokenFrame("a request of no known kind")

    def _calls(self, frame: memoryview) -> None:
        for fields, values, last in express.apart(frame, self._materialise):
            self._more = not last
            self._call(fields[1], fields[2], values[0], values[1])

    def _load(self, request: dict[str, Any]) -> None:
        try:
            self._guard.forbid(request["forbidden"])
        except LookupError as error:
            self.reply("unknown", -1, str(error))
            return
        self._guard.install(request["course_modules"])
        self._filename = request["filename"]
        random.seed(0)
        np.random.seed(0)
        module = types.ModuleType("submission")
        module.__file__ = self._filename
        sys.modules["submission"] = module
        self._redirect()
        source = request["source"].tobytes()
        text = source.decode("utf-8-sig", "replace")
        lines = io.StringIO(text, newline=None).readlines()  # where Python begins a line
        linecache.cache[self._filename] = (len(source), None, lines, self._filename)
        try:
            try:
                code = compile(source, self._filename, "exec", dont_inherit=True)
            except SyntaxError as error:
                self.reply("syntax", -1, error.lineno or 0, str(error.msg)[:_KEPT_MESSAGE])
                return
            exec(code, module.__dict__)
            kind, detail = self._inspect(module, request)
        except BaseException as error:
            self._raised(-1, error)
            return
        if self._forbidden(-1):
            return
        self.reply(kind, -1, detail)

    def _inspect(self, module: types.ModuleType, request: dict[str, Any]) -> tuple[str, Any]:
        name, required, defaulted = request["function"], request["required"], request["defaulted"]
        function = module.__dict__.get(name)
        if not callable(function):
            found = [
                key
                for key, value in module.__dict__.items()
                if type(value) is types.FunctionType
                and value.__module__ == "submission"
                and not key.startswith("_")
            ]
            return "missing", found[:50]
        self._function = function
        if required is None:
            return "loaded", None
        try:
            signature = inspect.signature(function)
        except (TypeError, ValueError):
            return "loaded", None  # a ufunc, say, tells nothing about itself
        try:
            signature.bind(*required)
            signature.bind(*required, **dict.fromkeys(defaulted))
            signature.bind(*required, *defaulted)
        except TypeError as error:
            return "signature", str(error)[:_KEPT_MESSAGE]
        return "loaded", None

    def _call(
        self, index: int, want_inputs: bool, positional: list[Any], keywords: dict[str, Any]
    ) -> None:
        self._redirect()
        blanks = _NOTHING
        if self._made:
            blanks, self._made = frozenset(map(id, self._made)), []
        # What is sent back is what was given, also where a submission digs out the list it came in.
        given, named = tuple(positional), tuple(keywords.items())
        try:
            started = time.perf_counter()
            result = self._function(*positional, **keywords)  # type: ignore[misc]
            seconds = time.perf_counter() - started
            if self._forbidden(index):
                return
        except BaseException as error:
            self._raised(index, error)
            return
        try:
            if id(result) in blanks:
                raise UnsupportedValue(described(result))
            if not want_inputs and self._printed.nothing:
                turn = self._token, self._answered, index
                self._send(express.answer(*turn, seconds, result, blanks))
                return
            values = (result, list(given), dict(named)) if want_inputs else (result,)
            self.reply("value", index, seconds, values=values, blanks=blanks)
        except UnsupportedValue as error:
            self.reply("unsupported", index, str(error), want_inputs and _travels(result))
        except BaseException as error:  # no memory for it, or a class that does not tell its name
            self._raised(index, error)

    def _raised(self, index: int, error: BaseException) -> None:
        if self._forbidden(index):
            return
        kind = type(error)
        ancestors = [str(base.__name__)[:100] for base in kind.__mro__[:50]]
        try:
            message = str(error)[:_KEPT_MESSAGE]
        except BaseException:
            message = "(its text could not be made)"
        lines = self._lines(error)
        del error
        self.reply("raised", index, ancestors[0], str(message), ancestors, lines)

    def _lines(self, error: BaseException) -> list[tuple[int, str, str]]:
        """Number, text and function of each frame in the student's own file, outermost first."""
        found = []
        trace = error.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            if code.co_filename == self._filename:
                found.append((trace.tb_lineno, code.co_name))
            trace = trace.tb_next
        if isinstance(error, SyntaxError) and error.filename == self._filename:
            found.append((error.lineno or 0, ""))
        if len(found) > _KEPT_LINES:
            found = found[: _KEPT_LINES // 2] + found[-_KEPT_LINES // 2 :]
        text = linecache.getline
        return [(n, text(self._filename, n).strip()[:200], name[:100]) for n, name in found]

    def _materialise(self, record: GeneratorSeed | FunctionSource) -> Any:
        if isinstance(record, GeneratorSeed):
            made: Any = np.random.default_rng(record.seed)
        else:
            code = self._sources.get(record)
            if code is None:
                code = compile(record.source, f"<{record.name}>", "exec", dont_inherit=True)
                self._sources[record] = code
            namespace: dict[str, Any] = {"np": np, "numpy": np, "__name__": "given"}
            exec(code, namespace)
            made = namespace[record.name]
        self._made.append(made)
        return made

    def _redirect(self) -> None:
        sys.stdout = sys.stderr = self._printed

    def _forbidden(self, index: int) -> bool:
        used = self._guard.use()
        if used is not None:
            self.reply("forbidden", index, *used)
        return used is not None


def _travels(value: object) -> bool:
    try:
        encode([], [value])
    except UnsupportedValue:
        return False
    return True
