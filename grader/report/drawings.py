"""A drawing with its words: a caption, what it shows for whoever cannot see it, and its numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.render import words
from grader.report import against, charts
from grader.report.html import safe
from grader.report.statistics import ENDINGS, ClassFigures
from grader.verdict import Finding, Picture

# A list of hundreds of numbers is read by nobody.
_MOST_ROWS = 60
_MOST_HELD = 12


@dataclass(frozen=True)
class Drawing:
    """What a template shows of one drawing; the first of each row heads it."""

    svg: Any
    caption: str
    told: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    kind: str = ""


def number(value: float) -> str:
    """Six digits at most, and words for what is none."""
    if math.isnan(value):
        return "nan"
    return f"{value:.6g}" if math.isfinite(value) else ("inf" if value > 0 else "-inf")


# --- expected and got ------------------------------------------------------------------------


def of_finding(finding: Finding, sides: tuple[str, str]) -> Drawing | None:
    """Expected against got, where the finding has a picture."""
    drawn = finding.picture
    if drawn is None:
        return None
    caption = {
        "curve": f"The function over {drawn.axis}, through all the examples of this check",
        "sequence": "Element by element",
        "matrix": "As a map: the darker, the larger",
    }[drawn.kind]
    if drawn.part:
        caption += f"; the part {drawn.part}"
    if drawn.kind != "curve" and drawn.example != finding.example:
        caption += ". Drawn for a larger input than the one above, on which it fails as well"
    headings, rows = _numbers(drawn, sides)
    return Drawing(
        svg=safe(against.picture(drawn, sides)),
        caption=f"{caption}.",
        told=_told(drawn),
        headings=headings,
        rows=rows,
        kind=drawn.kind,
    )


def _told(drawn: Picture) -> str:
    count, total = len(drawn.wrong), len(drawn.expected)
    text = f"They differ at {count} of {words.plural(total, 'place')}"
    off = [
        (abs(drawn.got[n] - drawn.expected[n]), n)
        for n in drawn.wrong
        if math.isfinite(drawn.got[n] - drawn.expected[n])
    ]
    if not off:
        return f"{text}."
    error, place = max(off)
    return f"{text}, most at {_place(drawn, place)}, by {number(error)}."


def _place(drawn: Picture, place: int) -> str:
    if drawn.over:
        return f"{drawn.axis} = {number(drawn.over[place])}"
    if drawn.kind == "matrix":
        row, column = divmod(place, drawn.shape[1])
        return f"row {row}, column {column}"
    return f"index {place}"


def _numbers(
    drawn: Picture, sides: tuple[str, str]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    places: Sequence[int] = range(len(drawn.expected))
    if len(places) > _MOST_ROWS:
        step = math.ceil(len(places) / _MOST_ROWS)
        places = places[::step]
    wrong = set(drawn.wrong)
    head = drawn.axis or ("row, column" if drawn.kind == "matrix" else "index")
    rows = []
    for n in places:
        at = number(drawn.over[n]) if drawn.over else str(n)
        if drawn.kind == "matrix":
            at = ", ".join(map(str, divmod(n, drawn.shape[1])))
        differs = "differs" if n in wrong else ""
        rows.append((at, number(drawn.expected[n]), number(drawn.got[n]), differs))
    return (head, *sides, ""), tuple(rows)


# --- the class -------------------------------------------------------------------------------


def distribution(figures: ClassFigures) -> Drawing | None:
    """How many students have how many points."""
    totals = figures.known_totals
    if not totals or figures.max_points <= 0:
        return None
    parts = charts.bins(totals, figures.max_points)
    rows = tuple(
        (f"{words.points(start)} to {words.points(end)}", str(count)) for start, end, count in parts
    )
    start, end, most = max(parts, key=lambda part: part[2])
    told = f"From {words.points(start)} to {words.points(end)} points are most frequent: "
    told += f"{words.plural(most, 'student')}."
    svg = charts.histogram(totals, figures.max_points)
    caption = "Students by their points."
    return Drawing(safe(svg), caption, told, ("points", "students"), rows)


def endings(figures: ClassFigures) -> Drawing | None:
    """How each exercise ended."""
    exercises = [e for e in figures.exercises if sum(e.endings.values())]
    if not exercises:
        return None
    rows = tuple((e.path, *(str(e.endings[name]) for name in ENDINGS)) for e in exercises)
    hardest = min(exercises, key=lambda e: e.endings["all points"])
    full = hardest.endings["all points"]
    if len({e.endings["all points"] for e in exercises}) > 1:
        told = f"All points are rarest in {hardest.path}: {words.plural(full, 'student')}."
    else:
        told = f"All points in each exercise: {words.plural(full, 'student')}."
    caption = "How the exercises ended."
    return Drawing(safe(charts.endings(exercises)), caption, told, ("exercise", *ENDINGS), rows)


def mistakes(figures: ClassFigures) -> Drawing | None:
    """How many students hold each of the most frequent mistakes."""
    held = figures.misconceptions[:_MOST_HELD]
    if not held:
        return None
    rows = tuple((words.check(h.name), h.exercise, str(len(h.students))) for h in held)
    told = f"The most frequent, {words.check(held[0].name)}, is held by "
    told += f"{words.plural(len(held[0].students), 'student')}."
    headings = ("mistake", "exercise", "students")
    return Drawing(safe(charts.held(held)), "Students by mistake.", told, headings, rows)
