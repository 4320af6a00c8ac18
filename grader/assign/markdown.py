"""A statement as Markdown: its sections, its formulas as mathematics, its example as code."""

from __future__ import annotations

import re
import textwrap

from grader.assign.mathematics import tex
from grader.model import Statement
from grader.render.words import points as in_words

_SECTION = re.compile(r"^(Args|Returns|Raises|Examples?|Source|Notes?|Yields):\s*$")
_TITLES = {"Args": "Arguments", "Source": "Source"}
_ENTRY = re.compile(r"^([\w*, ]+?)(?: \([^)]*\))?: ")
_CODE = re.compile(r"``(.+?)``", re.DOTALL)


def markdown(statement: Statement, points: float) -> str:
    """Heading, signature and docstring."""
    unit = "point" if points == 1 else "points"
    parts = [
        f"## {statement.name} ({in_words(points)} {unit})",
        f"```python\n{statement.signature}\n```",
        *_docstring(statement.docstring),
    ]
    return "\n\n".join(part for part in parts if part)


def _docstring(text: str) -> list[str]:
    parts: list[str] = []
    section, rows = "", list[str]()
    for row in [*text.strip("\n").split("\n"), "End:"]:
        found = _SECTION.match(row)
        if found or row == "End:":
            parts += _section(section, textwrap.dedent("\n".join(rows)).strip("\n"))
            section, rows = found[1] if found else "", []
        elif section and row and not row.startswith(" "):
            # Prose after a section belongs to none.
            parts += _section(section, textwrap.dedent("\n".join(rows)).strip("\n"))
            section, rows = "", [row]
        else:
            rows.append(row)
    return parts


def _section(name: str, text: str) -> list[str]:
    if not text.strip():
        return []
    title = [f"**{_TITLES.get(name, name)}**"] if name else []
    if name.startswith("Example"):
        return [*title, *_example(text)]
    if name in ("Args", "Raises"):
        return [*title, "\n".join(_entry(entry) for entry in _entries(text))]
    return [*title, *(_paragraph(block) for block in re.split(r"\n\s*\n", text))]


def _entries(text: str) -> list[str]:
    """What begins at the left edge, each with its further lines."""
    entries: list[str] = []
    for row in text.split("\n"):
        if row and not row.startswith(" "):
            entries.append(row)
        elif entries:
            entries[-1] += f"\n{row}"
    return entries


def _entry(text: str) -> str:
    found = _ENTRY.match(text)
    if not found:
        return f"- {_prose(text)}"
    names = ", ".join(f"`{name.strip()}`" for name in found[1].split(","))
    return f"- {names}: {_prose(text[found.end() :])}"


def _paragraph(block: str) -> str:
    if all(row.startswith("    ") for row in block.split("\n") if row.strip()):
        return f"```\n{textwrap.dedent(block)}\n```"
    return _prose(block)


def _example(text: str) -> list[str]:
    """Prose as prose, and what a session prints as a session."""
    parts = []
    for block in re.split(r"\n\s*\n", text):
        is_code = ">>>" in block
        parts.append(f"```pycon\n{block}\n```" if is_code else _prose(block))
    return parts


def _prose(text: str) -> str:
    """One paragraph; formulas become mathematics, and no dollar of the text opens one."""
    text = " ".join(text.split())
    written, at = "", 0
    for found in _CODE.finditer(text):
        formula = tex(found[1])
        written += text[at : found.start()].replace("$", "\\$")
        written += f"${formula}$" if formula else _quoted(found[1])
        at = found.end()
    return written + text[at:].replace("$", "\\$")


def _quoted(code: str) -> str:
    return f"`` {code} ``" if "`" in code else f"`{code}`"
