"""Every submission against every other, by fingerprints of code that names and comments left.

Exercises are short and right answers alike, so what many wrote is no sign of anything: beside the
stub, whatever a good part of the class has in common is taken out before anything is compared.
"""

from __future__ import annotations

import ast
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from grader.errors import CouldNotRun
from grader.parsing import parsed
from grader.similarity.records import Group, Likeness, Lines, Pair, Shared, Work

# Fingerprints of so many characters: shorter runs are shared by chance. Every one of them is kept,
# since picking one in each window goes by hashes, which differ from one run of Python to the next.
LENGTH, WINDOW = 25, 1
# What so many students, or such a part of the class, have in common is common knowledge.
FEW, COMMON = 5, 0.15
# Two answers are worth a look when they share so much of it ...
LEAST, LEAST_SHARE = 50, 0.3
# ... and a text that is the same to the letter is, when it is long enough not to be so by chance.
LEAST_VERBATIM = 160
LONGEST = 100_000
_NEEDED = "This needs copydetect: pip install 'gradus[instructors]'."


def compare(
    works: Iterable[Work],
    stubs: Mapping[str, str],
    problems: Iterable[tuple[str, str]] = (),
) -> Likeness:
    """The pairs that share code which few others have, those that share most first.

    Raises:
        CouldNotRun: copydetect is not installed.
    """
    by_exercise: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        by_exercise[work.exercise].append(work)
    students = {work.student for group in by_exercise.values() for work in group}
    found: dict[tuple[str, str], list[Shared]] = defaultdict(list)
    groups: list[Group] = []
    for exercise, works_of in sorted(by_exercise.items()):
        stub = stubs.get(exercise, "")
        same = _verbatim(works_of, stub)
        groups += same
        for shared in _exercise(works_of, same, stub, len(students)):
            one, other = shared.works
            found[one.student, other.student].append(shared)
    pairs = [
        Pair(names, tuple(sorted(shared, key=lambda s: -s.weight)))
        for names, shared in found.items()
    ]
    pairs.sort(key=lambda pair: (-pair.weight, pair.students))
    # Two alike are more telling than twenty, who have a source in common.
    groups.sort(key=lambda group: (len(group.works), group.exercise, group.students))
    told = (tuple(groups), tuple(pairs), tuple(problems))
    return Likeness(len(students), len(by_exercise), *told)


def _exercise(
    group: Sequence[Work], same: Sequence[Group], stub: str, students: int
) -> list[Shared]:
    group = sorted(group, key=lambda work: work.student)
    prints = [_fingerprint(work.code) for work in group]
    stub_print = _fingerprint(stub)
    known = set(stub_print.hashes) if stub_print else set()
    counts = Counter(mark for one in prints if one for mark in one.hashes)
    limit = max(FEW, int(COMMON * students))
    known |= {mark for mark, count in counts.items() if count > limit}
    for one in prints:
        if one is not None:
            _forget(one, known)
    # Only who shares a fingerprint is compared: a class of a thousand is no million pairs.
    holders: dict[Any, list[int]] = defaultdict(list)
    for number, one in enumerate(prints):
        for mark in one.hashes if one else ():
            holders[mark].append(number)
    together = {pair for numbers in holders.values() for pair in combinations(numbers, 2)}
    letter = {student: n for n, alike in enumerate(same) for student in alike.students}
    found = []
    for a, b in sorted(together):
        one, other = group[a], group[b]
        verbatim = letter.get(one.student, -1) == letter.get(other.student, -2)
        shared = _shared(one, other, prints[a], prints[b], verbatim)
        if shared is not None:
            found.append(shared)
    return found


def _shared(one: Work, other: Work, left: Any, right: Any, verbatim: bool) -> Shared | None:
    from copydetect import compare_files

    overlap, (a, b), places = compare_files(left, right)
    if not verbatim and (overlap < LEAST or max(a, b) < LEAST_SHARE):
        return None
    return Shared(
        works=(one, other),
        shares=(min(1.0, float(a)), min(1.0, float(b))),
        lines=(_lines(one.code, places[0]), _lines(other.code, places[1])),
        weight=int(overlap),
        verbatim=verbatim,
    )


def _fingerprint(code: str) -> Any:
    """The fingerprints of a text, or None where it is too short to have any."""
    try:
        from copydetect import CodeFingerprint
        from copydetect.utils import filter_code
    except ImportError:
        raise CouldNotRun(_NEEDED) from None
    code = code[:LONGEST]
    if len(filter_code(code, "work.py", "python")[0]) < LENGTH + WINDOW:
        return None
    return CodeFingerprint("work.py", LENGTH, WINDOW, language="python", fp=io.StringIO(code))


def _forget(one: Any, known: set[Any]) -> None:
    """Take out what is common; the shares are then of what is left."""
    from copydetect.utils import get_token_coverage

    one.hashes = {mark for mark in one.hashes if mark not in known}
    one.hash_idx = {mark: places for mark, places in one.hash_idx.items() if mark in one.hashes}
    one.token_coverage = get_token_coverage(one.hash_idx, one.k, len(one.filtered_code))


def _lines(code: str, slices: Any) -> tuple[Lines, ...]:
    """Slices of characters as lines; those that touch are one."""
    if len(slices) == 0:
        return ()
    found: list[Lines] = []
    for start, end in zip(slices[0], slices[1], strict=True):
        first = code.count("\n", 0, int(start)) + 1
        last = code.count("\n", 0, max(int(start), int(end) - 1)) + 1
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return tuple(found)


# --- to the letter ---------------------------------------------------------------------------


def _verbatim(works: Sequence[Work], stub: str) -> list[Group]:
    """Who wrote the same text beyond what the stub says, where it is too long for chance."""
    given = {" ".join(line.split()) for line in stub.splitlines()}
    texts: dict[str, list[Work]] = defaultdict(list)
    for work in sorted(works, key=lambda work: work.student):
        lines = [" ".join(line.split()) for line in _without_docstring(work.code).splitlines()]
        text = "\n".join(line for line in lines if line and line not in given)
        if len(text) >= LEAST_VERBATIM:
            texts[text].append(work)
    return [Group(tuple(alike)) for alike in texts.values() if len(alike) > 1]


def _without_docstring(code: str) -> str:
    """Where the code is Python, without the statement that the stub brought along."""
    try:
        tree = parsed(code[:LONGEST])
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return code
    lines = code.splitlines()
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.Module)) and ast.get_docstring(node):
            said = node.body[0]
            for number in range(said.lineno - 1, said.end_lineno or said.lineno):
                lines[number] = ""
    return "\n".join(lines)
