"""From a solution to its mechanical mutants: small slips, each shown as a diff."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from grader.audit import calls, operators, statements
from grader.audit.operators import Change
from grader.audit.text import Site, Text
from grader.parsing import parsed

Operator = Callable[[Text, Site], Iterator[Change]]

OPERATORS: tuple[Operator, ...] = (
    statements.deleted,
    statements.assignment,
    statements.loop,
    statements.returned,
    statements.raised,
    operators.condition,
    operators.boolean,
    operators.comparison,
    operators.arithmetic,
    operators.sign,
    operators.subscript,
    operators.constant,
    operators.neighbour,
    calls.keywords,
    calls.transposed,
    calls.function,
    calls.arguments,
    calls.bare,
    calls.dtype,
)


@dataclass(frozen=True)
class Mutant:
    """A solution with one slip.

    ``line_text`` and ``becomes`` are the changed lines without their indentation, several joined
    by a space: a record names a mutant by them, so that it survives edits elsewhere.
    """

    operator: str
    line: int
    line_text: str
    becomes: str
    source: str
    diff: str
    description: str


def mutants(source: str, *, cap: int | None = None) -> tuple[Mutant, ...]:
    """All mutants of a source, in the order of its text, or ``cap`` of them spread by operator.

    Two mutants with the same syntax tree are one; one with the tree of the source is none.
    Docstrings, annotations, imports and the messages of errors are left alone.
    """
    text = Text(source)
    seen = {ast.dump(text.tree)}
    found: list[Mutant] = []
    for site in text.sites():
        for operator in OPERATORS:
            for change in operator(text, site):
                mutated = text.spliced(change.edits)
                shape = _shape(mutated)
                if shape is not None and shape not in seen:
                    seen.add(shape)
                    found.append(_mutant(change, source, mutated))
    found.sort(key=lambda mutant: mutant.line)  # stable: the order of operators within a line
    return tuple(found if cap is None else spread(found, cap))


def _shape(source: str) -> str | None:
    """The syntax tree in words, or None where the splice is no Python."""
    try:
        return ast.dump(parsed(source))
    except (SyntaxError, ValueError):
        return None


def _mutant(change: Change, source: str, mutated: str) -> Mutant:
    before, after = source.splitlines(), mutated.splitlines()
    blocks = [
        block
        for block in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        if block[0] != "equal"
    ]
    first, last = blocks[0], blocks[-1]
    diff = "\n".join(difflib.unified_diff(before, after, lineterm="", n=2))
    return Mutant(
        operator=change.operator,
        line=first[1] + 1,
        line_text=joined(before[first[1] : last[2]]),
        becomes=joined(after[first[3] : last[4]]),
        source=mutated,
        diff=_without_file_names(diff),
        description=change.description,
    )


def joined(lines: Sequence[str]) -> str:
    """Lines as a record writes them: on one line, without indentation."""
    return " ".join(" ".join(lines).split())


def _without_file_names(diff: str) -> str:
    return "\n".join(line for line in diff.splitlines() if not line.startswith(("---", "+++")))


def spread(found: Sequence[Mutant], cap: int) -> list[Mutant]:
    """At most ``cap`` mutants: every operator in turn gives one, from all over the source."""
    if len(found) <= cap:
        return list(found)
    by_operator: dict[str, list[int]] = {}
    for position, mutant in enumerate(found):
        by_operator.setdefault(mutant.operator, []).append(position)
    queues = [_scattered(positions) for _, positions in sorted(by_operator.items())]
    chosen: list[int] = []
    while len(chosen) < cap:
        for queue in queues:
            if queue and len(chosen) < cap:
                chosen.append(queue.pop(0))
    return [found[position] for position in sorted(chosen)]


def _scattered(positions: list[int]) -> list[int]:
    """The middle first, then the middles of both halves: any beginning of it covers the whole."""
    if not positions:
        return []
    order: list[int] = []
    parts = [positions]
    while parts:
        halves = []
        for part in parts:
            middle = len(part) // 2
            order.append(part[middle])
            halves += [half for half in (part[:middle], part[middle + 1 :]) if half]
        parts = halves
    return order
