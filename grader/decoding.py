"""From frames and trees back to values, believing nothing: checked before anything is copied."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from grader.encoding import (
    DTYPES,
    INLINE_TEXT,
    WIRE,
    Array,
    BrokenFrame,
    Caps,
    FunctionSource,
    GeneratorSeed,
    reach,
    widest,
)

# What a frame begins with: its kind, and the lengths of its header and body, multiples of 8.
PREFIX: Final = struct.Struct("<4sIQ")
MAGIC: Final = b"GRD1"
ANSWER, CALLS = b"GRDA", b"GRDC"  # the frames of grader.express
_first_json: Final = json.JSONDecoder().raw_decode
_MAGICS: Final = (MAGIC, ANSWER, CALLS)


def frame_length(buffer: memoryview, caps: Caps = WIRE) -> int:
    """The whole length of the frame that begins with these 16 bytes or more."""
    magic, header, body = PREFIX.unpack_from(buffer)
    if magic not in _MAGICS or header % 8 or body % 8 or header > caps.header or body > caps.body:
        raise BrokenFrame("no frame begins like this")
    return PREFIX.size + int(header) + int(body)


@dataclass(slots=True)
class Decoder:
    """Trees to values, from the buffers in ``body``.

    Raises BrokenFrame, ValueError or TypeError for what is no tree of ``grader.encoding``.
    """

    body: memoryview
    caps: Caps
    copy: bool
    make: Callable[[GeneratorSeed | FunctionSource], Any] | None
    cursor: int = 0
    nodes: int = 0

    def value(self, tree: Any, depth: int = 0) -> Any:
        kind = type(tree)
        if kind is not list:
            if kind is dict or (kind is str and len(tree) > INLINE_TEXT):
                raise BrokenFrame("a value of no known kind")
            return tree
        tag = tree[0] if tree and type(tree[0]) is str else ""
        if tag == "a":
            return self.array(tree)
        if tag in ("l", "t", "d"):
            self.nodes += len(tree)
            if depth >= self.caps.depth or self.nodes > 2 * self.caps.nodes:
                raise BrokenFrame("too many values")
            if tag == "d":
                return self.mapping(tree, depth + 1)
            items = [self.value(item, depth + 1) for item in tree[1:]]
            return items if tag == "l" else tuple(items)
        if tag == "u":
            start, end = self.take(_size(tree[1] if len(tree) == 2 else None))
            return str(self.body[start:end], "utf-8", "surrogatepass")
        if tag == "s":
            dtype = self.dtype(tree, 2)
            start, _ = self.take(dtype.itemsize)
            return honest(np.ndarray((), dtype, self.body, start))[()]
        if tag == "c" and len(tree) == 3 and all(type(part) is float for part in tree[1:]):
            return complex(tree[1], tree[2])
        return self.record(tag, tree)

    def mapping(self, tree: list[Any], depth: int) -> dict[str, Any]:
        if len(tree) < 2 or type(tree[1]) is not list:
            raise BrokenFrame("a dict without its keys")
        keys = [self.value(key, depth) for key in tree[1]]
        found: dict[str, Any] = {}
        for key, item in zip(keys, tree[2:], strict=False):
            if type(key) is str:
                found[key] = self.value(item, depth)
        if not len(found) == len(keys) == len(tree) - 2:
            raise BrokenFrame("a dict with a key twice, or that is no string")
        return found

    def record(self, tag: str, tree: list[Any]) -> Any:
        if self.make is None:
            raise BrokenFrame("a value of no known kind")
        if tag == "g" and len(tree) == 2 and type(tree[1]) is int:
            return self.make(GeneratorSeed(tree[1]))
        if tag == "f" and len(tree) == 3:
            name, source = self.value(tree[1]), self.value(tree[2])
            if type(name) is str and type(source) is str:
                return self.make(FunctionSource(name, source))
        raise BrokenFrame("a value of no known kind")

    def array(self, tree: list[Any]) -> Array:
        length = len(tree)
        if length != 3 and length != 5:
            raise BrokenFrame("an array without its description")
        dtype, shape = self.dtype(tree, length), tree[2]
        if type(shape) is not list or len(shape) > 32:
            raise BrokenFrame("an array of no possible shape")
        count = reached = dtype.itemsize
        for size in shape:
            if type(size) is not int or size < 0:
                raise BrokenFrame("a size that is no size")
            count *= size
            reached *= size or 1
        if reached > self.caps.body:
            # An empty array costs nothing, but its sums along an axis would.
            raise BrokenFrame("an array whose axes are too long")
        start, _ = self.take(count)
        try:
            if length == 5:
                return self.laid_out(np.ndarray(shape, dtype, self.body, start), tree)
            out = np.ndarray(shape, dtype, self.body, start)
            if self.copy:
                out = out.copy()
        except (ValueError, TypeError, MemoryError, OverflowError) as error:
            raise BrokenFrame(f"an array that cannot be: {error}") from None
        if dtype.kind == "b":
            honest(out)
        if not self.copy:
            out.flags.writeable = False
        return out

    def laid_out(self, flat: Array, tree: list[Any]) -> Array:
        """These elements in the order or the strides that the tree names."""
        order = tree[3]
        if type(order) is not str:
            out = self.strided(flat, order)
        elif order == "F":
            flat = np.ndarray(flat.shape, flat.dtype, flat, order="F")
            out = flat.copy("F") if self.copy else flat
        elif order == "C":
            out = flat.copy() if self.copy else flat
        else:
            raise BrokenFrame("an array in no known order")
        honest(flat)
        if not self.copy or tree[4] is not True:
            out.flags.writeable = False
        return out

    def strided(self, flat: Array, strides: Any) -> Array:
        low, high = reach(flat.shape, strides, flat.itemsize)  # a TypeError for what is no number
        if high - low > widest(flat.nbytes):
            raise ValueError("its strides reach too far")
        memory = np.zeros(high - low, np.uint8)
        out: Array = np.ndarray(flat.shape, flat.dtype, memory.data, -low, tuple(strides))
        out[...] = flat
        return out

    def dtype(self, tree: list[Any], length: int) -> np.dtype[Any]:
        name = tree[1] if len(tree) == length else None
        dtype = DTYPES.get(name) if type(name) is str else None
        if dtype is None:
            raise BrokenFrame("an array of no known dtype")
        return dtype

    def take(self, length: int) -> tuple[int, int]:
        start = self.cursor
        self.cursor = start + length + -length % 8
        if self.cursor > len(self.body):
            raise BrokenFrame("a value larger than the frame")
        return start, start + length


class Trusting(Decoder):
    """The same for trees that the grader wrote itself, and knows to be unharmed.

    Plain arrays and containers are taken at their word, in less than half the time.
    """

    __slots__ = ()

    def value(self, tree: Any, depth: int = 0) -> Any:
        if type(tree) is not list:
            return tree
        tag = tree[0]
        if tag == "a" and len(tree) == 3:
            found = np.ndarray(tree[2], DTYPES[tree[1]], self.body, self.cursor)
            if self.copy:
                found = found.copy()
            self.cursor += found.nbytes + 7 & -8
            return found
        value = self.value
        if tag == "l":
            return [value(item) if type(item) is list else item for item in tree[1:]]
        if tag == "t":
            return tuple([value(item) if type(item) is list else item for item in tree[1:]])
        if tag == "d":
            keys = [value(key) for key in tree[1]]
            items = [value(item) if type(item) is list else item for item in tree[2:]]
            return dict(zip(keys, items, strict=True))
        return Decoder.value(self, tree, depth)


def read_json(header: memoryview) -> Any:
    """The JSON that a header is, with spaces behind it.

    Raises:
        BrokenFrame, ValueError or RecursionError: It is something else.
    """
    text = str(header, "ascii")
    content, end = _first_json(text, 0)
    if text[end:].strip(" "):
        raise BrokenFrame("a header of no known form")
    return content


def _size(number: Any) -> int:
    if type(number) is not int or number < 0:
        raise BrokenFrame("a size that is no size")
    return number


def honest(array: Array) -> Array:
    """The array, unless it holds truth values that are none.

    Raises:
        BrokenFrame: It does.
    """
    # A "bool" with the byte 2 in it answers comparisons as it likes.
    if array.dtype.kind == "b" and array.size and array.view(np.uint8).max() > 1:
        raise BrokenFrame("a truth value that is neither true nor false")
    return array
