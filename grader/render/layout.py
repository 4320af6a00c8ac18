"""Lines of styled spans: what a page is made of before it meets a terminal.

A style is the name of what a span is (``good``, ``bad``, ``mark``, ``code``, ...), never a colour.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeAlias

Span: TypeAlias = tuple[str, str]
Line: TypeAlias = tuple[Span, ...]

BLANK: Line = ()


def line(*parts: str | Span) -> Line:
    """A line of plain strings and styled spans."""
    return tuple((part, "") if isinstance(part, str) else part for part in parts)


def cells(text: str) -> int:
    """How many columns a terminal needs for it: East Asian characters take two, accents none."""
    if text.isascii():
        return len(text)
    return sum(_cells(character) for character in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def width_of(row: Line) -> int:
    """The columns of a whole line."""
    return sum(cells(text) for text, _ in row)


def padded(text: str, width: int) -> str:
    """The text with spaces behind it, ``width`` columns wide."""
    return text + " " * max(0, width - cells(text))


def shortened(text: str, width: int, ellipsis: str = "...") -> str:
    """At most ``width`` columns of it, with an ellipsis where something was cut off."""
    if cells(text) <= width:
        return text
    room, kept = width - len(ellipsis), ""
    for character in text:
        if cells(kept + character) > room:
            break
        kept += character
    return kept.rstrip() + ellipsis


def wrapped(text: str, width: int) -> list[str]:
    """A sentence in lines of at most ``width`` columns; a longer word gets a line of its own."""
    lines: list[str] = []
    for word in text.split():
        if lines and cells(lines[-1]) + 1 + cells(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def prose(
    text: str, width: int, indent: int = 3, lead: Span = ("", ""), style: str = ""
) -> list[Line]:
    """A paragraph, indented; ``lead`` stands in front of its first line, in its own style."""
    space = " " * indent
    words = wrapped(f"{lead[0]} {text}" if lead[0] else text, width - indent)
    rows = [line(space, (row, style)) for row in words]
    if lead[0] and words:
        rest = words[0].removeprefix(lead[0])
        rows[0] = line(space, lead, (rest, style))
    return rows


def block(text: str, indent: int = 3, style: str = "") -> list[Line]:
    """Lines as they are, indented, never wrapped: they are to be pasted or aligned."""
    space = " " * indent
    return [line(space, (row, style)) if row.strip() else BLANK for row in text.split("\n")]


def beside(left: Sequence[Line], right: Sequence[Line], gap: int) -> list[Line]:
    """Two blocks side by side."""
    wide = max((width_of(row) for row in left), default=0) + gap
    height = max(len(left), len(right))
    rows = []
    for n in range(height):
        one = left[n] if n < len(left) else BLANK
        other = right[n] if n < len(right) else BLANK
        space = ((" " * (wide - width_of(one)), ""),) if other else ()
        rows.append((*one, *space, *other))
    return rows


def plain(lines: Iterable[Line]) -> str:
    """The text alone, without a space at the end of any line."""
    return "".join("".join(text for text, _ in row).rstrip() + "\n" for row in lines)
