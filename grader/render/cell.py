"""Lines as the output of a notebook's cell: HTML that needs no style sheet and no script."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from grader.render.layout import Line

# On a ground of its own, so that every colour is read as well in a dark theme. The font is named,
# because nbconvert's pages show the output of a cell in a proportional one, and columns must align.
_PAGE = (
    "font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:13px;"
    "background:#fff;color:#1a1a1a;padding:0.8em 1em;border:1px solid #ccc;border-radius:4px;"
    "line-height:1.35;overflow-x:auto;white-space:pre"
)
_STYLES = {
    "title": "font-weight:bold",
    "bold": "font-weight:bold",
    "dim": "color:#595959",
    "good": "color:#136c2e",
    "bad": "color:#b3141f",
    "warn": "color:#7a4d00",
    "right": "font-weight:bold;color:#136c2e",
    "mark": "font-weight:bold;color:#b3141f",
    "name": "color:#0b5c75",
    "code": "color:#0b5c75",
    "italic": "font-style:italic",
    "hint": "font-weight:bold;color:#7b2a8a",
    "diagnosis": "font-weight:bold;color:#7a4d00",
}


def html(lines: Iterable[Line]) -> str:
    """One block of preformatted text."""
    rows = ["".join(_span(text, style) for text, style in line).rstrip() for line in lines]
    # What a submission printed must never become a formula of MathJax's.
    return f'<pre class="gradus tex2jax_ignore" style="{_PAGE}">' + "\n".join(rows) + "</pre>"


def _span(text: str, style: str) -> str:
    css = _STYLES.get(style)
    return f'<span style="{css}">{escape(text)}</span>' if css else escape(text)
