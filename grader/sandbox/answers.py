"""From a child's frames to replies, with every field checked: the child may say anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from grader import express
from grader.decoding import ANSWER
from grader.sandbox.replies import (
    BadSignature,
    ForbiddenUse,
    Line,
    Loaded,
    LoadReply,
    Missing,
    NotPython,
    Raised,
    Reply,
    Unsupported,
    Value,
)
from grader.wire import WIRE, decode

_LONGEST_TEXT = 10_000
_Reply = TypeVar("_Reply", Reply, LoadReply)


class Suspect(Exception):
    """A valid frame that says what no worker says, or says it out of turn."""


@dataclass(frozen=True)
class Answer:
    """One frame of a child: what it says it is, and the fields and values that come with it."""

    kind: str
    index: int
    printed: str
    details: list[Any]
    values: list[Any]


def read_answer(
    frame: memoryview, token: int, count: int, index: int, kind: str = ""
) -> Answer | Value:
    """Decode a frame and check that it is the answer whose turn it is.

    Raises:
        BrokenFrame: It is no frame.
        Suspect: It is another answer, an answer too many, or not of the ``kind`` expected.
    """
    if frame[:4] == ANSWER:
        *turn, seconds, value = express.read_answer(frame, WIRE)
        if kind or turn != [token, count, index]:
            raise Suspect("an answer out of turn")
        if not 0 <= seconds < 1e6:
            raise Suspect("an answer of no known form")
        return Value(index, value, None, seconds)
    fields, values = decode(frame)
    if len(fields) < 5 or [type(field) for field in fields[:5]] != [str, int, int, int, str]:
        raise Suspect("an answer of no known form")
    if fields[1:4] != [token, count, index]:
        raise Suspect("an answer out of turn")
    if kind and fields[0] != kind:
        raise Suspect("an answer to another question")
    return Answer(fields[0], index, _text(fields[4]), fields[5:], values)


def call_reply(answer: Answer | Value) -> Reply:
    """The reply to a call.

    Raises:
        Suspect: It has not the form that a worker gives it.
    """
    if isinstance(answer, Value):
        return answer
    return _made(answer, _CALL_REPLIES)


def load_reply(answer: Answer | Value) -> LoadReply:
    """The reply to a load.

    Raises:
        Suspect: It has not the form that a worker gives it.
    """
    if isinstance(answer, Value):
        raise Suspect("an answer to another question")
    return _made(answer, _LOAD_REPLIES)


def _made(answer: Answer, makers: Mapping[str, Callable[[Answer], _Reply]]) -> _Reply:
    maker = makers.get(answer.kind)
    if maker is None:
        raise Suspect("an answer to another question")
    try:
        return maker(answer)
    except (ValueError, IndexError) as error:
        raise Suspect(f"an answer without all its parts: {error}") from None


def _value(answer: Answer) -> Value:
    (seconds,) = answer.details
    inputs = None
    if type(seconds) is not float or not 0 <= seconds < 1e6:
        raise Suspect("an answer of no known form")
    if len(answer.values) == 3:
        positional, keywords = answer.values[1:]
        if type(positional) is not list or type(keywords) is not dict:
            raise Suspect("arguments of no known form")
        inputs = (positional, keywords)
    elif len(answer.values) != 1:
        raise Suspect("an answer with too many values")
    return Value(answer.index, answer.values[0], inputs, seconds, answer.printed)


def _raised(answer: Answer) -> Raised:
    name, message, ancestors, lines = answer.details
    found = []
    for number, text, function in map(_items, _items(lines)):
        if type(number) is not int:
            raise Suspect("a line without a number")
        found.append(Line(number, _text(text), _text(function)))
    names = tuple(map(_text, _items(ancestors)))
    return Raised(answer.index, _text(name), _text(message), tuple(found), names, answer.printed)


def _forbidden(answer: Answer) -> ForbiddenUse:
    name, imported = answer.details
    return ForbiddenUse(answer.index, _text(name), bool(imported), answer.printed)


def _unsupported(answer: Answer) -> Unsupported:
    description, in_inputs = answer.details
    return Unsupported(answer.index, _text(description), bool(in_inputs), answer.printed)


def _text(value: Any) -> str:
    if type(value) is not str:
        raise Suspect("a text that is none")
    return value[:_LONGEST_TEXT]


def _number(value: Any) -> int:
    if type(value) is not int:
        raise Suspect("a number that is none")
    return value


def _items(value: Any) -> list[Any]:
    if type(value) is not list or len(value) > 100:
        raise Suspect("a list that is none")
    return value


_CALL_REPLIES: Final[Mapping[str, Callable[[Answer], Reply]]] = {
    "value": _value,
    "raised": _raised,
    "forbidden": _forbidden,
    "unsupported": _unsupported,
}
_LOAD_REPLIES: Final[Mapping[str, Callable[[Answer], LoadReply]]] = {
    "loaded": lambda a: Loaded(a.printed),
    "syntax": lambda a: NotPython(_number(a.details[0]), _text(a.details[1]), a.printed),
    "missing": lambda a: Missing(tuple(map(_text, _items(a.details[0]))), a.printed),
    "signature": lambda a: BadSignature(_text(a.details[0]), a.printed),
    "raised": _raised,
    "forbidden": _forbidden,
}
