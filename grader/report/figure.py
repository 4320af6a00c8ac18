"""Drawings as SVG that is part of the page: matplotlib draws, the page's colours and font serve.

Lines and letters take the colour of the text around them, so that a dark page has light ones.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Stands for the colour of the text, and is replaced by it.
INK = "#010203"
# Middle tones, readable on white and on black; the patterns say the same.
RIGHT, WRONG, SOME, EMPTY = "#4c8c5a", "#c4552d", "#c9a227", "#8a8f98"
_STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "gradus",
    "font.size": 10,
    "hatch.linewidth": 0.7,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": True,
    # Names come from submissions and rosters: a dollar sign is no formula.
    "text.parse_math": False,
}
_WIDTH = 4.8  # inches: letters are still read at a phone's width


@contextmanager
def figure(height: float) -> Iterator[Figure]:
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(_STYLE):  # type: ignore[arg-type]
        yield Figure(figsize=(_WIDTH, height), layout="constrained")


def svg(drawn: Figure) -> str:
    """The drawing alone: no prologue, no identifiers that another one on the page has too."""
    written = StringIO()
    drawn.savefig(written, format="svg", transparent=True, metadata={"Date": None})
    text = written.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>|<style[^>]*>.*?</style>", "", text, flags=re.DOTALL)
    used = set(re.findall(r"(?:url\(#|href=\"#)([^)\"]+)", text))
    mark = hashlib.sha256(text.encode()).hexdigest()[:10]

    def identified(found: re.Match[str]) -> str:
        return f' id="{mark}-{found[1]}"' if found[1] in used else ""

    text = re.sub(r' id="([^"]+)"', identified, text)
    text = re.sub(r'(url\(#|href="#)', rf"\g<1>{mark}-", text)
    text = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", text, count=1)
    text = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", text, count=1)
    # The text beside the drawing says it all to whoever cannot see it.
    text = text.replace("<svg", '<svg aria-hidden="true" focusable="false"', 1)
    return text.replace(INK, "currentColor").strip()
