"""What a page may draw of a wrong answer: a few numbers of it, as a fact of the finding.

A drawing is worth its room where the numbers themselves say little: a function of one number is a
curve through many examples, a list is a line, a matrix or a kernel is a map. The smallest
counterexample is often too small for that; then a larger failing example of the same check serves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from grader import compare
from grader.failures import Failure
from grader.pack import PackedExercise
from grader.sandbox import replies
from grader.verdict import Picture

# Fewer elements are read faster as numbers; more do not fit, and would be kept with every grade.
SMALLEST = 6
LONGEST = 120
WIDEST = 16
# A curve is drawn through this many points at least.
FEWEST_POINTS = 12
# No further example is decoded from so many points on: a page is to come in a blink.
ENOUGH = 300
# Sorted by its argument, a function of one number goes up and down a few times at most; a softmax
# or a normalisation, whose elements depend on each other, jumps to and fro all the time.
TURNS = 4.0
# So many failing examples are looked at for one that can be drawn.
TRIED = 100
# A smaller part of the range is no wider than the line that is drawn.
VISIBLE = 0.005


def picture(
    packed: PackedExercise, failures: Sequence[Failure], answers: Mapping[int, replies.Reply]
) -> Picture | None:
    """The drawing of one failing check, or None where words and numbers say it better."""
    wrong = [f for f in failures if f.disagreement is not None and f.disagreement.kind == "values"]
    if not wrong:
        return None
    if not wrong[0].law and wrong[0].tier in ("core", "edge"):
        curve = _curve(packed, wrong[0], answers)
        if curve is not None:
            return curve if _shows(curve) else None
    drawn = (_array(failure) for failure in wrong[:TRIED])
    return next((picture for picture in drawn if picture and _shows(picture)), None)


def _shows(drawn: Picture) -> bool:
    """Whether an eye sees a difference in it."""
    finite = [value for value in (*drawn.expected, *drawn.got) if np.isfinite(value)]
    size = max(finite, default=0.0) - min(finite, default=0.0)
    return any(
        not abs(mine - right) <= VISIBLE * size
        for mine, right in zip(drawn.got, drawn.expected, strict=True)
        if mine != right and not (np.isnan(mine) and np.isnan(right))
    )


def _numbers(value: Any) -> Any:
    """The elements as float64, or None where they are no real numbers."""
    if not isinstance(value, np.ndarray) or value.ndim == 0 or value.dtype.kind not in "fiub":
        return None
    return value.astype(np.float64)


def _kept(values: Any) -> tuple[float, ...]:
    """Six digits are more than can be seen."""
    return tuple(float(f"{value:.6g}") for value in np.ravel(values).tolist())


# --- a list or a matrix ----------------------------------------------------------------------


def _array(failure: Failure) -> Picture | None:
    said = failure.disagreement
    assert said is not None
    expected, got = _numbers(said.expected), _numbers(said.got)
    if expected is None or got is None or expected.shape != got.shape:
        return None
    if expected.size < SMALLEST:
        return None
    worst = said.worst.index if said.worst else (0,) * expected.ndim
    off = _differ(expected, got)
    index = ""
    if expected.ndim > 2:
        lead = tuple(worst[:-2])
        index = f"[{', '.join(map(str, lead))}, :, :]"
        expected, got, off, worst = expected[lead], got[lead], off[lead], worst[-2:]
    if expected.ndim == 2 and 1 in expected.shape:
        expected, got, off, worst = np.ravel(expected), np.ravel(got), np.ravel(off), (max(worst),)
    if expected.size < SMALLEST:
        return None
    if expected.ndim == 1:
        window: tuple[slice, ...] = (_window(worst[0], expected.size, LONGEST),)
    else:
        window = tuple(
            _window(at, size, WIDEST) for at, size in zip(worst, expected.shape, strict=True)
        )
    cut = any(part != slice(0, size) for part, size in zip(window, expected.shape, strict=True))
    if cut:
        index += f" from {', '.join(str(part.start) for part in window)} on"
    expected, got, off = expected[window], got[window], off[window]
    rows, columns = (1, expected.size) if expected.ndim == 1 else expected.shape
    return Picture(
        kind="sequence" if expected.ndim == 1 else "matrix",
        shape=(int(rows), int(columns)),
        expected=_kept(expected),
        got=_kept(got),
        wrong=tuple(np.flatnonzero(off).tolist()),
        part=f"{said.where}{index}",
        example=failure.number,
    )


def _differ(expected: Any, got: Any) -> Any:
    """Where the two differ by more than rounding: by a millionth of the largest element."""
    size = np.abs(expected[np.isfinite(expected)]).max(initial=0.0)
    with np.errstate(invalid="ignore", over="ignore"):
        near = np.abs(got - expected) <= 1e-6 * size
    return ~((expected == got) | (np.isnan(expected) & np.isnan(got)) | near)


def _window(at: int, size: int, most: int) -> slice:
    """At most ``most`` places with ``at`` among them."""
    start = min(max(0, at - most // 2), max(0, size - most))
    return slice(start, min(size, start + most))


# --- a curve ---------------------------------------------------------------------------------


def _curve(
    packed: PackedExercise, failure: Failure, answers: Mapping[int, replies.Reply]
) -> Picture | None:
    """The answers to the examples that differ from this one in one argument, sorted by it."""
    axis = _argument(packed.arguments(failure.number), failure.expected)
    if not axis:
        return None
    first, last = packed.meta["groups"][failure.tier]
    found = list(_points(packed, answers, axis, failure.number, range(first, last)))
    if not found:
        return None
    over, expected, got, off = (
        np.concatenate([part[n] for part in found]).astype(np.float64) for n in range(4)
    )
    finite = np.isfinite(over) & np.isfinite(expected)
    over, first_place = np.unique(over[finite], return_index=True)
    if over.size < FEWEST_POINTS:
        return None
    expected, got, off = (part[finite][first_place] for part in (expected, got, off))
    turns = np.abs(np.diff(expected)).sum()
    if turns > TURNS * (expected.max() - expected.min()):
        return None
    chosen = _spread(off, LONGEST)
    return Picture(
        kind="curve",
        shape=(1, len(chosen)),
        expected=_kept(expected[chosen]),
        got=_kept(got[chosen]),
        wrong=tuple(np.flatnonzero(off[chosen]).tolist()),
        over=_kept(over[chosen]),
        axis=axis,
        example=failure.number,
    )


def _argument(arguments: Mapping[str, Any], expected: Any) -> str:
    """The one array argument, of the answer's shape; "" where there is none or another beside."""
    if _numbers(expected) is None:
        return ""
    arrays = [name for name, value in arguments.items() if isinstance(value, np.ndarray)]
    others = [value for value in arguments.values() if not isinstance(value, np.ndarray)]
    if len(arrays) != 1 or any(type(value) not in (int, float, bool, str) for value in others):
        return ""
    value = arguments[arrays[0]]
    return arrays[0] if value.dtype.kind == "f" and value.shape == expected.shape else ""


def _points(
    packed: PackedExercise,
    answers: Mapping[int, replies.Reply],
    axis: str,
    failing: int,
    numbers: range,
) -> Iterator[tuple[Any, Any, Any, Any]]:
    """(argument, expected, got, wrong) of every example with the same other arguments."""
    others = {n: v for n, v in packed.arguments(failing).items() if n != axis}
    total = 0
    for number in [failing, *(n for n in numbers if n != failing)]:
        if total > ENOUGH:
            return
        reply = answers.get(number)
        if not isinstance(reply, replies.Value):
            continue
        arguments = packed.arguments(number)
        expected, bound = (packed.answers[part][number] for part in ("expected", "bound"))
        got, value = reply.value, arguments.pop(axis, None)
        if not isinstance(value, np.ndarray) or not _alike(arguments, others):
            continue
        alike = [_numbers(part) for part in (value, expected, got)]
        if any(part is None or part.shape != value.shape for part in alike):
            continue
        wrong = ~compare.within(expected, bound, got)
        total += value.size
        over, right, came = (np.ravel(part) for part in alike)
        yield over, right, came, np.ravel(wrong)


def _alike(arguments: Mapping[str, Any], others: Mapping[str, Any]) -> bool:
    """Whether all other arguments are the same numbers and words, and no arrays."""
    plain = all(type(value) in (int, float, bool, str) for value in arguments.values())
    return plain and arguments == others


def _spread(off: Any, most: int) -> Any:
    """At most so many places, evenly spread; the wrong ones are kept first."""
    places = np.arange(off.size)
    if off.size <= most:
        return places
    wrong, right = places[off > 0], places[off == 0]
    share = min(len(wrong), max(most // 2, most - len(right)))
    kept = [
        part[np.unique(np.linspace(0, len(part) - 1, count).round().astype(int))]
        for part, count in ((wrong, share), (right, most - share))
        if len(part) and count
    ]
    return np.sort(np.concatenate(kept))
