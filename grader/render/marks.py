"""Expected and got side by side, with the elements that differ marked in both.

The values come as text, as ``grader.describe`` writes them; an element's place in the text is
found by counting brackets. Where the text is abridged nothing is marked: the sentence below says
which element it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from grader.render.layout import Line, beside, line, padded, width_of
from grader.render.sanitise import sanitised
from grader.verdict import Difference

_STEP = re.compile(r"\[('[^']*')\]|\[\d+\]")
_TOKEN = re.compile(r"[\[\]]|[^\s\[\],]+")

# (row in the text, first column, one past the last)
Place: TypeAlias = tuple[int, int, int]
# (first column, one past the last, label)
Mark: TypeAlias = tuple[int, int, str]
# (part of a tuple or dict, index in it, label)
Marked: TypeAlias = tuple[str, tuple[int, ...], str]


def places(text: str) -> dict[tuple[int, ...], Place]:
    """Where each element of a written array stands; nothing where it is abridged or no array."""
    found: dict[tuple[int, ...], Place] = {}
    index: list[int] = []
    closed = False
    for number, row in enumerate(text.split("\n")):
        for token in _TOKEN.finditer(row):
            if closed:
                return found  # what follows is the note on its shape
            if token[0] == "[":
                index.append(0)
            elif token[0] == "]":
                if index:
                    index.pop()
                if index:
                    index[-1] += 1
                closed = not index
            elif token[0] == "..." or not index:
                return {}
            else:
                found[tuple(index)] = (number, *token.span())
                index[-1] += 1
    return found


def part(text: str, where: str) -> tuple[str, int, int]:
    """What ``where`` names, such as ``[0]['w']``, and the row and column where it starts."""
    row = column = 0
    for found in _STEP.finditer(where):
        # Items of a tuple are labelled [0], those of a dict 'w'.
        text, down, right = _labelled(text, found[1] or found[0])
        row, column = row + down, column + right
    return text, row, column


def _labelled(text: str, label: str) -> tuple[str, int, int]:
    rows = text.split("\n")
    start = len(label) + 2
    for number, row in enumerate(rows):
        if row.startswith(f"{label}: "):
            inner = [row[start:]]
            for more in rows[number + 1 :]:
                if not more.startswith(" " * start):
                    break
                inner.append(more[start:])
            return "\n".join(inner), number, start
    return "", 0, 0


def elements(
    expected: str, got: str, first: Difference | None, worst: Difference | None, differing: str
) -> list[Marked]:
    """What to mark: every element that differs where that can be told, else the first and worst.

    It can be told where as many elements differ in print as there are known to differ: others may
    be too close to differ in six digits, or differ there although they are close enough.
    """
    if first is None:
        return []
    single = worst is None or (worst.where, worst.index) == (first.where, first.index)
    seen = _differing(part(expected, first.where)[0], part(got, first.where)[0])
    if worst is not None and len(seen) > 1 and differing.split(" ")[0] == str(len(seen)):
        labels = {} if single else {worst.index: "worst"}
        return [(first.where, index, labels.get(index, "")) for index in sorted(seen)]
    if worst is None or single:
        return [(first.where, first.index, "")]
    return [(first.where, first.index, "first"), (worst.where, worst.index, "worst")]


def _differing(expected: str, got: str) -> set[tuple[int, ...]]:
    """The elements that are not the same in print, where both values have the same ones."""
    left, right = _tokens(expected), _tokens(got)
    return {i for i in left if left[i] != right[i]} if left.keys() == right.keys() else set()


def _tokens(text: str) -> dict[tuple[int, ...], str]:
    rows = text.split("\n")
    return {
        index: rows[row][start:end].rstrip(".") for index, (row, start, end) in places(text).items()
    }


def _by_row(text: str, marked: Iterable[Marked]) -> dict[int, list[Mark]]:
    """The marks of each row."""
    marks: dict[int, list[Mark]] = {}
    for where, index, label in marked:
        inner, row, column = part(text, where)
        place = places(inner).get(index)
        if place is not None:
            at, start, end = place
            marks.setdefault(row + at, []).append((column + start, column + end, label))
    return marks


def value(text: str, marked: Iterable[Marked], style: str) -> list[Line]:
    """A value with its marked elements styled, and carets below them (labels in ``got`` alone)."""
    rows: list[Line] = []
    for row, here in _styled(text, marked, style):
        rows.append(row)
        if here:
            rows.append(line((_carets(here, style == "mark"), style)))
    return rows


def styled(text: str, marked: Iterable[Marked], style: str) -> list[Line]:
    """A value with its marked elements styled, for pages that have better marks than carets."""
    return [row for row, _ in _styled(text, marked, style)]


def _styled(text: str, marked: Iterable[Marked], style: str) -> Iterator[tuple[Line, list[Mark]]]:
    text = sanitised(text)
    marks = _by_row(text, marked)
    for number, row in enumerate(text.split("\n")):
        spans, at = [], 0
        here = sorted(marks.get(number, ()))
        for start, end, _ in here:
            spans += [(row[at:start], ""), (row[start:end], style)]
            at = end
        yield (*spans, (row[at:], "")), here


def _carets(marks: Iterable[Mark], labels: bool) -> str:
    carets = ""
    for start, end, label in marks:
        if labels and len(carets) >= start > 0:
            return _carets(marks, labels=False)  # the labels have no room between the elements
        carets = padded(carets, start) + "^" * max(1, end - start)
        if labels and label:
            carets += f" {label}"
    return carets


def side_by_side(
    expected: str,
    got: str,
    marked: Sequence[Marked],
    titles: tuple[str, str],
    width: int,
    indent: int = 3,
) -> list[Line]:
    """Both values in two columns, or one below the other where they are too wide for that."""
    space = " " * indent
    left = [line((titles[0], "good")), *value(expected, marked, "right")]
    right = [line((titles[1], "bad")), *value(got, marked, "mark")]
    gap = 4
    # Columns start where an even split puts them, so that pages look alike.
    half = (width - indent) // 2
    if _widest(left) + gap <= half and _widest(right) <= half:
        left[0] = line((padded(titles[0], half - gap), "good"))
        return [(("" if not row else space, ""), *row) for row in beside(left, right, gap)]
    if indent + _widest(left) + gap + _widest(right) <= width:
        return [((space, ""), *row) for row in beside(left, right, gap)]
    return [
        ((space if row in (left[0], right[0]) else f"{space}  ", ""), *row)
        for row in (*left, *right)
    ]


def _widest(rows: Iterable[Line]) -> int:
    return max((width_of(row) for row in rows), default=0)


def number(difference: Difference) -> str:
    """One differing element in a sentence."""
    expected, got = sanitised(difference.expected), sanitised(difference.got)
    text = f"expected {expected}, got {got}"
    if difference.error not in ("", "nan", "inf") and difference.tolerance:
        allowed = "" if float(difference.tolerance) == 0 else f"; {difference.tolerance} is allowed"
        text += f" (off by {difference.error}{allowed})"
    return text + "."


def place(difference: Difference) -> str:
    """Where it is: ``['W1'][0, 2]``."""
    index = f"[{', '.join(map(str, difference.index))}]" if difference.index else ""
    return f"{difference.where}{index}"
