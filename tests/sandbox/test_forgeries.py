"""A child that writes its own frames: whatever it says, it is not believed out of turn."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from grader.sandbox.pool import Limits, Sandbox, Submission
from grader.sandbox.replies import Died, Loaded, Value
from grader.wire import encode_call

Run = Callable[..., Any]

# The student finds the worker on the stack, and so its channel, its token and its count.
FORGE = """
import os, sys, json, struct
def worker():
    frame = sys._getframe()
    while frame:
        if "self" in frame.f_locals and hasattr(frame.f_locals["self"], "_token"):
            return frame.f_locals["self"]
        frame = frame.f_back
def send(data):
    worker()._channel.sendall(data)
def frame(fields, trees=(), body=b""):
    header = json.dumps([fields, list(trees)]).encode()
    header += b" " * (-len(header) % 8)
    return struct.pack("<4sIQ", b"GRD1", len(header), len(body)) + header + body
def fields(kind="value", index=0, *more):
    w = worker()
    return [kind, w._token, w._answered, index, "", *(more or (0.5,))]
"""


@pytest.mark.parametrize(
    "forgery",
    [
        "send(b'garbage' * 100)",
        "send(b'GRD1' + bytes([255]) * 12)",
        "send(struct.pack('<4sIQ', b'GRD1', 1 << 31, 0))",
        "send(struct.pack('<4sIQ', b'GRD1', 8, 1 << 62))",
        "send(struct.pack('<4sIQ', b'GRD1', 7, 0) + b'[[],[]] ')",
        "send(frame(fields(), [1.0]))",  # a second answer follows: the worker's own
        "send(frame(fields(), [1.0])); send(frame(fields(), [1.0]))",
        "send(frame(fields(index=1), [1.0]))",
        "send(frame(fields('raised')))",
        "send(frame(fields('loaded', 0, None)))",
        "send(frame(fields('unknown', 0, 'x')))",
        "send(frame(fields(), [1.0, 2.0]))",
        "send(frame(fields(), [1.0, 2.0, 3.0]))",
        "send(frame(fields(), []))",
        "send(frame(['value', 1, 1, 0, '', 0.5], [1.0]))",
        "send(frame([], [1.0]))",
        "send(frame(fields(), [['a', '<f8', [2]]], b'12345678'))",
        "send(frame(fields(), [['a', '|O', [1]]], b'12345678'))",
        "send(frame(fields(), [['a', '<f8', [1 << 62, 1 << 62]]], b'12345678'))",
        "send(frame(fields(), [['a', '<f8', [-1]]], b'12345678'))",
        "send(frame(fields(), [['g', 1]]))",
        "send(frame(fields(), [['f', 'os', 'import os']]))",
        "send(frame(fields(), ['['] ))or send(b'GRD1' + b'[' * 100000)",
        "send(frame(fields('raised', 0, 1, 2, 3, 4)))",
        "send(frame(fields('raised', 0, 'E', 'm', ['E'], [['x', 'y', 'z']])))",
        "worker()._answered += 1",
        "worker()._answered -= 1",
        "worker()._token += 1",
        "worker()._channel.sendall(frame(fields(), [1.0])); os._exit(0)",
    ],
)
def test_a_forged_answer_is_never_an_answer(level_2: Sandbox, run: Run, forgery: str) -> None:
    reply = run(level_2, f"{FORGE}\ndef answer(): {forgery}; return 1.0")
    assert isinstance(reply, Died), reply
    assert reply.outcome == "crashed"


def test_half_a_frame_is_waited_for_no_longer_than_allowed(level_2: Sandbox, run: Run) -> None:
    source = FORGE + "\ndef answer():\n    send(b'GRD1')\n    while True: pass"
    assert run(level_2, source, cpu=0.2).outcome == "timeout"


def test_a_flood_of_bytes_ends_the_child(level_2: Sandbox) -> None:
    source = FORGE + "\ndef answer():\n    while True: send(bytes(1 << 20))"
    started = time.monotonic()
    with level_2.start(Limits(cpu_seconds=2)) as child:
        assert child.load(Submission(source.encode(), "a.py", "answer")) == Loaded()
        assert isinstance(child.call([]), Died)
    assert time.monotonic() - started < 3


def test_answers_ahead_of_their_questions_are_refused(level_2: Sandbox) -> None:
    source = FORGE + (
        "\ndef answer(i):\n"
        "    if i == 0:\n"
        "        send(frame(fields(), [1.0]))\n"
        "        worker()._answered += 1\n"
        "        send(frame(fields(index=1), [1.0]))\n"
        "    return 1.0\n"
    )
    with level_2.start() as child:
        child.load(Submission(source.encode(), "a.py", "answer"))
        replies = list(child.calls([encode_call(i, [i]) for i in range(3)], range(3)))
    assert isinstance(replies[-1], Died)
    assert len(replies) <= 3


def test_a_load_answered_twice_is_refused(level_2: Sandbox, run: Run) -> None:
    source = FORGE + "\nsend(frame(fields('loaded', -1, None)))\ndef answer(): return 1"
    assert isinstance(run(level_2, source), Died)


def test_a_forged_printed_text_is_no_text(level_2: Sandbox, run: Run) -> None:
    source = FORGE + "\ndef answer():\n    worker()._printed.take = lambda: 'x' * 100_000\n"
    reply = run(level_2, source + "    return 1.0")
    assert isinstance(reply, Value)
    assert len(reply.printed) <= 10_000
