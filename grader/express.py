"""Frames for what is most frequent: a value that answers a call, and many calls side by side.

An answer has a header of fixed fields, and JSON only where it is more than one array or one float.
Calls that are sent together have one header, which is read at once. Both say what ``grader.wire``
would say in twice the time.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

import numpy as np

from grader.decoding import ANSWER, CALLS, PREFIX, Decoder, Trusting, honest, read_json
from grader.encoding import (
    DTYPES,
    WIRE,
    BrokenFrame,
    Caps,
    Encoder,
    FunctionSource,
    GeneratorSeed,
    UnsupportedValue,
)

# Token, count and index of an answer, the seconds it took, its dtype and its number of axes.
_FIELDS: Final = struct.Struct("<QQqd8sq")
_MOST_AXES: Final = 8
_TOGETHER: Final = 1 << 14  # bytes
_SHAPES: Final = [struct.Struct(f"<{axes}q") for axes in range(_MOST_AXES + 1)]
# What is no array has a dtype and, in place of axes, what it is. A tree has no dtype, and stands
# where an array has its axes.
_SCALAR, _FLOAT, _TREE = -1, -2, -3
_NO_DTYPE: Final = bytes(8)
_CODES: Final = {name: name.encode().ljust(8, b"\0") for name in DTYPES}
_DTYPES: Final = {code: DTYPES[name] for name, code in _CODES.items()}
_DOUBLE: Final = _CODES["<f8"]
# An answer's prefix and fields, and the dtypes of which all bytes count and every one is a value.
_HEADED: Final = struct.Struct(PREFIX.format + _FIELDS.format[1:])
_UNCHECKED: Final = {code: dtype for code, dtype in _DTYPES.items() if dtype.char not in "?gG"}


def answer(
    token: int,
    count: int,
    index: int,
    seconds: float,
    value: object,
    blanks: frozenset[int] = frozenset(),
) -> bytes:
    """The frame of a value that a call returned; ``blanks`` are the ids of objects to send as None.

    Raises:
        UnsupportedValue: A value of another type, or one too large.
    """
    kind = type(value)
    shape: tuple[int, ...] = ()
    if kind is np.ndarray and (code := _CODES.get(value.dtype.str)) is not None:  # type: ignore[attr-defined]
        shape = value.shape  # type: ignore[attr-defined]
        axes = len(shape)
        if axes > _MOST_AXES or value.nbytes > WIRE.body:  # type: ignore[attr-defined]
            return _tree(token, count, index, seconds, value, blanks)
        data = value.tobytes()  # type: ignore[attr-defined]
    elif kind is np.float64:
        code, axes, data = _DOUBLE, _SCALAR, value.tobytes()  # type: ignore[attr-defined]
    elif kind is float:
        code, axes, data = _DOUBLE, _FLOAT, struct.pack("<d", value)
    else:
        return _tree(token, count, index, seconds, value, blanks)
    padding = -len(data) % 8
    header, body = _FIELDS.size + 8 * max(axes, 0), len(data) + padding
    head = _HEADED.pack(ANSWER, header, body, token, count, index, seconds, code, axes)
    return b"".join([head, _SHAPES[len(shape)].pack(*shape), data, bytes(padding)])


def _tree(
    token: int, count: int, index: int, seconds: float, value: object, blanks: frozenset[int]
) -> bytes:
    encoder = Encoder(WIRE, False, False, blanks)
    tree = encoder.tree(value).encode("ascii")
    tree += b" " * (-len(tree) % 8)
    header = _FIELDS.size + len(tree)
    if header > WIRE.header:
        raise UnsupportedValue("a value of too many parts")
    fields = token, count, index, seconds, _NO_DTYPE, _TREE
    return b"".join([_HEADED.pack(ANSWER, header, encoder.size, *fields), tree, *encoder.chunks])


def _read_tree(tree: memoryview, body: memoryview, caps: Caps) -> Any:
    """The value that a tree and the buffers in ``body`` make. Nothing in it is believed."""
    try:
        decoder = Decoder(body, caps, True, None)
        value = decoder.value(read_json(tree))
    except (ValueError, TypeError, RecursionError, LookupError) as error:
        raise BrokenFrame(f"a header that cannot be read: {str(error)[:80]}") from None
    if decoder.cursor != len(body):
        raise BrokenFrame("a frame with more in it than it says")
    return value


def read_answer(frame: memoryview, caps: Caps) -> tuple[int, int, int, float, Any]:
    """Token, count, index, seconds and value of such a frame. Nothing in it is believed.

    Raises:
        BrokenFrame: Anything at all is wrong with the frame.
    """
    if len(frame) < PREFIX.size + _FIELDS.size:
        raise BrokenFrame("a frame of another length than it claims")
    magic, length, body = PREFIX.unpack_from(frame)
    start = PREFIX.size + length
    if start + body != len(frame) or body > caps.body or body % 8:
        raise BrokenFrame("a frame of another length than it claims")
    if magic != ANSWER or length > caps.header or length % 8:
        raise BrokenFrame("an answer without its description")
    token, count, index, seconds, code, axes = _FIELDS.unpack_from(frame, PREFIX.size)
    if axes == _TREE and code == _NO_DTYPE:
        value = _read_tree(frame[_HEADED.size : start], frame[start:], caps)
        return token, count, index, seconds, value
    dtype = _DTYPES.get(code)
    if dtype is None or not _FLOAT <= axes <= _MOST_AXES or (axes == _FLOAT and code != _DOUBLE):
        raise BrokenFrame("an answer of no known kind")
    if length != _FIELDS.size + 8 * max(axes, 0):
        raise BrokenFrame("an answer without its description")
    shape = _SHAPES[axes].unpack_from(frame, PREFIX.size + _FIELDS.size) if axes > 0 else ()
    size = reached = dtype.itemsize
    for extent in shape:
        if extent < 0:
            raise BrokenFrame("a size that is no size")
        size *= extent
        reached *= extent or 1
    # An empty array costs nothing, but its sums along an axis would.
    if size + -size % 8 != body or reached > caps.body:
        raise BrokenFrame("an answer of another size than it says")
    found = honest(np.ndarray(shape, dtype, frame, start))
    if axes >= 0:
        return token, count, index, seconds, found.copy()
    return token, count, index, seconds, float(found) if axes == _FLOAT else found[()]


def read_run(
    buffer: bytearray, token: int, count: int, indexes: Sequence[int], caps: Caps
) -> tuple[list[tuple[float, Any]], int]:
    """Seconds and value of as many answers as follow one another, and the bytes they take.

    The values share ``buffer``, each its own part of it. Whatever is not plainly the answer whose
    turn it is ends the run: ``read_answer`` says what is wrong with it, if anything is.
    """
    found: list[tuple[float, Any]] = []
    at, whole, view = 0, len(buffer), memoryview(buffer)
    for index in indexes:
        if at + _HEADED.size > whole:
            break
        fields = _HEADED.unpack_from(buffer, at)
        magic, length, body, its_token, its_count, its_index, seconds, code, axes = fields
        if magic != ANSWER or its_token != token or its_count != count or its_index != index:
            break
        start = at + PREFIX.size + length
        end = start + body
        if not 0 <= seconds < 1e6 or length > caps.header or body > caps.body or end > whole:
            break
        if axes == _TREE and code == _NO_DTYPE and length >= _FIELDS.size and not length % 8:
            try:
                value = _read_tree(view[at + _HEADED.size : start], view[start:end], caps)
            except BrokenFrame:
                break
        else:
            dtype = _UNCHECKED.get(code)
            if dtype is None or not _FLOAT <= axes <= _MOST_AXES:
                break
            if length != _FIELDS.size + 8 * max(axes, 0):
                break
            shape = _SHAPES[axes].unpack_from(buffer, at + _HEADED.size) if axes > 0 else ()
            size = dtype.itemsize
            for extent in shape:
                size = size * extent if extent > 0 else -1
            if size < 0 or size + -size % 8 != body or (axes == _FLOAT and code != _DOUBLE):
                break
            value = np.ndarray(shape, dtype, buffer, start)
            if axes < 0:
                value = float(value) if axes == _FLOAT else value[()]
        found.append((seconds, value))
        at, count = end, count + 1
    return found, at


def in_pieces(frames: Iterable[bytes | memoryview]) -> list[bytes]:
    """The frames of calls as they are sent: short ones share a journey."""
    pieces: list[bytes] = []
    waiting: list[bytes | memoryview] = []
    size = 0
    for frame in frames:
        size += len(frame)
        if size > _TOGETHER and waiting:
            pieces.append(together(waiting))
            waiting, size = [], len(frame)
        waiting.append(frame)
    return [*pieces, together(waiting)]


def together(frames: Sequence[bytes | memoryview]) -> bytes:
    """One frame of the frames of several calls."""
    headers, bodies = [], []
    for frame in frames:
        start = PREFIX.size + int.from_bytes(frame[4:8], "little")
        headers.append(bytes(frame[PREFIX.size : start]))
        bodies.append(frame[start:])
    header = b"[" + b",".join(headers) + b"]"
    header += b" " * (-len(header) % 8)
    prefix = PREFIX.pack(CALLS, len(header), sum(map(len, bodies)))
    return b"".join([prefix, header, *bodies])


def apart(
    frame: memoryview, make: Callable[[GeneratorSeed | FunctionSource], Any]
) -> Iterator[tuple[list[Any], list[Any], bool]]:
    """The fields and values of each call of such a frame when its turn comes, and if it is last.

    It comes from the grader, and is believed as far as a frame of one call is.
    """
    start = PREFIX.size + int.from_bytes(frame[4:8], "little")
    content = read_json(frame[PREFIX.size : start])
    decoder = Trusting(frame[start:], WIRE, True, make)
    for number, (fields, (positional, keywords)) in enumerate(content, 1):
        decoder.nodes = 0
        given = [decoder.value(tree) for tree in positional[1:]]
        named = zip(keywords[1], keywords[2:], strict=True)
        values = [given, {name: decoder.value(tree) for name, tree in named}]
        yield fields, values, number == len(content)
