"""What every exercise is checked for unasked, on its smallest examples.

Inputs are left alone, the same question gets the same answer, float32 in gives float32 out, and
promised errors are raised.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader import compare, sameness
from grader.pack import PackedExercise
from grader.sandbox import replies

SENTENCES = {
    "leaves_its_inputs_alone": (
        "The arguments belong to the caller: the function must leave them as they were."
    ),
    "repeats_itself": "The same arguments must give the same answer every time.",
    "keeps_float32": "float32 arrays in must give float32 arrays out, with right values.",
    "raises_the_promised_errors": "The statement promises an error for these arguments.",
}


@dataclass(frozen=True)
class HouseFailure:
    """One call that broke a house check; ``reply`` where it returned no value."""

    number: int
    message: str
    disagreement: compare.Disagreement | None = None
    expected: Any = None
    got: Any = None
    reply: replies.Reply | None = None


def findings(
    packed: PackedExercise,
    answers: Mapping[int, replies.Reply],
    groups: Mapping[str, list[int]],
) -> Iterator[tuple[str, list[HouseFailure], int]]:
    """Every check with its failures and the number of examples that it looked at."""
    again = range(*groups["inputs"])
    yield "leaves_its_inputs_alone", list(_changed(packed, answers, again)), len(again)
    yield "repeats_itself", list(_differing(packed, answers, again)), len(again)
    singles = range(*groups["float32"])
    if singles:
        yield "keeps_float32", list(_float32(packed, answers, singles)), len(singles)
    refused = range(*groups["refusals"])
    if refused:
        yield "raises_the_promised_errors", list(_unrefused(packed, answers, refused)), len(refused)


def _changed(
    packed: PackedExercise, answers: Mapping[int, replies.Reply], again: range
) -> Iterator[HouseFailure]:
    for number in again:
        reply = answers.get(number)
        if isinstance(reply, replies.Unsupported) and reply.in_inputs:
            yield HouseFailure(number, "", reply=reply)
        if not isinstance(reply, replies.Value) or reply.inputs is None:
            continue
        before = packed.arguments(number)
        positional, keywords = reply.inputs
        after = {**dict(zip(before, positional, strict=False)), **keywords}
        for name, value in before.items():
            if not _untouched(value, after.get(name)):
                text = f"The call changed its argument {name}."
                yield HouseFailure(number, text, None, value, after.get(name))
                break


def _untouched(before: Any, after: Any) -> bool:
    if isinstance(before, np.ndarray):
        return (
            isinstance(after, np.ndarray)
            and before.shape == after.shape
            and before.dtype == after.dtype
            and before.tobytes() == after.tobytes()
        )
    if isinstance(before, dict):
        return (
            isinstance(after, dict)
            and list(before) == list(after)
            and all(_untouched(before[key], after[key]) for key in before)
        )
    if isinstance(before, (tuple, list)):
        return (
            isinstance(after, (tuple, list))
            and len(before) == len(after)
            and all(map(_untouched, before, after))
        )
    # Generators and callables do not travel back; numbers cannot be changed.
    return True


def _differing(
    packed: PackedExercise, answers: Mapping[int, replies.Reply], again: range
) -> Iterator[HouseFailure]:
    bounds, judged = packed.answers["bound"], packed.meta["judged"]
    for first, number in zip(packed.meta["watched"], again, strict=True):
        once, twice = answers.get(first), answers.get(number)
        if not isinstance(twice, replies.Value):
            if isinstance(once, replies.Value) and not isinstance(twice, replies.Unsupported):
                yield HouseFailure(number, "The second time it did not answer.", reply=twice)
            continue
        if not isinstance(once, replies.Value):
            continue
        if sameness.agrees(once.value, twice.value):
            continue
        wrong = None
        if judged and sameness.alike(packed.answers["expected"][first], once.value):
            # Only what is built like the right answer can be held against its bound.
            wrong = compare.disagreement(once.value, bounds[first], twice.value)
            if wrong is None:
                continue
        text = "The same arguments gave two different answers."
        yield HouseFailure(number, text, wrong, once.value, twice.value)


def _float32(
    packed: PackedExercise, answers: Mapping[int, replies.Reply], singles: range
) -> Iterator[HouseFailure]:
    frozen = packed.answers
    for offset, number in enumerate(singles):
        reply = answers.get(number)
        if not isinstance(reply, replies.Value):
            yield HouseFailure(number, "", reply=reply or _ended())
            continue
        expected, bound = frozen["expected32"][offset], frozen["bound32"][offset]
        wrong = compare.disagreement(expected, bound, reply.value)
        if wrong is not None:
            yield HouseFailure(number, wrong.message, wrong, expected, reply.value)


def _unrefused(
    packed: PackedExercise, answers: Mapping[int, replies.Reply], refused: range
) -> Iterator[HouseFailure]:
    for number, refusal in zip(refused, packed.meta["refusals"], strict=True):
        reply = answers.get(number)
        names = " or ".join(refusal["errors"])
        if isinstance(reply, replies.Raised):
            if set(refusal["errors"]) & set(reply.ancestors):
                continue
            text = f"It must raise {names} for {refusal['sentence']}, but raised {reply.type_name}."
            yield HouseFailure(number, text)
        elif isinstance(reply, (replies.Value, replies.Unsupported)):
            text = f"It must raise {names} for {refusal['sentence']}, but returned an answer."
            got = reply.value if isinstance(reply, replies.Value) else None
            yield HouseFailure(number, text, None, None, got)
        else:
            yield HouseFailure(number, "", reply=reply or _ended())


def _ended() -> replies.Died:
    return replies.Died("crashed", "an earlier call ended the process")
