"""The charts of a class. Nothing rests on colour: bars have patterns, and numbers beside them."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from typing import Any

from grader.report.figure import EMPTY, INK, RIGHT, SOME, WRONG, figure, svg
from grader.report.statistics import ENDINGS, ExerciseFigures, Held

_FILLS = {
    "all points": (RIGHT, ""),
    "some points": (SOME, "////"),
    "no points": (WRONG, "xxxx"),
    "not started": ("none", "...."),
    "not judged": ("none", ""),
}


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
    parts = bins(values, most)
    with figure(2.4) as sheet:
        axes = sheet.add_subplot()
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
        return svg(sheet)


def endings(exercises: Sequence[ExerciseFigures]) -> str:
    """One bar an exercise, from all points to not judged."""
    with figure(0.9 + 0.52 * len(exercises)) as sheet:
        axes = sheet.add_subplot()
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
        sheet.legend(loc="outside upper left", ncols=3, frameon=False, fontsize=9, handlelength=1.6)
        return svg(sheet)


def _labelled(axes: Any, names: Sequence[str]) -> None:
    """A name above each bar, where a long one has room on a narrow page."""
    axes.set_ylim(len(names) - 0.6, -0.75)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    for row, name in enumerate(names):
        axes.annotate(name, (0, row - 0.27), va="bottom", ha="left", fontsize=10)


def held(mistakes: Sequence[Held]) -> str:
    """One bar a mistake: how many students hold it."""
    with figure(0.6 + 0.5 * len(mistakes)) as sheet:
        axes = sheet.add_subplot()
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
        return svg(sheet)


def _words(name: str) -> str:
    return name.replace("_", " ")
