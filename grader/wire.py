"""The pickle-free frame: how values travel between the grader and a student's process.

A frame is a fixed prefix, a JSON header in ASCII and a raw body::

    magic (4 bytes) | header length (u32) | body length (u64) | header | body

The header is padded with spaces and every buffer in the body with zeros to a multiple of 8, so
that in an aligned frame every array is aligned. The header holds *fields* (plain JSON, read by
whoever asked) and *trees*, one a value (see ``grader.encoding``). Reading never executes anything:
a ``GeneratorSeed`` or a ``FunctionSource`` is refused unless the reader says what becomes of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from grader.decoding import MAGIC, PREFIX, Decoder, Trusting, frame_length, read_json
from grader.encoding import (
    DISK,
    WIRE,
    BrokenFrame,
    Caps,
    Encoder,
    FunctionSource,
    GeneratorSeed,
    UnsupportedValue,
    described,
)

__all__ = [
    "DISK",
    "SYNC",
    "WIRE",
    "BrokenFrame",
    "Caps",
    "FrameReader",
    "FunctionSource",
    "GeneratorSeed",
    "UnsupportedValue",
    "decode",
    "described",
    "dump",
    "encode",
    "encode_call",
    "frame_length",
    "load",
    "synced",
]

_AHEAD: Final = 1 << 16
_NOTHING: Final[frozenset[int]] = frozenset()

_to_json = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


def encode(
    fields: list[Any],
    values: Sequence[object],
    *,
    records: bool = False,
    layouts: bool = True,
    blanks: frozenset[int] = frozenset(),
    caps: Caps = WIRE,
) -> bytes:
    """One frame of plain JSON ``fields`` and any ``values``.

    Args:
        records: Whether ``GeneratorSeed`` and ``FunctionSource`` may travel.
        layouts: Whether strides and writeability do; else every array arrives in C order.
        blanks: The ids of objects to replace by None.

    Raises:
        UnsupportedValue: A value of another type, or one larger than ``caps``.
    """
    return _framed(_to_json(fields), values, Encoder(caps, records, layouts, blanks))


def _framed(fields: str, values: Sequence[object], encoder: Encoder) -> bytes:
    trees = ",".join(map(encoder.tree, values))
    header = f"[{fields},[{trees}]]".encode("ascii")
    header += b" " * (-len(header) % 8)
    if len(header) > encoder.caps.header:
        raise UnsupportedValue("a value of too many parts")
    prefix = PREFIX.pack(MAGIC, len(header), encoder.size)
    return b"".join([prefix, header, *encoder.chunks])


def decode(
    frame: memoryview,
    *,
    copy: bool = True,
    make: Callable[[GeneratorSeed | FunctionSource], Any] | None = None,
    caps: Caps = WIRE,
    trusted: bool = False,
) -> tuple[list[Any], list[Any]]:
    """The fields and the values of exactly one frame. Nothing in it is believed or executed.

    Args:
        trusted: Whether the grader wrote it, and it is known to be as it was written.
        copy: False gives read-only arrays that view ``frame``.
        make: What becomes of a ``GeneratorSeed`` or ``FunctionSource``; without it, refused.

    Raises:
        BrokenFrame: Anything at all is wrong with the frame.
    """
    if len(frame) < PREFIX.size or frame_length(frame, caps) != len(frame):
        raise BrokenFrame("a frame of another length than it claims")
    if bytes(frame[:4]) != MAGIC:
        raise BrokenFrame("a frame of another kind")
    start = PREFIX.size + int.from_bytes(frame[4:8], "little")
    try:
        content = read_json(frame[PREFIX.size : start])
        if type(content) is not list or len(content) != 2:
            raise BrokenFrame("a header of no known form")
        fields, trees = content
        if type(fields) is not list or type(trees) is not list:
            raise BrokenFrame("a header of no known form")
        decoder = (Trusting if trusted else Decoder)(frame[start:], caps, copy, make)
        values = [decoder.value(tree) for tree in trees]
    except (ValueError, TypeError, RecursionError, LookupError) as error:
        raise BrokenFrame(f"a header that cannot be read: {str(error)[:80]}") from None
    if decoder.cursor != len(decoder.body):
        raise BrokenFrame("a frame with more in it than it says")
    return fields, values


def dump(value: object) -> bytes:
    """``value`` as bytes for a file, records allowed; at an address divisible by 8, aligned.

    Raises:
        UnsupportedValue: The value, or something in it, is of a type that does not travel.
    """
    return encode([], [value], records=True, caps=DISK)


def load(buffer: memoryview, *, copy: bool, records: bool = True, trusted: bool = False) -> Any:
    """The value that ``dump`` made these bytes from.

    With ``copy=False`` arrays in C or Fortran order view ``buffer``, and all are read-only; with
    ``copy=True`` they are fresh and as writeable as they were.

    Raises:
        BrokenFrame: The bytes are not such a value, or hold a record although not ``records``.
    """
    make = (lambda record: record) if records else None
    _, values = decode(memoryview(buffer), copy=copy, make=make, caps=DISK, trusted=trusted)
    if len(values) != 1:
        raise BrokenFrame("not one value")
    return values[0]


def encode_call(
    index: int,
    positional: Sequence[object],
    keywords: Mapping[str, object] | None = None,
    *,
    want_inputs: bool = False,
) -> bytes:
    """One call as self-contained bytes; the same frame may be sent to any number of children.

    Raises:
        UnsupportedValue: An argument is of a type that does not travel.
    """
    fields = f'["call",{index},{"true" if want_inputs else "false"}]'
    arguments = [list(positional), dict(keywords or {})]
    return _framed(fields, arguments, Encoder(WIRE, True, True, _NOTHING))


SYNC: Final = encode(["sync"], [])  # ends a batch; its answer is ``synced``


def synced(token: int, count: int) -> bytes:
    """The one right answer to ``SYNC`` of a child that has answered ``count`` times."""
    header = b'[["synced",%d,%d],[]]' % (token, count)
    header += b" " * (-len(header) % 8)
    return PREFIX.pack(MAGIC, len(header), 0) + header


class FrameReader:
    """Collects bytes as they come and gives back whole frames, however they were cut.

    Memory grows with what has arrived, never with what a frame claims.
    """

    def __init__(self, caps: Caps = WIRE) -> None:
        self._caps = caps
        self._buffer = bytearray(1 << 16)
        self._start = self._end = 0

    def room(self) -> memoryview:
        """Where to receive the next bytes; tell ``received`` how many came."""
        if self._start:
            rest = self._end - self._start
            self._buffer[:rest] = self._buffer[self._start : self._end]
            self._start, self._end = 0, rest
        if self._end == len(self._buffer):
            self._buffer = self._buffer + bytearray(len(self._buffer))
        return memoryview(self._buffer)[self._end :]

    def received(self, count: int) -> None:
        self._end += count

    def follows(self, expected: bytes) -> bool:
        """Whether exactly these bytes are next, and all there."""
        return self._buffer.startswith(expected, self._start, self._end)

    def ahead(self) -> bytearray:
        """A copy of what comes next, as far as it has arrived and is not much."""
        return self._buffer[self._start : min(self._end, self._start + _AHEAD)]

    def skip(self, count: int) -> None:
        """So many bytes have been read, in what ``ahead`` gave."""
        self._start += count

    def frame(self) -> memoryview | None:
        """The next whole frame, a copy; None until it is all there.

        Raises:
            BrokenFrame: What has arrived does not begin a frame.
        """
        if self._end - self._start < PREFIX.size:
            return None
        with memoryview(self._buffer) as whole:
            length = frame_length(whole[self._start : self._end], self._caps)
            if self._end - self._start < length:
                return None
            out = bytes(whole[self._start : self._start + length])
        self._start += length
        return memoryview(out)
