"""One exercise, frozen whole: everything that judging and explaining need, computed once.

Sections of the result (see ``grader.pack`` for the file)::

    meta      JSON: the statement, hints, names and sentences, and the groups of calls
    calls     one ready request a call, one after another;  spans  where each begins (JSON)
    answers   expected and bound of every example
    laws      the draws of every law, and the calls that a right answer makes in them
    law_source  the laws as NumPy source
    mistakes  what each misconception answers, and which house checks it breaks
"""

from __future__ import annotations

import functools
import gc
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from grader import wire
from grader.claims import quietly
from grader.freeze.author import Author, Example, as_arguments
from grader.freeze.calls import Calls
from grader.freeze.examples import SMALLEST, Examples, key
from grader.freeze.mistakes import frozen_mistakes, writes
from grader.sandbox.requests import is_callable


def sections(author: Author, seed: int, device: str, *, tight: float = 0.0) -> dict[str, bytes]:
    """Freeze it; ``tight`` is for the audit (see ``Examples``).

    Raises:
        CourseError: The declaration contradicts itself, the solution or the second source.
    """
    exercise = author.exercise
    for name in exercise.forbids:
        if not is_callable(name):
            raise author.problem(f"forbids names {name}, which is no function of NumPy or math.")
    with quietly():  # here, once for the ten thousand answers of an exercise
        found = _sections(author, seed, device, tight)
    _settle()
    return found


@functools.cache
def _settle() -> None:
    """Take what the first exercise has imported out of the collector's sight.

    torch's own objects alone are 150,000, and to look through them took a tenth of the time.
    """
    gc.collect()
    gc.freeze()


def _sections(author: Author, seed: int, device: str, tight: float) -> dict[str, bytes]:
    exercise = author.exercise
    maker, calls = Examples(author, seed, device, tight=tight), Calls(author)
    examples = maker.all()
    checked = maker.check_reference(examples)
    for example in examples:
        calls.add(example.arguments)
    core = sum(example.tier == "core" for example in examples)
    groups = {"core": [0, core], "edge": [core, len(examples)]}
    core_examples = [e for e in examples if e.tier == "core"] or examples
    smallest = core_examples[:SMALLEST]
    witnesses = _witnesses(author, examples)
    watched = [*smallest, *_written(author, examples, smallest, witnesses)]
    groups["inputs"] = calls.group([(e.arguments, True) for e in watched])
    singles = maker.float32(core_examples)
    groups["float32"] = calls.group([(e.arguments, False) for e in singles])
    refused = [as_arguments(exercise, dict(r.arguments)) for r in exercise.refusals]
    groups["refusals"] = calls.group([(arguments, False) for arguments in refused])
    drawn = calls.laws(seed)
    answers = {
        "expected": [e.expected for e in examples],
        "bound": [e.bound for e in examples],
        "expected32": [e.expected for e in singles],
        "bound32": [e.bound for e in singles],
    }
    meta = {
        "statement": asdict(author.statement),
        "parameters": list(exercise.inputs),
        "hints": list(exercise.hints),
        "forbids": list(exercise.forbids),
        "judged": exercise.reference is not None,
        "groups": groups,
        "watched": [next(i for i, e in enumerate(examples) if e is w) for w in watched],
        "rungs": [i for i, e in enumerate(examples) if e.rung],
        "witnesses": witnesses,
        "laws": {law.name: law.sentence for law in exercise.laws},
        "misconceptions": {m.name: m.sentence for m in exercise.misconceptions},
        "refusals": [{"errors": r.errors, "sentence": r.sentence} for r in exercise.refusals],
        "second_source": checked,
    }
    mistakes = frozen_mistakes(author, examples, watched, singles, refused, drawn)
    return {
        "meta": json.dumps(meta).encode(),
        "spans": json.dumps(calls.spans()).encode(),
        "calls": b"".join(calls.frames),
        "answers": wire.dump(answers),
        "laws": wire.dump(drawn),
        "law_source": author.law_source.encode(),
        "mistakes": wire.dump(mistakes),
    }


def _witnesses(author: Author, examples: Sequence[Example]) -> dict[str, int]:
    """The number of each mistake's witness among the examples."""
    marks = {key(e.arguments): number for number, e in enumerate(examples) if e.witness}
    return {
        mistake.name: marks[key(as_arguments(author.exercise, mistake.witness))]
        for mistake in author.exercise.misconceptions
    }


def _written(
    author: Author,
    examples: Sequence[Example],
    smallest: Sequence[Example],
    witnesses: Mapping[str, int],
) -> list[Example]:
    """The witnesses of mistakes that write into their inputs: luck must not decide about them."""
    mistakes = author.exercise.misconceptions
    numbers = {
        witnesses[m.name] for m in mistakes if writes(m, as_arguments(author.exercise, m.witness))
    }
    return [examples[n] for n in sorted(numbers) if not any(examples[n] is e for e in smallest)]
