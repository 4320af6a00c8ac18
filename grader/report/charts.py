"""Charts as SVG that is part of the page: matplotlib draws, and the page's colours and font serve.

Nothing rests on colour: bars have patterns, lines have dashes and markers, cells have numbers.
Lines and letters take the colour of the text around them, so that a dark page has light ones.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from io import StringIO
from typing import TYPE_CHECKING, Any

from grader.report.statistics import ENDINGS, ExerciseFigures, Held
from grader.verdict import Picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Stands for the colour of the text, and is replaced by it.
INK = "#010203"
# Middle tones, readable on white and on black; the patterns say the same.
RIGHT, WRONG, SOME, EMPTY = "#4c8c5a", "#c4552d", "#c9a227", "#8a8f98"
_FILLS = {
    "all points": (RIGHT, ""),
    "some points": (SOME, "////"),
    "no points": (WRONG, "xxxx"),
    "not started": ("none", "...."),
    "not judged": ("none", ""),
}
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
def _figure(height: float) -> Iterator[Figure]:
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(_STYLE):  # type: ignore[arg-type]
        yield Figure(figsize=(_WIDTH, height), layout="constrained")


def _svg(figure: Figure) -> str:
    """The drawing alone: no prologue, no identifiers that another one on the page has too."""
    written = StringIO()
    figure.savefig(written, format="svg", transparent=True, metadata={"Date": None})
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


# --- the class -------------------------------------------------------------------------------


def bins(values: Sequence[float], most: float) -> list[tuple[float, float, int]]:
    """(from, to, how many): about ten equal parts of the points, the last with its end."""
    step = next(s for s in _STEPS if most / s <= 12)
    count = max(1, math.ceil(most / step - 1e-9))
    counts = [0] * count
    for value in values:
        counts[min(count - 1, max(0, int(value / step + 1e-9)))] += 1
    return [(n * step, min(most, (n + 1) * step), counts[n]) for n in range(count)]


_STEPS = tuple(base * 10.0**power for power in range(-2, 6) for base in (1, 2, 2.5, 5))


def histogram(values: Sequence[float], most: float) -> str:
    """How many students have how many points, with the median as a line."""
    import statistics

    parts = bins(values, most)
    with _figure(2.4) as figure:
        axes = figure.add_subplot()
        axes.bar(
            [start for start, _, _ in parts],
            [count for _, _, count in parts],
            width=[end - start for start, end, _ in parts],
            align="edge",
            color=EMPTY,
            edgecolor=INK,
            linewidth=0.8,
        )
        middle = statistics.median(values)
        axes.axvline(middle, color=INK, linestyle="--", linewidth=1.5)
        axes.annotate(
            f"median {middle:g}",
            (middle, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(4, 2),
            textcoords="offset points",
        )
        axes.set_xlabel("points")
        axes.set_ylabel("students")
        axes.locator_params(axis="y", integer=True)
        return _svg(figure)


def endings(exercises: Sequence[ExerciseFigures]) -> str:
    """One bar an exercise, from all points to not judged."""
    with _figure(0.9 + 0.52 * len(exercises)) as figure:
        axes = figure.add_subplot()
        shown = [name for name in ENDINGS if any(e.endings[name] for e in exercises)]
        rows = list(range(len(exercises)))
        left = [0] * len(exercises)
        for name in shown:
            colour, hatch = _FILLS[name]
            counts = [e.endings[name] for e in exercises]
            axes.barh(
                rows,
                counts,
                left=left,
                height=0.42,
                color=colour,
                hatch=hatch,
                edgecolor=INK,
                linewidth=0.8,
                linestyle=":" if name == "not judged" else "-",
                label=name,
            )
            left = [a + b for a, b in zip(left, counts, strict=True)]
        _labelled(axes, [e.path for e in exercises])
        axes.set_xlabel("students")
        axes.locator_params(axis="x", integer=True)
        figure.legend(
            loc="outside upper left", ncols=3, frameon=False, fontsize=9, handlelength=1.6
        )
        return _svg(figure)


def _labelled(axes: Any, names: Sequence[str]) -> None:
    """A name above each bar, where a long one has room on a narrow page."""
    axes.set_ylim(len(names) - 0.6, -0.75)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    for row, name in enumerate(names):
        axes.annotate(name, (0, row - 0.27), va="bottom", ha="left", fontsize=10)


def held(mistakes: Sequence[Held]) -> str:
    """One bar a mistake: how many students hold it."""
    with _figure(0.6 + 0.5 * len(mistakes)) as figure:
        axes = figure.add_subplot()
        counts = [len(mistake.students) for mistake in mistakes]
        axes.barh(
            range(len(mistakes)),
            counts,
            height=0.4,
            color=WRONG,
            hatch="xxxx",
            edgecolor=INK,
            linewidth=0.8,
        )
        for row, count in enumerate(counts):
            axes.annotate(
                f" {count}", (count, row), va="center", ha="left", fontsize=10, weight="bold"
            )
        names = [f"{_words(m.name)} ({m.exercise.split('/')[-1]})" for m in mistakes]
        _labelled(axes, names)
        axes.set_xlim(0, max(counts) * 1.12)
        axes.set_xlabel("students")
        axes.locator_params(axis="x", integer=True)
        return _svg(figure)


def _words(name: str) -> str:
    return name.replace("_", " ")


# --- expected and got ------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def picture(drawn: Picture, sides: tuple[str, str]) -> str:
    """Expected against got. Students who make the same mistake share the drawing."""
    if drawn.kind == "matrix":
        return _matrices(drawn, sides)
    return _lines(drawn, sides)


def _lines(drawn: Picture, sides: tuple[str, str]) -> str:
    over = drawn.over or tuple(float(n) for n in range(len(drawn.expected)))
    marked = len(over) <= 40
    with _figure(2.9) as figure:
        axes = figure.add_subplot()
        axes.plot(
            over,
            drawn.expected,
            color=INK,
            linewidth=1.6,
            marker="o" if marked else "",
            markersize=4,
            markerfacecolor="none",
            label=sides[0],
        )
        # NumPy's nan leaves a gap, as it should; an infinity has no place on the page.
        got = [value if math.isfinite(value) else math.nan for value in drawn.got]
        axes.plot(
            over,
            got,
            color=WRONG,
            linewidth=1.6,
            linestyle="--",
            marker="x" if marked else "",
            markersize=5,
            label=sides[1],
        )
        lost = [x for x, value in zip(over, drawn.got, strict=True) if not math.isfinite(value)]
        if lost:
            low = axes.get_ylim()[0]
            axes.plot(lost, [low] * len(lost), "^", color=WRONG, markersize=6, label="nan or inf")
        if drawn.over and max(map(abs, over)) > 100.0:
            axes.set_xscale("symlog", linthresh=1.0)
        if _range(got) > 50 * _range(drawn.expected) > 0:
            axes.set_yscale("symlog", linthresh=max(_range(drawn.expected), 1e-9))
        axes.set_xlabel(drawn.axis or "index")
        figure.legend(loc="outside upper left", ncols=3, frameon=False)
        return _svg(figure)


def _range(values: Sequence[float]) -> float:
    finite = [value for value in values if math.isfinite(value)]
    return max(finite) - min(finite) if finite else 0.0


def _matrices(drawn: Picture, sides: tuple[str, str]) -> str:
    rows, columns = drawn.shape
    finite = [v for v in (*drawn.expected, *drawn.got) if math.isfinite(v)]
    low, high = (min(finite), max(finite)) if finite else (0.0, 1.0)
    beside = columns <= 5
    tall = 0.42 + rows * (0.34 if columns <= 8 else 0.26)
    with _figure(tall if beside else 2 * tall) as figure:
        panels = figure.subplots(1, 2) if beside else figure.subplots(2, 1)
        for axes, title, values in zip(panels, sides, (drawn.expected, drawn.got), strict=True):
            axes.set_title(title, fontsize=10, loc="left")
            _map(axes, drawn, values, low, high, marked=values is drawn.got)
        return _svg(figure)


def _map(
    axes: Any, drawn: Picture, values: Sequence[float], low: float, high: float, *, marked: bool
) -> None:
    """Cells from white to black with their numbers; those that differ have a frame."""
    from matplotlib.patches import Rectangle

    rows, columns = drawn.shape
    numbers = rows * columns <= 80 and columns <= 10
    for place, value in enumerate(values):
        row, column = divmod(place, columns)
        share = (value - low) / (high - low) if high > low and math.isfinite(value) else 0.0
        shade = f"{0.97 - 0.85 * share:.3f}"
        odd = not math.isfinite(value)
        cell = Rectangle(
            (column, row), 1, 1, facecolor=shade, edgecolor="0.6", linewidth=0.5, hatch="xx" * odd
        )
        axes.add_patch(cell)
        if numbers:
            colour = "white" if share > 0.5 and not odd else "black"
            text = f"{value:.3g}"
            size = 8.5 if columns <= 5 else 7
            axes.text(
                column + 0.5,
                row + 0.52,
                text,
                color=colour,
                ha="center",
                va="center",
                fontsize=size,
            )
    for place in drawn.wrong if marked else ():
        row, column = divmod(place, columns)
        frame = Rectangle((column + 0.05, row + 0.07), 0.9, 0.86, fill=False)
        frame.set(edgecolor=WRONG, linewidth=2.0, linestyle="--")
        axes.add_patch(frame)
    axes.set_xlim(0, columns)
    axes.set_ylim(rows, 0)
    axes.set_xticks([])
    axes.set_yticks([])
    for side in axes.spines.values():
        side.set_visible(False)
