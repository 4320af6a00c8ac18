"""An exercise's statement, and the list of a course, as lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from grader.model import Chapter, Statement
from grader.render import words
from grader.render.layout import BLANK, Line, Span, cells, line, padded, prose, shortened
from grader.render.sanitise import sanitised
from grader.verdict import Outcome

_SECTION = re.compile(r"^(Args|Returns|Raises|Example|Examples|Source|Note|Notes|Yields):\s*$")
_ENTRY = re.compile(r"^ {4}[\w*, ]+(?: \([^)]*\))?: ")
_CODE = re.compile(r"``(.+?)``|`(.+?)`|(?<![*\w])\*(?![*\s])([^*]+)(?<!\s)\*(?![*\w])")


def statement(given: Statement, points: float, width: int = 80) -> list[Line]:
    """Signature and docstring."""
    right = f"{words.points(points)} {'point' if points == 1 else 'points'}"
    rule = "─" * max(3, width - 5 - cells(given.path) - cells(right))
    rows = [line(("── ", "dim"), (given.path, "bold"), (f" {rule} ", "dim"), right), BLANK]
    rows += _signature(given.signature, width)
    rows.append(BLANK)
    return rows + _docstring(sanitised(given.docstring), width)


def _docstring(text: str, width: int) -> list[Line]:
    """Prose is filled to the width; formulas, examples and the like stay as they are."""
    rows: list[Line] = []
    section = ""
    filled: list[str] = []  # the lines of the paragraph, or of the entry, that is being read

    def flush() -> None:
        if filled:
            indent = len(filled[0]) - len(filled[0].lstrip())
            hanging = 4 if _ENTRY.match(filled[0]) and section in ("Args", "Raises") else 0
            rows.extend(_filled(" ".join(" ".join(filled).split()), indent + 3, hanging, width))
            filled.clear()

    for row in text.split("\n"):
        indent = len(row) - len(row.lstrip())
        header = _SECTION.match(row)
        prose_indent = 4 if section else 0
        if header:
            flush()
            section = header[1]
            rows.append(line("   ", (row.strip(), "title")))
        elif not row.strip():
            flush()
            rows.append(BLANK)
        elif section.startswith("Example") or (indent > prose_indent and not filled):
            rows.append(line("   ", (row, "code")))
        elif indent == 0 and section:
            flush()
            section = ""
            filled.append(row)
        elif _ENTRY.match(row) and section in ("Args", "Raises"):
            flush()
            filled.append(row)
        else:
            filled.append(row)
    flush()
    return rows


def _filled(text: str, indent: int, hanging: int, width: int) -> list[Line]:
    """One paragraph. Code is never broken, and its quotes, which are not shown, take no room."""
    rows: list[list[Span]] = []
    used = 0
    for word in _words(text):
        wide = sum(cells(part) for part, _ in word)
        room = width - indent - (hanging if len(rows) > 1 else 0)
        if rows and used + 1 + wide <= room:
            rows[-1] += [(" ", ""), *word]
            used += 1 + wide
        else:
            rows.append([*word])
            used = wide
    return [
        ((" " * (indent + (hanging if number else 0)), ""), *row) for number, row in enumerate(rows)
    ]


def _words(text: str) -> list[list[Span]]:
    """Words as the spans that they are made of, such as ``(``, ``x`` as code, and ``),``."""
    words: list[list[Span]] = [[]]
    for part, style in _spans(text):
        first, *others = [part] if style == "code" else part.split(" ")
        words[-1].append((first, style))
        words += [[(other, style)] for other in others]
    return [word for word in words if any(part for part, _ in word)]


def _signature(signature: str, width: int) -> list[Line]:
    text = f"def {signature}:"
    if cells(text) + 3 <= width:
        return [line("   ", (text, "code"))]
    opened = text.index("(") + 1
    closed = text.rindex(")")
    parameters = [f"    {part}," for part in _split(text[opened:closed])]
    return [line("   ", (row, "code")) for row in (text[:opened], *parameters, text[closed:])]


def _split(parameters: str) -> list[str]:
    """At the commas that are not inside brackets."""
    parts, depth = [""], 0
    for character in parameters:
        depth += (character in "[({") - (character in "])}")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts if part.strip()]


def _spans(text: str) -> list[Span]:
    """Code in its style and without its quotes; titles of books without their stars."""
    spans, at = [], 0
    for found in _CODE.finditer(text):
        spans.append((text[at : found.start()], ""))
        code = found[1] or found[2]
        spans.append((code, "code") if code else (found[3], "italic"))
        at = found.end()
    return [*spans, (text[at:], "")]


def course(
    title: str,
    chapters: Iterable[Chapter],
    summary: Callable[[str], str],
    outcome: Callable[[str], str],
    width: int = 80,
) -> list[Line]:
    """All exercises with their points, their first sentence and their last outcome."""
    chapters = list(chapters)
    names = [entry.path.split("/")[1] for chapter in chapters for entry in chapter.exercises]
    wide = min(max(map(cells, names), default=0), 30)
    rows: list[Line] = [line((title, "title"))]
    for chapter in chapters:
        rows += [BLANK, line(" ", (chapter.title, "bold"), (f"  {chapter.name}", "dim"))]
        for entry in chapter.exercises:
            last = outcome(entry.path)
            mark, style = _mark(last)
            name = padded(entry.path.split("/")[1], wide)
            points = words.points(entry.points)
            room = width - 3 - wide - 2 - 2 - max(2, cells(points))
            text = padded(shortened(words.unquoted(summary(entry.path)), room), room)
            rows.append(line(" ", (mark, style), f" {name}  {text}  {points:>2}"))
    total = words.points(sum(entry.points for chapter in chapters for entry in chapter.exercises))
    passed = sum(outcome(entry.path) == "passed" for c in chapters for entry in c.exercises)
    told = f" {words.plural(len(names), 'exercise')}, {total} points"
    rows += [BLANK, line((told, "bold"), f"; {passed} passed so far." if passed else ".")]
    return rows


def _mark(outcome: str) -> tuple[str, str]:
    if not outcome:
        return words.MARKS[Outcome.NOT_STARTED], "dim"
    known = Outcome(outcome) if outcome in {o.value for o in Outcome} else Outcome.NOT_STARTED
    return words.mark(known), words.style(known)


def progress(
    title: str,
    chapters: Iterable[Chapter],
    outcome: Callable[[str], str],
    points: Callable[[str], float],
    width: int = 80,
) -> list[Line]:
    """A bar for each chapter: how many of its exercises have passed, and the points."""
    chapters = list(chapters)
    wide = min(max((cells(chapter.title) for chapter in chapters), default=0), 36)
    rows: list[Line] = [line((title, "title")), BLANK]
    parts = [_sums(chapter, outcome, points) for chapter in chapters]
    for chapter, sums in zip(chapters, parts, strict=True):
        rows.append(_bar(shortened(chapter.title, wide), wide, sums, width))
    passed, exercises = sum(s.passed for s in parts), sum(s.exercises for s in parts)
    reached, most = sum(s.reached for s in parts), sum(s.most for s in parts)
    told = f"{passed} of {words.plural(exercises, 'exercise')} passed, {words.points(reached)} of "
    told += f"{words.points(most)} points, when last graded."
    return [*rows, BLANK, *prose(told, width, indent=1, style="bold")]


class _Sums(NamedTuple):
    """Of a chapter: exercises passed and there, points reached and to be had."""

    passed: int
    exercises: int
    reached: float
    most: float


def _sums(chapter: Chapter, outcome: Callable[[str], str], points: Callable[[str], float]) -> _Sums:
    return _Sums(
        sum(outcome(entry.path) == "passed" for entry in chapter.exercises),
        len(chapter.exercises),
        sum(points(entry.path) for entry in chapter.exercises),
        sum(entry.points for entry in chapter.exercises),
    )


def _bar(title: str, wide: int, sums: _Sums, width: int) -> Line:
    numbers = f"{sums.passed} of {sums.exercises}"
    points = f"{words.points(sums.reached)} / {words.points(sums.most)}"
    room = max(5, width - wide - max(8, cells(numbers)) - max(9, cells(points)) - 7)
    filled = round(room * sums.passed / sums.exercises) if sums.exercises else 0
    title_style = "good" if sums.exercises and sums.passed == sums.exercises else ""
    return line(
        " ",
        (padded(title, wide), title_style),
        "  ",
        ("█" * filled, "good"),
        ("░" * (room - filled), "dim"),
        f"  {numbers:>8}  {points:>9}",
    )
