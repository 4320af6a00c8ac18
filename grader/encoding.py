"""From values to trees: what a frame of ``grader.wire`` says about each value that it holds.

A tree is JSON. Numbers, truth values, None and short strings stand for themselves; everything else
is a list whose first item is its kind: ``["l", ...]`` a list, ``["t", ...]`` a tuple, ``["d", [key,
...], value, ...]`` a dict, ``["c", real, imag]`` a complex, ``["u", bytes]`` a long string, ``["s",
dtype]`` a NumPy scalar, ``["a", dtype, shape]`` or ``["a", dtype, shape, order or strides,
writeable]`` an array, ``["g", seed]`` and ``["f", name, source]`` the two records. Buffers lie in
the body in the order in which the trees name them: there are no offsets to believe.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from json.encoder import encode_basestring_ascii
from typing import Any, Final

import numpy as np

Array = np.ndarray[Any, Any]

_PADDING: Final = [b"\0" * n for n in range(8)]
INLINE_TEXT: Final = 256  # longer strings go into the body, which keeps the header small
_LONGEST_INTEGER: Final = 13_288  # bits; 4000 decimal digits
DTYPES: Final = {name: np.dtype(name) for name in (np.dtype(c).str for c in "?bhilqBHILQefdgFDG")}
_SCALARS: Final = {np.dtype(code).type for code in "?bhilqBHILQefdgFDG"}


class BrokenFrame(Exception):
    """Bytes that are no valid frame, or one that claims more than is allowed."""


class UnsupportedValue(Exception):
    """A value that does not travel; the message describes it, such as "a list holding a set"."""


@dataclass(frozen=True)
class GeneratorSeed:
    """Stands for ``numpy.random.default_rng(seed)``, made in the student's process."""

    seed: int


@dataclass(frozen=True)
class FunctionSource:
    """Stands for the function called ``name`` that ``source`` defines (``np`` is NumPy there)."""

    name: str
    source: str


@dataclass(frozen=True)
class Caps:
    """The most that one frame may hold: bytes of header and body, values, nesting, one string."""

    header: int = 4 << 20
    body: int = 256 << 20
    nodes: int = 100_000
    depth: int = 20
    text: int = 1 << 20


WIRE: Final = Caps()
DISK: Final = Caps(header=1 << 30, body=1 << 40, nodes=1 << 40, depth=60, text=1 << 30)


_CONSTANTS: Final[dict[bool | None, str]] = {None: "null", True: "true", False: "false"}
_QUOTED: Final = {name: f'"{name}"' for name in DTYPES}


def _float(value: float) -> str:
    if value - value == 0.0:  # finite
        return repr(value)
    return "NaN" if value != value else "Infinity" if value > 0.0 else "-Infinity"


@lru_cache(maxsize=4096)
def _axes(shape: tuple[int, ...]) -> str:
    return f"[{','.join(map(str, shape))}]"


class Encoder:
    """Values to trees, as JSON; the buffers gather in ``chunks``. Raises UnsupportedValue.

    ``blanks`` are the ids of objects to send as None.
    """

    __slots__ = ("blanks", "caps", "chunks", "layouts", "nodes", "records", "size")

    def __init__(self, caps: Caps, records: bool, layouts: bool, blanks: frozenset[int]) -> None:
        self.caps = caps
        self.records = records
        self.layouts = layouts
        self.blanks = blanks
        self.chunks: list[bytes] = []
        self.size = 0
        self.nodes = 0

    def tree(self, value: Any, depth: int = 0) -> str:
        kind = type(value)
        if kind is np.ndarray:
            return self.array(value)
        if kind is float:
            return _float(value)
        if kind is bool or value is None:
            return _CONSTANTS[value]
        if kind is int:
            if value.bit_length() <= _LONGEST_INTEGER:
                return repr(value)
            raise UnsupportedValue("an integer of more than 4000 digits")
        if kind is str:
            return self.text(value)
        if kind is complex:
            return f'["c",{_float(value.real)},{_float(value.imag)}]'
        if kind in _SCALARS:
            dtype = value.dtype.newbyteorder("<")
            self.store(value.astype(dtype).tobytes())
            return f'["s",{_QUOTED[dtype.str]}]'
        if self.blanks and id(value) in self.blanks:
            return "null"
        if kind is list or kind is tuple or kind is dict:
            return self.container(value, kind, depth + 1)
        if self.records and kind is GeneratorSeed:
            return f'["g",{value.seed!r}]'
        if self.records and kind is FunctionSource:
            return f'["f",{encode_basestring_ascii(value.name)},{self.text(value.source)}]'
        raise UnsupportedValue(described(value))

    def container(self, value: Any, kind: type, depth: int) -> str:
        self.nodes += len(value)
        if depth > self.caps.depth:
            raise UnsupportedValue(f"a value nested more than {self.caps.depth} deep")
        if self.nodes > self.caps.nodes:
            raise UnsupportedValue(f"a value of more than {self.caps.nodes} parts")
        for key in value if kind is dict else ():
            if type(key) is not str:
                raise UnsupportedValue(f"a dict with {described(key)} as a key")
        try:
            if kind is dict:
                keys = ",".join(map(self.text, value))
                parts = ['["d"', f"[{keys}]", *[self.tree(v, depth) for v in value.values()]]
            else:
                name = '["l"' if kind is list else '["t"'
                parts = [name, *[self.tree(item, depth) for item in value]]
        except UnsupportedValue as error:
            inner = str(error)
            if depth > 1 or " holding " in inner or not inner.startswith(("a ", "an ")):
                raise
            raise UnsupportedValue(f"a {kind.__name__} holding {inner}") from None
        return f"{','.join(parts)}]"

    def text(self, value: str) -> str:
        if len(value) <= INLINE_TEXT:
            return encode_basestring_ascii(value)
        data = value.encode("utf-8", "surrogatepass")
        if len(data) > self.caps.text:
            raise UnsupportedValue(f"a string of more than {self.caps.text} bytes")
        self.store(data)
        return f'["u",{len(data)}]'

    def array(self, value: Array) -> str:
        dtype = value.dtype
        name = _QUOTED.get(dtype.str)
        if name is None:
            swapped = dtype.newbyteorder("<")
            name = _QUOTED.get(swapped.str)
            if name is None:
                what = "objects" if dtype.kind == "O" else f"dtype {str(dtype)[:60]}"
                raise UnsupportedValue(f"an array of {what}")
            value, dtype = value.astype(swapped), swapped
        if self.size + value.nbytes > self.caps.body:
            raise UnsupportedValue(f"a value of more than {self.caps.body >> 20} MB")
        shape = _axes(value.shape)
        if not self.layouts:
            self.store(value.tobytes())
            return f'["a",{name},{shape}]'
        flags = value.flags
        if flags.c_contiguous:
            self.store(value.tobytes())
            if flags.writeable:
                return f'["a",{name},{shape}]'
            return f'["a",{name},{shape},"C",false]'
        writeable = _CONSTANTS[flags.writeable]
        if flags.f_contiguous:
            self.store(value.tobytes("F"))
            return f'["a",{name},{shape},"F",{writeable}]'
        self.store(value.tobytes())
        low, high = reach(value.shape, value.strides, dtype.itemsize)
        wide = high - low > widest(value.nbytes)  # a column of a huge matrix: sent compactly
        order = '"C"' if wide else _axes(value.strides)
        return f'["a",{name},{shape},{order},{writeable}]'

    def store(self, data: bytes) -> None:
        length = len(data)
        padding = -length % 8
        self.size += length + padding
        if self.size > self.caps.body:
            raise UnsupportedValue(f"a value of more than {self.caps.body >> 20} MB")
        self.chunks.append(data)
        if padding:
            self.chunks.append(_PADDING[padding])


def reach(shape: Sequence[int], strides: Sequence[int], itemsize: int) -> tuple[int, int]:
    """The first and one past the last byte of a strided array, seen from its first element."""
    ends = [(size - 1) * step for size, step in zip(shape, strides, strict=True)]
    return sum(e for e in ends if e < 0), sum(e for e in ends if e > 0) + itemsize


def widest(nbytes: int) -> int:
    """How far the strides of an array of so many bytes may reach."""
    return 64 * nbytes + 65_536


def described(value: object) -> str:
    """What kind of thing a value is, with its article: "a torch.Tensor"."""
    kind = type(value)
    name = str(getattr(kind, "__name__", "object"))[:60]
    module = str(getattr(kind, "__module__", ""))[:60].partition(".")[0]
    if module not in ("builtins", "submission", ""):
        name = f"{module}.{name}"
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
