"""What a student has begun, which hints have been given, and how the last grading came out.

It is kept in ``.gradus/`` in the student's folder. Nothing depends on it: where it cannot be
written or has been damaged, everything starts anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.markers import untouched
from grader.model import Source
from grader.verdict import Verdict

STATE = ".gradus"


def started(sources: Iterable[Source], stub: Callable[[str], str]) -> list[Source]:
    """The sources in which something has been written, or that cannot be read."""
    return [
        source
        for source in sources
        if source.problem
        or (source.code is not None and not untouched(source.code, stub(source.exercise)))
    ]


def make_state_folder(root: Path) -> Path:
    """``.gradus/`` under ``root``, which version control leaves alone.

    Raises:
        OSError: It cannot be written.
    """
    folder = root / STATE
    folder.mkdir(exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    return folder


@dataclass
class Progress:
    """The state of one student's folder; changed in place, kept when ``save`` is called."""

    root: Path
    hints: dict[str, int] = field(default_factory=dict)
    results: dict[str, dict[str, Any]] = field(default_factory=dict)

    def next_hint(self, path: str, count: int) -> int:
        """Which of ``count`` hints is due, from 0; the last one stays the last."""
        given = min(self.hints.get(path, 0), count - 1)
        self.hints[path] = given + 1
        return given

    def record(self, verdicts: Sequence[Verdict]) -> None:
        """Remember how each exercise came out."""
        for verdict in verdicts:
            if verdict.points is not None:  # what could not run says nothing
                self.results[verdict.exercise] = {
                    "outcome": verdict.outcome.value,
                    "points": verdict.points,
                }

    def outcome(self, path: str) -> str:
        """The last outcome; "" where there was none."""
        return str(self.results.get(path, {}).get("outcome", ""))

    def points(self, path: str) -> float:
        points = self.results.get(path, {}).get("points", 0.0)
        return float(points) if isinstance(points, (int, float)) else 0.0

    def save(self) -> None:
        """Keep it, or do without where the folder cannot be written."""
        content = json.dumps({"hints": self.hints, "results": self.results}, indent=1)
        try:
            folder = make_state_folder(self.root)
            # A name of its own, so that two commands at once cannot write into each other's file.
            new = folder / f"state.{os.getpid()}.json"
            new.write_text(content, encoding="utf-8")
            os.replace(new, folder / "state.json")
        except OSError:
            pass


def read_progress(root: Path) -> Progress:
    """The state of the folder ``root``; an empty one where there is none that can be read."""
    try:
        content = json.loads((root / STATE / "state.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return Progress(root)
    if not isinstance(content, dict):
        return Progress(root)
    hints, results = content.get("hints"), content.get("results")
    return Progress(
        root,
        {k: v for k, v in hints.items() if type(v) is int} if isinstance(hints, dict) else {},
        {k: v for k, v in results.items() if type(v) is dict} if isinstance(results, dict) else {},
    )
