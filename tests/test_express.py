"""The quick frames say what the others say, and believe as little."""

from __future__ import annotations

import json
import struct
from contextlib import suppress
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader import express
from grader.decoding import PREFIX, frame_length
from grader.encoding import WIRE, BrokenFrame, Caps, GeneratorSeed, UnsupportedValue
from grader.sandbox.answers import Suspect, read_answer
from grader.sandbox.replies import Value
from grader.wire import decode, encode_call
from tests.test_wire import ARRAYS, TREES, VALUES, same

QUICK = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
ANSWERS = ARRAYS | st.floats() | st.floats().map(np.float64) | VALUES
X = np.arange(6.0).reshape(2, 3)


def frame_of(value: Any) -> bytes:
    return express.answer(7, 3, 11, 0.25, value)


@QUICK
@given(ANSWERS)
def test_an_answer_arrives_as_it_was(value: Any) -> None:
    told = express.read_answer(memoryview(frame_of(value)), WIRE)
    assert told[:4] == (7, 3, 11, 0.25)
    assert same(told[4], value)


@pytest.mark.parametrize("value", [np.array(["a"]), {1: X}, {3}, (X, [object()])])
def test_what_does_not_travel_is_said(value: Any) -> None:
    with pytest.raises(UnsupportedValue, match="^a"):
        express.answer(7, 3, 11, 0.25, value)


def test_what_is_to_be_blank_arrives_as_none() -> None:
    lent = np.random.default_rng(0)
    frame = express.answer(7, 3, 11, 0.25, (X, lent), frozenset([id(lent)]))
    value = express.read_answer(memoryview(frame), WIRE)[4]
    assert same(value, (X, None))


def test_a_value_of_too_many_parts_is_unsupported() -> None:
    with pytest.raises(UnsupportedValue, match="parts"):
        express.answer(7, 3, 11, 0.25, ["x" * 200] * 30_000)


def test_a_view_arrives_as_its_elements() -> None:
    told = express.read_answer(memoryview(frame_of(X.T[::2])), WIRE)
    assert told[4].tolist() == X.T[::2].tolist()
    assert told[4].flags.writeable and told[4].flags.owndata


@QUICK
@given(st.data())
def test_damaged_answers_are_broken_and_nothing_worse(data: st.DataObject) -> None:
    frame = bytearray(frame_of(data.draw(ANSWERS)))
    for _ in range(data.draw(st.integers(1, 4))):
        frame[data.draw(st.integers(0, len(frame) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del frame[data.draw(st.integers(0, len(frame) - 1)) :]
    with suppress(BrokenFrame):
        express.read_answer(memoryview(bytes(frame)), WIRE)


# --- many at once --------------------------------------------------------------------------------


def one_by_one(stream: bytes, count: int) -> list[tuple[float, Any]]:
    """Seconds and value of each answer up to the first bad one, read with care."""
    found: list[tuple[float, Any]] = []
    with suppress(BrokenFrame, Suspect):
        while len(found) < count and len(stream) >= PREFIX.size:
            length = frame_length(memoryview(stream))
            turn = len(found)
            told = read_answer(memoryview(stream[:length]), 7, 3 + turn, 11 + turn)
            assert isinstance(told, Value)
            found.append((told.seconds, told.value))
            stream = stream[length:]
    return found


def answers_of(values: list[Any]) -> bytes:
    frames = [express.answer(7, 3 + n, 11 + n, 0.25 * n, value) for n, value in enumerate(values)]
    return b"".join(frames)


RUNS = st.lists(ANSWERS, min_size=1, max_size=5)


@QUICK
@given(st.data())
def test_a_run_of_answers_is_what_they_are_one_by_one(data: st.DataObject) -> None:
    values = data.draw(RUNS)
    stream = bytearray(answers_of(values))
    for _ in range(data.draw(st.integers(0, 3))):
        stream[data.draw(st.integers(0, len(stream) - 1))] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del stream[data.draw(st.integers(0, len(stream) - 1)) :]
    wanted = range(11, 11 + data.draw(st.integers(0, len(values))))
    slowly = one_by_one(bytes(stream), len(wanted))
    quickly, taken = express.read_run(bytearray(stream), 7, 3, wanted, WIRE)
    assert len(quickly) <= len(slowly)  # what it does not take is read with care
    for (seconds, value), (other, right) in zip(quickly, slowly, strict=False):
        assert seconds == other
        assert same(value, right)
    assert taken <= len(stream)


def test_a_whole_run_is_taken_and_shares_nothing() -> None:
    values = [X, 1.5, np.float64(2.5), np.arange(3), X.astype(np.float32), np.ones((1, 2, 3))]
    values += [{"W": X, "cache": (X.T, [None, "text", True, 7])}, np.array([True, False]), 3]
    stream = answers_of(values)
    found, taken = express.read_run(bytearray(stream), 7, 3, range(11, 20), WIRE)
    # Truth values are looked at one by one, so that they end the run.
    assert taken == len(answers_of(values[:7]))
    assert [seconds for seconds, _ in found] == [0.25 * n for n in range(7)]
    assert all(map(same, (value for _, value in found), values))
    found[0][1][...] = -1.0
    assert all(map(same, (value for _, value in found[1:]), values[1:]))


@pytest.mark.parametrize("turn", [(8, 3, 11), (7, 4, 11), (7, 3, 12)])
def test_a_run_ends_before_an_answer_out_of_turn(turn: tuple[int, int, int]) -> None:
    right, wrong = answers_of([X]), express.answer(*turn, 0.0, X)
    assert express.read_run(bytearray(wrong), 7, 3, [11], WIRE) == ([], 0)
    later = express.answer(turn[0], turn[1] + 1, turn[2] + 1, 0.0, X)
    found, taken = express.read_run(bytearray(right + later), 7, 3, [11, 12], WIRE)
    assert (len(found), taken) == (1, len(right))


@pytest.mark.parametrize("seconds", [-1.0, 1e6, float("nan"), float("inf")])
def test_a_run_ends_before_an_answer_that_took_no_time_there_is(seconds: float) -> None:
    frame = express.answer(7, 3, 11, seconds, X)
    assert express.read_run(bytearray(frame), 7, 3, [11], WIRE) == ([], 0)


def forged_tree(text: bytes, body: bytes = b"", code: bytes = bytes(8)) -> bytes:
    header = struct.pack("<QQqd8sq", 7, 3, 11, 0.25, code, -3) + text
    return PREFIX.pack(b"GRDA", len(header), len(body)) + header + body


def forged(axes: int, shape: tuple[int, ...], body: bytes, code: bytes = b"<f8\0\0\0\0\0") -> bytes:
    header = struct.pack("<QQqd8sq", 7, 3, 11, 0.25, code, axes)
    header += struct.pack(f"<{len(shape)}q", *shape)
    return PREFIX.pack(b"GRDA", len(header), len(body)) + header + body


@QUICK
@given(TREES, st.integers(0, 6))
def test_hostile_trees_are_broken_and_nothing_worse(tree: Any, words: int) -> None:
    for content in (tree, ["l", tree], ["a", "<f8", tree], ["d", tree, tree]):
        text = json.dumps(content).encode()
        frame = forged_tree(text + b" " * (-len(text) % 8), b"\2" * 8 * words)
        found, taken = express.read_run(bytearray(frame), 7, 3, [11], WIRE)
        assert (len(found), taken) in ((0, 0), (1, len(frame)))
        with suppress(BrokenFrame):
            express.read_answer(memoryview(frame), WIRE)
            assert found
            continue
        assert not found


@pytest.mark.parametrize(
    "frame",
    [
        forged(2, (2, 3), bytes(40)),  # less than it says
        forged(2, (2, 3), bytes(56)),  # more than it says
        forged(2, (-2, -3), bytes(48)),
        forged(2, (1 << 62, 4), bytes(48)),  # a product that wraps around
        forged(2, (0, 1 << 40), b""),  # costs nothing, but its sums would
        forged(1, (2, 3), bytes(48)),  # another number of axes
        forged(9, (1,) * 9, bytes(8)),
        forged(-3, (), bytes(8)),
        forged(-2, (), bytes(16), b"<c16\0\0\0\0"),  # no float
        forged(0, (), bytes(8), b"|O\0\0\0\0\0\0"),
        forged(1, (1,), b"\2" + bytes(7), b"|b1\0\0\0\0\0"),  # neither true nor false
        forged(0, (), bytes(8))[:40],
        forged(-3, (), b"", bytes(8)),  # a tree without its text
        forged_tree(b'["a", "<f8", [2] ]      ', bytes(8)),  # more than there is
        forged_tree(b'["a", "<f8", [1] ]      ', bytes(16)),  # less than there is
        forged_tree(b'["a", "|b1", [1] ]      ', b"\2" + bytes(7)),
        forged_tree(b'["l", ["f","f","f=1"]]  '),  # what would be executed
        forged_tree(b'["l",["g",0]]   '),
        forged_tree(b"1       ", code=b"<f8\0\0\0\0\0"),
        forged_tree(b"1       ")[:4] + struct.pack("<IQ", 40, 16) + forged_tree(b"1       ")[16:],
        forged_tree(b"1 2     "),
        forged_tree(b"{}      "),
        forged_tree(b"\xff       "),
        forged_tree(b"[" * 100_000),
        forged_tree(b"9" * 8000),
        forged_tree(b"1    "),  # of no whole number of words
    ],
)
def test_impossible_answers_are_broken(frame: bytes) -> None:
    with pytest.raises(BrokenFrame):
        express.read_answer(memoryview(frame), WIRE)
    assert express.read_run(bytearray(frame), 7, 3, [11], WIRE) == ([], 0)


def test_claims_are_checked_against_the_caps() -> None:
    with pytest.raises(BrokenFrame):
        express.read_answer(memoryview(frame_of(np.zeros(100))), Caps(body=64))
    frame = bytearray(frame_of(np.zeros(100)))
    assert express.read_run(frame, 7, 3, [11], Caps(body=64)) == ([], 0)


@pytest.mark.parametrize("mine", [(8, 3, 11), (7, 4, 11), (7, 3, 12)])
def test_an_answer_out_of_turn_is_suspect(mine: tuple[int, int, int]) -> None:
    with pytest.raises(Suspect):
        read_answer(memoryview(frame_of(X)), *mine)
    with pytest.raises(Suspect):
        read_answer(memoryview(frame_of(X)), 7, 3, 11, kind="ready")
    told = read_answer(memoryview(frame_of(X)), 7, 3, 11)
    assert isinstance(told, Value) and told.value.tolist() == X.tolist()


@pytest.mark.parametrize("seconds", [-1.0, 1e6, float("nan"), float("inf")])
def test_an_answer_that_took_no_time_there_is_is_suspect(seconds: float) -> None:
    frame = express.answer(7, 3, 11, seconds, X)
    with pytest.raises(Suspect):
        read_answer(memoryview(frame), 7, 3, 11)


def test_calls_that_travel_together_come_apart_one_by_one() -> None:
    made: list[int] = []

    def make(record: Any) -> str:
        made.append(record.seed)
        return f"generator {record.seed}"

    calls = [
        encode_call(number, [X, GeneratorSeed(number)], {"axis": number, "name": "é" * 300})
        for number in range(3)
    ]
    found = []
    for fields, values, last in express.apart(memoryview(express.together(calls)), make):
        assert made == list(range(fields[1] + 1))  # what a call is given is made when it is due
        assert last == (fields[1] == 2)
        found.append((fields, values))
    for call, (fields, values) in zip(calls, found, strict=True):
        alone = decode(memoryview(call), make=lambda record: f"generator {record.seed}")
        assert fields == alone[0]
        assert same(values, alone[1])
