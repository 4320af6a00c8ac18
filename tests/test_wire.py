"""The frame: everything that may travel arrives as it was, and nothing else arrives at all."""

from __future__ import annotations

import contextlib
import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.wire import (
    BrokenFrame,
    Caps,
    FrameReader,
    FunctionSource,
    GeneratorSeed,
    UnsupportedValue,
    decode,
    dump,
    encode,
    encode_call,
    load,
)

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))

DTYPES = st.sampled_from(["?", "i1", "u2", "i4", "i8", "u8", "f2", "f4", "f8", "g", "F", "D"])
ARRAYS = DTYPES.flatmap(
    lambda d: hnp.arrays(np.dtype(d), hnp.array_shapes(min_dims=0, max_dims=4, min_side=0))
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(10**4000) + 1, 10**4000 - 1)
    | st.floats()
    | st.complex_numbers()
    | st.text(st.characters(), max_size=400)
    | ARRAYS
    | DTYPES.flatmap(lambda d: hnp.from_dtype(np.dtype(d)))
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=300), inner, max_size=4)
    ),
    max_leaves=12,
)


def same(actual: Any, expected: Any) -> bool:
    """Equal in type, dtype, shape and every bit that a value has; NaN equals NaN."""
    if type(actual) is not type(expected):
        return False
    if isinstance(expected, list | tuple):
        return len(actual) == len(expected) and all(map(same, actual, expected))
    if isinstance(expected, dict):
        return list(actual) == list(expected) and all(
            same(actual[k], expected[k]) for k in expected
        )
    if isinstance(expected, np.ndarray | np.generic):
        return (
            actual.dtype == expected.dtype
            and actual.shape == expected.shape
            and actual.tobytes() == expected.tobytes()
        )
    if isinstance(expected, float):
        equal = actual == expected and math.copysign(1, actual) == math.copysign(1, expected)
        return equal or (math.isnan(actual) and math.isnan(expected))
    if isinstance(expected, complex):
        return same(actual.real, expected.real) and same(actual.imag, expected.imag)
    return bool(actual == expected)


@QUICK
@given(VALUES, st.booleans())
def test_every_value_arrives_as_it_was(value: Any, copy: bool) -> None:
    assert same(load(memoryview(dump(value)), copy=copy), value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), -0.0, 5e-324, 0.1])
def test_floats_are_exact(value: float) -> None:
    assert same(load(memoryview(dump([value])), copy=True), [value])


BASE = np.arange(120.0).reshape(4, 5, 6)
LAYOUTS = [
    BASE,
    BASE.T,
    BASE[::2],
    BASE[:, ::-1],
    BASE[..., 0],
    BASE.transpose(1, 0, 2)[:, ::3, ::-2],
    BASE[:0],
    np.asfortranarray(BASE[0]),
    np.broadcast_to(BASE[0, 0], (3, 6)),
    np.lib.stride_tricks.sliding_window_view(np.arange(10), 4),
    np.array(3, np.float32),
    np.arange(6, dtype=np.int8)[::-1],
]


@pytest.mark.parametrize("array", LAYOUTS, ids=range(len(LAYOUTS)))
@pytest.mark.parametrize("writeable", [True, False])
def test_layout_and_writeability_arrive(array: np.ndarray, writeable: bool) -> None:
    view = array.view()
    if not writeable:
        view.flags.writeable = False
    out = load(memoryview(dump(view)), copy=True)
    assert out.strides == view.strides or view.size == 0
    assert out.flags.writeable == view.flags.writeable
    assert np.array_equal(out, view)


def test_a_column_of_a_huge_matrix_travels_compactly() -> None:
    column = np.zeros((100_000, 100))[:, 0]
    out = load(memoryview(dump(column)), copy=True)
    assert len(dump(column)) < 1_000_000
    assert out.shape == column.shape


def test_views_of_the_file_are_aligned_and_read_only() -> None:
    data = dump({"a": np.int8(1), "b": np.ones(3), "c": np.ones((2, 3)).T, "d": np.ones(9)[::3]})
    out = load(memoryview(data), copy=False)
    for name in "bcd":
        assert not out[name].flags.writeable
        assert out[name].flags.aligned
    assert np.shares_memory(out["b"], np.frombuffer(data, np.uint8))
    assert np.shares_memory(out["c"], np.frombuffer(data, np.uint8))


def test_big_endian_arrays_arrive_in_little_endian() -> None:
    out = load(memoryview(dump(np.arange(3, dtype=">i4"))), copy=True)
    assert out.dtype == np.dtype("<i4")
    assert out.tolist() == [0, 1, 2]


def test_records_travel_only_where_they_are_expected() -> None:
    records = [GeneratorSeed(3), FunctionSource("f", "def f(x):\n    return x\n" * 50)]
    assert load(memoryview(dump(records)), copy=True) == records
    with pytest.raises(BrokenFrame):
        load(memoryview(dump(records)), copy=True, records=False)
    with pytest.raises(BrokenFrame):
        decode(memoryview(encode_call(0, records)))
    for record in records:
        with pytest.raises(UnsupportedValue):
            encode([], [record])


class Pretender(float):
    """A float to isinstance, and not to the wire."""


@pytest.mark.parametrize(
    ("value", "description"),
    [
        ({1}, "a set"),
        ((1, {2}), "a tuple holding a set"),
        ([[object()]], "a list holding an object"),
        ({"a": b"x"}, "a dict holding a bytes"),
        ({1: 2}, "a dict with an int as a key"),
        (np.array([None]), "an array of objects"),
        (np.zeros(2, "M8[s]"), "an array of dtype datetime64[s]"),
        (np.zeros(2, [("a", "f8")]), "an array of dtype [('a', '<f8')]"),
        (np.ma.zeros(2), "a numpy.MaskedArray"),
        (np.str_("a"), "a numpy.str_"),
        (10**4001, "an integer of more than 4000 digits"),
        (np.broadcast_to(0.0, (1 << 30,)), "a value of more than 256 MB"),
    ],
)
def test_what_does_not_travel_is_described(value: object, description: str) -> None:
    with pytest.raises(UnsupportedValue) as caught:
        encode([], [value])
    assert str(caught.value) == description


def test_subclasses_do_not_travel() -> None:
    for value in (
        Pretender(1),
        np.zeros(3).view(type("Sub", (np.ndarray,), {})),
        type("L", (list,), {})(),
        type("D", (dict,), {})(),
    ):
        with pytest.raises(UnsupportedValue):
            dump(value)


def test_depth_is_limited() -> None:
    value: list[Any] = []
    for _ in range(25):
        value = [value]
    with pytest.raises(UnsupportedValue, match="nested"):
        encode([], [value])


GOOD = encode(["value", 1, "text"], [[np.arange(4.0), np.float32(2), "x" * 300, (True, None)]])


@QUICK
@given(st.data())
def test_damaged_frames_are_broken_and_nothing_worse(data: st.DataObject) -> None:
    damaged = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(damaged)) | st.just(len(damaged)))
    with contextlib.suppress(BrokenFrame):
        decode(memoryview(damaged)[:cut])


TREES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["a", "s", "l", "t", "d", "u", "c", "g", "f", "<f8", "|b1", "<f2", "C", "F"])
    | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=20,
)


def frame(header: bytes, body: bytes = b"") -> memoryview:
    header += b" " * (-len(header) % 8)
    lengths = len(header).to_bytes(4, "little") + len(body).to_bytes(8, "little")
    return memoryview(b"GRD1" + lengths + header + body)


@QUICK
@given(TREES, st.integers(0, 6))
def test_hostile_headers_are_broken_and_nothing_worse(tree: Any, words: int) -> None:
    for content in (tree, [[], [tree]], [[], [["a", "<f8", tree]]], [[], [["a", *[tree] * 4]]]):
        with contextlib.suppress(BrokenFrame):
            decode(frame(json.dumps(content).encode(), b"\x02" * 8 * words))


@pytest.mark.parametrize(
    "tree",
    [
        ["a", "<f8", [1 << 62, 1 << 62]],
        ["a", "<f8", [-1]],
        ["a", "<f8", [True]],
        ["a", "<f8", [1.0]],
        ["a", "<f8", 1],
        ["a", "<f8", [1] * 33],
        ["a", "<f8", [0, 1 << 63]],
        ["a", ">f8", [1]],
        ["a", "|O", [1]],
        ["a", "f8", [1]],
        ["a", ["<f8"], [1]],
        ["a", "<f8", [1], ["8", 8], True],
        ["a", "<f8", [1], ["8"], True],
        ["a", "<f8", [1], [8, 8], True],
        ["a", "<f8", [1], "K", True],
        ["a", "<f8", [1], None, True],
        ["a", "<f8", [2]],
        ["a", "|b1", [8]],
        ["s", "|b1"],
        ["s", "<f8", 1],
        ["u", 9],
        ["u", -1],
        ["c", 1, 2],
        ["c", 1.0],
        ["d", ["a", "a"], 1, 2],
        ["d", [1], 1],
        ["d", ["a"]],
        ["d"],
        ["g", 1],
        ["f", "f", "1"],
        ["z"],
        [],
        [["a"]],
        {"a": 1},
        "x" * 300,
    ],
)
def test_impossible_values_are_broken_frames(tree: Any) -> None:
    with pytest.raises(BrokenFrame):
        decode(frame(json.dumps([[], [tree]]).encode(), b"\x02" * 8))


@pytest.mark.parametrize(
    "header",
    [b"[" * 100_000, b"{}", b"[[]]", b"[[],[1]] x", b"\xff\xfe", b"[[],[" + b"9" * 5000 + b"]]"],
)
def test_headers_that_are_none_are_broken(header: bytes) -> None:
    with pytest.raises(BrokenFrame):
        decode(frame(header))


def test_claims_are_checked_before_anything_is_kept() -> None:
    reader = FrameReader(Caps(header=1 << 10, body=1 << 10))
    for claim in ((1 << 31, 0), (8, 1 << 62), (7, 0), (8, 7)):
        claimed = b"GRD1" + claim[0].to_bytes(4, "little") + claim[1].to_bytes(8, "little")
        reader = FrameReader(Caps(header=1 << 10, body=1 << 10))
        reader.room()[:16] = claimed
        reader.received(16)
        with pytest.raises(BrokenFrame):
            reader.frame()


@QUICK
@given(st.lists(st.integers(1, 5000), min_size=1, max_size=60))
def test_frames_are_found_however_they_are_cut(cuts: list[int]) -> None:
    values = [np.arange(n) for n in (0, 3, 20_000, 5, 100)]
    stream = memoryview(b"".join(encode([n], [value]) for n, value in enumerate(values)))
    reader, found, place = FrameReader(), [], 0
    while len(stream):
        room = reader.room()
        count = min(cuts[place % len(cuts)], len(room), len(stream))
        room[:count] = stream[:count]
        reader.received(count)
        stream, place = stream[count:], place + 1
        while (whole := reader.frame()) is not None:
            found.append(decode(whole))
    assert [fields for fields, _ in found] == [[n] for n in range(len(values))]
    assert all(same(out[0], value) for (_, out), value in zip(found, values, strict=True))


@QUICK
@given(VALUES | st.builds(GeneratorSeed, st.integers(0, 2**31)))
def test_what_is_known_to_be_our_own_is_read_as_it_was(value: Any) -> None:
    content = dump(value)
    for copy in (True, False):
        assert same(load(memoryview(content), copy=copy, trusted=True), value)
