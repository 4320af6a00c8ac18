"""Expected against got: lines with dashes and markers, maps with numbers in their cells."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from grader.report.figure import INK, WRONG, figure, svg
from grader.verdict import Picture


@lru_cache(maxsize=1024)
def picture(drawn: Picture, sides: tuple[str, str]) -> str:
    """Expected against got. Students who make the same mistake share the drawing."""
    if drawn.kind == "matrix":
        return _matrices(drawn, sides)
    return _lines(drawn, sides)


def _lines(drawn: Picture, sides: tuple[str, str]) -> str:
    over = drawn.over or tuple(float(n) for n in range(len(drawn.expected)))
    marked = len(over) <= 40
    with figure(2.9) as sheet:
        axes = sheet.add_subplot()
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
            _plainly(axes.xaxis, 1.0)
        if _range([*got, *drawn.expected]) > 50 * _range(drawn.expected) > 0:
            axes.set_yscale("symlog", linthresh=_range(drawn.expected))
            _plainly(axes.yaxis, _range(drawn.expected))
        axes.set_xlabel(drawn.axis or "index")
        sheet.legend(loc="outside upper left", ncols=3, frameon=False)
        return svg(sheet)


def _plainly(axis: Any, linear: float) -> None:
    """A few plain numbers along an axis on which each power of ten has equal room."""
    from matplotlib.ticker import SymmetricalLogLocator

    locator = SymmetricalLogLocator(base=10.0, linthresh=linear)
    locator.set_params(numticks=5)
    axis.set_major_locator(locator)
    axis.set_major_formatter(lambda value, _: f"{value:g}")


def _range(values: Sequence[float]) -> float:
    finite = [value for value in values if math.isfinite(value)]
    return max(finite) - min(finite) if finite else 0.0


def _matrices(drawn: Picture, sides: tuple[str, str]) -> str:
    rows, columns = drawn.shape
    # By what is right: one answer that is far out must not make all others look alike.
    finite = [v for v in drawn.expected if math.isfinite(v)]
    if _range(finite) == 0:
        finite += [v for v in drawn.got if math.isfinite(v)]
    low, high = (min(finite), max(finite)) if finite else (0.0, 1.0)
    beside = columns <= 5
    tall = 0.42 + rows * (0.34 if columns <= 8 else 0.26)
    with figure(tall if beside else 2 * tall) as sheet:
        panels = sheet.subplots(1, 2) if beside else sheet.subplots(2, 1)
        for axes, title, values in zip(panels, sides, (drawn.expected, drawn.got), strict=True):
            axes.set_title(title, fontsize=10, loc="left")
            _map(axes, drawn, values, low, high, marked=values is drawn.got)
        return svg(sheet)


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
        share = min(1.0, max(0.0, share))
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
