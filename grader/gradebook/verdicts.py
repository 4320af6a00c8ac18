"""Verdicts to JSON text and back, field by field as their records declare them.

A field that a later version added has its default where an older record lacks it, and one that
this version does not know is left out.
"""

from __future__ import annotations

import dataclasses
import json
import math
import types
import typing
from collections.abc import Mapping
from enum import Enum
from functools import cache
from typing import Any

from grader.verdict import Verdict


def to_json(verdict: Verdict) -> str:
    """ASCII without null characters, which no database refuses."""
    return json.dumps(_plain(verdict), allow_nan=False, separators=(",", ":"))


def from_json(text: str) -> Verdict:
    """The verdict that ``to_json`` was given."""
    made = _made(Verdict, json.loads(text))
    assert isinstance(made, Verdict)
    return made


def _plain(value: Any) -> Any:
    if (usual := _usual(value.__class__)) is not None:
        return {
            name: _plain(content)
            for name, default in usual
            if (content := getattr(value, name)) != default
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


@cache
def _usual(kind: type) -> list[tuple[str, Any]] | None:
    """The fields of a kind of record with their defaults; None of anything else."""
    if not dataclasses.is_dataclass(kind):
        return None
    made = dataclasses.MISSING
    return [
        (f.name, f.default if f.default_factory is made else f.default_factory())
        for f in dataclasses.fields(kind)
    ]


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _made(kind: Any, value: Any) -> Any:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        some = [one for one in inner if one is not type(None)]
        return None if value is None else _made(some[0], value) if len(some) == 1 else value
    if origin is tuple:
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_made(inner[0], item) for item in value)
        return tuple(_made(one, item) for one, item in zip(inner, value, strict=True))
    if isinstance(value, dict) and not (isinstance(kind, type) and dataclasses.is_dataclass(kind)):
        return {key: _made(inner[-1] if inner else Any, item) for key, item in value.items()}
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _made(hints[name], v) for name, v in value.items() if name in hints})
    if isinstance(kind, type) and issubclass(kind, (Enum, float)):
        return kind(value)
    return value
