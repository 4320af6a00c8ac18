"""Text that a spreadsheet takes for text: quoted, and never a formula.

Excel, LibreOffice and Google Sheets compute a cell that begins with one of a few characters, quoted
or not; an apostrophe in front makes it text, and can be taken away again.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from grader.render.sanitise import one_line


class Verbatim(str):
    """Text that another system wants letter by letter, and nobody's own."""


# None is a blank: what nobody knows is not 0.
Cell: TypeAlias = str | float | int | None

# The wide forms count as well where East Asian keyboards write them.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def safe(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would compute it."""
    return f"'{text}" if _FORMULA.match(text) else text


def restored(text: str) -> str:
    """What ``safe`` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def table(rows: Iterable[Sequence[Cell]]) -> str:
    """CSV with every cell quoted, lines ended as its standard says."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_text(cell) for cell in row])
    return written.getvalue()


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Verbatim):
        return str(cell)
    if isinstance(cell, str):
        return safe(one_line(cell))
    return f"{cell:.10g}"
