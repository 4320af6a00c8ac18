"""What each misconception answers, frozen, so that a submission that makes it can be told so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grader import glance, wire
from grader.freeze.author import Author, Example, made_ready, normal
from grader.laws import law_arguments
from grader.model import Misconception

# Answers are kept from the simplest example on, as far as this goes for a whole exercise.
ROOM = 256 * 1024


def frozen_mistakes(
    author: Author,
    examples: Sequence[Example],
    smallest: Sequence[Example],
    singles: Sequence[Example],
    refused: Sequence[Mapping[str, Any]],
    laws: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Per misconception ``answers`` by example number (only where they are wrong), ``right``, the
    numbers of the examples that it answers rightly, ``breaks``, the house checks that it fails,
    and ``laws``, the laws that it breaks.

    Answers are kept from the witnesses and the simplest example on, as far as the space for them
    goes.
    """
    frozen = {}
    exercise = author.exercise
    for mistake in exercise.misconceptions:
        answers: dict[str, Any] = {}
        right: list[int] = []
        room = _room(len(exercise.misconceptions))
        # The witnesses come first: it is by them that a mistake is known.
        order = sorted(
            range(len(examples)), key=lambda i: (not examples[i].witness, not examples[i].rung, i)
        )
        for i in order:
            answer = answered(author, mistake, examples[i].arguments)
            if exercise.reference is not None and is_right(examples[i], answer):
                right.append(i)
                continue
            if room > 0:
                try:
                    size = len(wire.dump(answer))
                except wire.UnsupportedValue:
                    continue
                room -= size
                answers[str(i)] = answer
        frozen[mistake.name] = {
            "answers": answers,
            "right": np.array(sorted(right), dtype=np.int64),
            "breaks": _broken_house(author, mistake, smallest, singles, refused),
            "laws": _broken_laws(author, mistake, laws),
        }
    return frozen


def _room(count: int) -> int:
    return ROOM // max(1, count)


def answered(author: Author, mistake: Misconception, arguments: Mapping[str, Any]) -> list[Any]:
    """``["value", answer]`` or ``["raised", the names of the error's classes]``."""
    try:
        return ["value", normal(mistake.function(**made_ready(dict(arguments))))]
    except Exception as error:
        return ["raised", [c.__name__ for c in type(error).__mro__]]


def is_right(example: Example, answer: Sequence[Any]) -> bool:
    """Whether a mistake's answer is the right one on this example."""
    if answer[0] == "raised":
        return False
    return glance.accepts(example.expected, example.bound, answer[1])


def _broken_house(
    author: Author,
    mistake: Misconception,
    smallest: Sequence[Example],
    singles: Sequence[Example],
    refused: Sequence[Mapping[str, Any]],
) -> list[str]:
    broken = []
    if any(writes(mistake, example.arguments) for example in smallest):
        broken.append("leaves_its_inputs_alone")
    if any(not is_right(e, answered(author, mistake, e.arguments)) for e in singles):
        broken.append("keeps_float32")
    for arguments, refusal in zip(refused, author.exercise.refusals, strict=True):
        answer = answered(author, mistake, arguments)
        if answer[0] == "value" or not set(refusal.errors) & set(answer[1]):
            broken.append("raises_the_promised_errors")
            break
    return broken


def writes(mistake: Misconception, given: Mapping[str, Any]) -> bool:
    """Whether a mistake changes the arguments that it gets."""
    arguments = made_ready(dict(given))
    before = wire.dump(_arrays(arguments))
    try:
        mistake.function(**arguments)
    except Exception:
        return False
    return wire.dump(_arrays(arguments)) != before


def _arrays(value: Any) -> Any:
    """What of the arguments can be compared by bytes: no generators, no callables."""
    if isinstance(value, dict):
        return {key: _arrays(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_arrays(item) for item in value]
    return value if isinstance(value, np.ndarray) else None


def _broken_laws(
    author: Author, mistake: Misconception, laws: Sequence[Mapping[str, Any]]
) -> list[str]:
    def subject(*positional: Any, **keywords: Any) -> Any:
        return normal(mistake.function(*made_ready(list(positional)), **made_ready(keywords)))

    broken = []
    for law, frozen in zip(author.exercise.laws, laws, strict=True):
        for draw in frozen["draws"]:
            try:
                author.law_functions[law.name](subject, **law_arguments(draw["arguments"]))
            except Exception:
                broken.append(law.name)
                break
    return broken
