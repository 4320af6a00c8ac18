"""Pairs of submissions that share code, as text and as JSON: something to look at, no verdict."""

from __future__ import annotations

from typing import Any

from grader.render.layout import BLANK, Line, line, prose
from grader.render.sanitise import one_line
from grader.render.words import plural
from grader.similarity.records import Likeness, Lines, Pair, Shared

SCHEMA = 1
MOST = 20
NAMED = 8
ADVICE = (
    "This is a list to look at, not a verdict: people who learn together, or from the same page of "
    "a book, write alike."
)


def text(likeness: Likeness, width: int = 80) -> list[Line]:
    """The pairs that share most, exercise by exercise."""
    count = plural(likeness.students, "submission")
    if not likeness.pairs and not likeness.groups:
        told = f"No two of {count} share code beyond the stub that few others have."
        return [*prose(told, width, indent=0), *_problems(likeness, width)]
    pairs, groups = likeness.pairs, likeness.groups
    verb = "shares" if len(pairs) == 1 else "share"
    told = f"{plural(len(pairs), 'pair')} among {count} {verb} code that few others have."
    rows = [*prose(told, width, indent=0, style="bold"), *prose(ADVICE, width, indent=0)]
    for pair in pairs[:MOST]:
        rows += [BLANK, *_pair(pair, width)]
    if len(pairs) > MOST:
        rows += [BLANK, *prose(f"... and {len(pairs) - MOST} more; --json has them all.", width)]
    if groups:
        rows += [BLANK, line(("The same to the letter, names and comments included:", "bold"))]
    for group in groups[:MOST]:
        names = ", ".join(one_line(name) for name in group.students[:NAMED])
        more = len(group.students) - NAMED
        names += f" and {more} more" if more > 0 else ""
        rows += prose(f"{group.exercise}, {len(group.students)} students: {names}.", width)
    if len(groups) > MOST:
        rows += prose(f"... and {len(groups) - MOST} more; --json has them all.", width)
    return [*rows, *_problems(likeness, width)]


def _pair(pair: Pair, width: int) -> list[Line]:
    one, other = (one_line(name) for name in pair.students)
    rows = [line((f"{one}", "bold"), " and ", (other, "bold"))]
    for shared in pair.shared:
        rows += prose(f"{shared.exercise}: {told(shared)}", width)
    return rows


def told(shared: Shared) -> str:
    """What two answers share, in a sentence."""
    if shared.verbatim:
        return "the same to the letter."
    one, other = (f"{share:.0%}" for share in shared.shares)
    left, right = (numbers(lines) for lines in shared.lines)
    return f"{one} and {other} of what is their own, lines {left} and {right}."


def numbers(lines: tuple[Lines, ...]) -> str:
    """``3-7, 9``."""
    return ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in lines) or "-"


def _problems(likeness: Likeness, width: int) -> list[Line]:
    rows: list[Line] = [BLANK] if likeness.problems else []
    for key, problem in likeness.problems[:MOST]:
        rows += prose(one_line(f"{key}: {problem}"), width, indent=0, style="warn")
    if len(likeness.problems) > MOST:
        rows += prose(f"... and {len(likeness.problems) - MOST} more cannot be read.", width)
    return rows


def as_data(likeness: Likeness) -> dict[str, Any]:
    """The whole list: additions only, from version to version."""
    return {
        "schema": SCHEMA,
        "students": likeness.students,
        "exercises": likeness.exercises,
        "groups": [
            {"exercise": group.exercise, "students": list(group.students)}
            for group in likeness.groups
        ],
        "pairs": [
            {
                "students": list(pair.students),
                "weight": pair.weight,
                "shared": [_shared(shared) for shared in pair.shared],
            }
            for pair in likeness.pairs
        ],
        "problems": [{"student": key, "message": text} for key, text in likeness.problems],
    }


def _shared(shared: Shared) -> dict[str, Any]:
    return {
        "exercise": shared.exercise,
        "shares": [round(share, 4) for share in shared.shares],
        "verbatim": shared.verbatim,
        "weight": shared.weight,
        "files": [work.file for work in shared.works],
        "lines": [[list(part) for part in lines] for lines in shared.lines],
    }
