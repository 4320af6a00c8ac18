"""Templates to pages: whatever is put into one is sanitised and escaped, unasked.

Jinja escapes what it inserts; ``finalize`` sees it before and takes the teeth out of control
characters. Only what this package itself has made (drawings, marked values) goes in as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from grader.errors import CouldNotRun
from grader.render import marks, words
from grader.render.layout import Line
from grader.render.sanitise import sanitised
from grader.verdict import Finding

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_TICKS = re.compile(r"``(.+?)``|`([^`]+)`")


def require() -> None:
    """Raises:
    CouldNotRun: The libraries for reports are not installed.
    """
    if None in map(find_spec, ("jinja2", "matplotlib")):
        raise CouldNotRun("Reports need Jinja and matplotlib: pip install 'gradus[instructors]'.")


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("grader.report", "templates"),
        autoescape=True,
        finalize=_harmless,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        prose=prose,
        points=words.points,
        check=words.check,
        plural=words.plural,
        percent=percent,
        path=path,
        place=words.place,
        unit=unit,
    )
    made.globals.update(outcomes=words.OUTCOMES, mark=words.mark, asked=words.asked)
    return made


def page(template: str, **facts: Any) -> str:
    """A whole page."""
    return _environment().get_template(template).render(**facts)


def _harmless(value: Any) -> Any:
    if hasattr(value, "__html__"):
        return value
    return sanitised(str(value)) if value is not None else ""


def safe(text: str) -> Markup:
    """HTML of our own making."""
    from markupsafe import Markup

    return Markup(text)


def escaped(text: str) -> Markup:
    """Text as HTML shows it."""
    from markupsafe import escape

    return escape(sanitised(text))


def prose(text: str) -> Markup:
    """A sentence with its code in code font."""
    at, parts = 0, []
    for found in _TICKS.finditer(text):
        parts.append(escaped(text[at : found.start()]))
        parts.append(safe("<code>") + escaped(found[1] or found[2]) + safe("</code>"))
        at = found.end()
    return safe("").join([*parts, escaped(text[at:])])


def path(text: str) -> Markup:
    """An exercise's path, which a narrow page breaks where its parts meet and nowhere else."""
    return safe("/<wbr>").join(escaped(part) for part in text.split("/"))


def unit(value: float) -> str:
    """What so many points are called."""
    return "point" if value == 1 else "points"


def percent(share: float) -> str:
    return f"{100 * share:.0f}%"


# --- values ----------------------------------------------------------------------------------


def values(finding: Finding) -> tuple[Markup, Markup]:
    """Expected and got as text, the elements that differ marked in both."""
    marked = marks.elements(
        finding.expected, finding.got, finding.first, finding.worst, finding.differing
    )
    if not finding.got:
        marked = []
    expected = _lines(marks.styled(finding.expected, marked, "right"))
    return expected, _lines(marks.styled(finding.got, marked, "mark"))


def _lines(rows: Sequence[Line]) -> Markup:
    return safe("\n").join(safe("").join(_span(*span) for span in row) for row in rows)


def _span(text: str, style: str) -> Markup:
    if style:
        return safe(f'<mark class="{style}">') + escaped(text) + safe("</mark>")
    return escaped(text)


def differences(finding: Finding) -> list[str]:
    """The marked elements in sentences, which also serve who cannot see the marks."""
    first, worst = finding.first, finding.worst
    if first is None:
        return []
    place = marks.place(first)
    if worst is None or marks.place(worst) == place:
        text = f"At {place}: {marks.number(first)}" if place else marks.number(first)
        return [text[:1].upper() + text[1:]]
    return [
        f"First at {place}: {marks.number(first)}",
        f"Worst at {marks.place(worst)}: {marks.number(worst)}",
    ]
