"""The examples of one exercise: drawn, answered by the reference, bounded, and checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from grader import compare, conditioning, generate, oracle, second_source, wire
from grader.describe import value_source
from grader.drawing import Kind
from grader.errors import CourseError
from grader.freeze.author import Author, Example, as_arguments
from grader.glance import accepts
from grader.laws import to_wire
from grader.model import Differences

SMALLEST = 8
RUNGS = 24
LAW_ONLY_EXAMPLES = 16


def key(arguments: Mapping[str, Any]) -> bytes:
    """What tells two examples apart."""
    return wire.dump(to_wire(dict(arguments)))


class Examples:
    """Draws and answers the examples of one exercise with one seed on one device.

    ``tight`` leaves movement out of the bound wherever right answers err at most that part of what
    is left: nine of ten evaluations are for movement. No bound is wider for it, and some are
    narrower.
    """

    def __init__(self, author: Author, seed: int, device: str, *, tight: float = 0.0) -> None:
        self.author = author
        self.exercise = author.exercise
        self.statement = author.statement
        self.seed = seed
        self.device = device
        self.tight = tight

    def evaluate(self, arguments: Mapping[str, Any], dtype: str = "float64") -> Any:
        assert self.exercise.reference is not None
        return oracle.evaluate(self.exercise.reference, arguments, device=self.device, dtype=dtype)

    def answered(
        self, example: Example, dtype: str = "float64", *, tight: float = 0.0
    ) -> Example | None:
        """The example with expected and bound, or None where rounding decides the answer."""
        if self.exercise.reference is None:
            return example
        try:
            expected = self.evaluate(example.arguments)
            if tight:
                bound = self._tight_bound(example.arguments, expected, tight)
                if bound is not None:
                    return replace(example, expected=expected, bound=bound)
            seed = generate.seed_of(self.seed, self.statement.path, repr(sorted(example.arguments)))
            movements = conditioning.movement(
                self.exercise, example.arguments, expected, self.evaluate, dtype, seed
            )
        except CourseError:
            raise
        except Exception as error:
            shown = {name: value_source(value) for name, value in example.arguments.items()}
            raise self.author.problem(
                f"the reference raised {type(error).__name__}: {error} on {shown}; mend it, or "
                f"exclude such inputs with `where`.",
                about=self.exercise.reference,
                raised=error,
            ) from error
        if movements is None:
            return None
        accuracy = self.exercise.accuracy
        bound = conditioning.limits(accuracy, expected, movements, dtype, self.exercise.slack)
        if not conditioning.is_well_conditioned(accuracy, expected, bound, dtype):
            return None
        return Example(
            example.arguments, example.tier, example.rung, expected, bound, example.witness
        )

    def _tight_bound(self, arguments: Mapping[str, Any], expected: Any, tight: float) -> Any | None:
        """The bound without movement, or None where a right answer is not near enough."""
        accuracy, still = self.exercise.accuracy, conditioning.no_movement(expected)
        bound = conditioning.limits(accuracy, expected, still, "float64", self.exercise.slack)
        try:
            for answer in self.author.right_answers(**arguments):
                if not accepts(expected, bound, answer):
                    return None
                if compare.margin(expected, bound, answer) > tight:
                    return None
        except Exception:  # the verdict on it says so
            return None
        return bound

    def drawn(self, kind: Kind, count: int) -> list[dict[str, Any]]:
        if count == 0:
            return []
        seed = generate.seed_of(self.seed, self.statement.path, kind)
        described = generate.Description(self.exercise, kind, self.statement.defaults)
        try:
            return generate.draw(described, count, seed, key)
        except CourseError as error:
            raise self.author.problem(str(error)) from None

    def all(self) -> list[Example]:
        """All examples, core before edge, each tier from the simplest on."""
        wanted = self.exercise.ordinary, self.exercise.edge
        if self.exercise.reference is None:
            wanted = min(wanted[0], LAW_ONLY_EXAMPLES), 0
        rungs = RUNGS if wanted[0] >= 50 else 0
        planned: list[Example] = []
        for mistake in self.exercise.misconceptions:
            arguments = as_arguments(self.exercise, mistake.witness)
            planned.append(Example(arguments, "edge", True, witness=mistake.name))
        for case in self.exercise.cases:
            arguments = as_arguments(self.exercise, dict(case.arguments))
            planned.append(Example(arguments, case.tier, True))
        for kind, tier, count, rung in (
            ("tiny", "core", rungs, True),
            ("tiny edge", "edge", rungs if wanted[1] else 0, True),
            ("ordinary", "core", wanted[0], False),
            ("edge", "edge", wanted[1], False),
        ):
            drawn = self.drawn(kind, count)  # type: ignore[arg-type]
            planned.extend(Example(arguments, tier, rung) for arguments in drawn)
        kept: dict[bytes, Example] = {}
        dropped = 0
        for example in planned:
            mark = key(example.arguments)
            if mark in kept and not example.witness:
                continue
            done = self.answered(example, tight=self.tight)
            if done is None:
                if example.witness:
                    raise self.author.problem(
                        f"rounding decides the answer on the witness of {example.witness}; "
                        f"choose another witness."
                    )
                dropped += 1
                continue
            kept.setdefault(mark, done)
        if dropped > len(planned) // 3:
            raise self.author.problem(
                f"rounding errors decide the answer in {dropped} of {len(planned)} examples; "
                f"narrow the inputs, or promise an accuracy that the mathematics allows."
            )
        return sorted(
            kept.values(),
            key=lambda e: (e.tier != "core", not e.rung, generate.simplicity(e.arguments)),
        )

    def check_reference(self, examples: Sequence[Example]) -> dict[str, Any]:
        """Ask the second source; returns what the audit shows of it."""
        source = self.exercise.second_source
        if source is None or self.exercise.reference is None:
            return {"kind": "none", "examples": 0, "worst": 0.0}
        if isinstance(source, Differences):
            chosen = [e for e in examples if e.rung][:16] + [e for e in examples if not e.rung][:4]
            kind, allowed = "central differences", 1e-4
        else:
            chosen = [*(e for e in examples if e.tier == "edge"), *examples[:10]]
            chosen = [e for e in chosen if _elements(e.arguments) <= 400]
            kind, allowed = "50-digit arithmetic", 1.0
        worst = 0.0
        for example in chosen:
            error, place = self._worst(source, example)
            if not error <= allowed and self.tight:
                # The promise is the usual bound, of which a tight one is a part.
                usual = self.answered(replace(example, expected=None, bound=None))
                error, place = self._worst(source, usual) if usual else (0.0, "")
            if not error <= allowed:
                shown = {name: value_source(value) for name, value in example.arguments.items()}
                raise self.author.problem(
                    f"the reference and the second source ({kind}) disagree on {shown}: "
                    f"{place} against {value_source(example.expected)}; one of them is wrong.",
                    about=self.exercise.reference,
                )
            worst = max(worst, error)
        return {"kind": kind, "examples": len(chosen), "worst": worst}

    def _worst(self, source: Any, example: Example) -> tuple[float, str]:
        """How far the second source is from the reference, and where."""
        full = {**self.statement.defaults, **example.arguments}
        if isinstance(source, Differences):
            return second_source.worst_against_differences(
                source, full, example.expected, self._forward
            )
        return second_source.worst_against_precise(
            source, to_wire(full), example.expected, example.bound
        )

    def _forward(self, forward: Callable[..., Any], arguments: Mapping[str, Any]) -> Any:
        return oracle.evaluate(forward, arguments, device=self.device)

    def float32(self, examples: Sequence[Example]) -> list[Example]:
        """The simplest examples in float32, with the dtypes that the reference then answers.

        One with an array for an answer is among them where there is one: a scalar hides its dtype,
        since Python's numbers and NumPy's of any precision are the same scalar.
        """
        if not self.exercise.float32 or self.exercise.reference is None:
            return []
        singles: list[Example] = []
        for place, example in enumerate(examples):
            if place >= SMALLEST and any(_has_array(e.expected) for e in singles):
                break
            if place >= SMALLEST and not _has_array(example.expected):
                continue
            arguments = {name: _narrow(value) for name, value in example.arguments.items()}
            if not _has_float32(list(arguments.values())):
                continue
            # The truth is float64's answer to the rounded inputs, in the reference's own dtype.
            wide = Example(arguments, "house", True)
            done = self.answered(wide, "float32")
            if done is None:
                continue
            kinds = self.evaluate(arguments, "float32")
            expected = _in_dtypes(done.expected, kinds)
            singles.append(Example(arguments, "house", True, expected, done.bound))
        return singles


def _has_array(answer: Any) -> bool:
    return any(
        isinstance(leaf, np.ndarray) and leaf.ndim for _, leaf in second_source.leaves(answer)
    )


def _elements(value: Any) -> int:
    return sum(int(np.size(leaf)) for _, leaf in second_source.leaves(value))


def _narrow(value: Any) -> Any:
    if isinstance(value, np.ndarray) and value.dtype == np.float64:
        return value.astype(np.float32)
    if type(value) is dict:
        return {key: _narrow(item) for key, item in value.items()}
    if type(value) in (tuple, list):
        return type(value)(_narrow(item) for item in value)
    return value


def _has_float32(value: Any) -> bool:
    return any(
        getattr(leaf, "dtype", None) == np.float32 for _, leaf in second_source.leaves(value)
    )


def _in_dtypes(expected: Any, kinds: Any) -> Any:
    if isinstance(expected, dict):
        return {key: _in_dtypes(item, kinds[key]) for key, item in expected.items()}
    if isinstance(expected, (tuple, list)):
        return type(expected)(_in_dtypes(e, k) for e, k in zip(expected, kinds, strict=True))
    return expected.astype(kinds.dtype) if isinstance(expected, np.ndarray) else expected
