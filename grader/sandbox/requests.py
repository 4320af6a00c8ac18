"""What the grader asks of a sandbox: the limits of one child, and the submission it loads."""

from __future__ import annotations

import importlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """What one child may use, its load and all its calls together.

    ``wall_seconds`` counts only while the grader waits for the child; None means five times
    ``cpu_seconds``. ``memory_bytes`` comes on top of what the interpreter itself has mapped;
    ``answer_bytes`` is what all answers together may weigh, since the grader keeps them.
    """

    cpu_seconds: float = 10.0
    wall_seconds: float | None = None
    memory_bytes: int = 1 << 30
    answer_bytes: int = 128 << 20

    @property
    def wall(self) -> float:
        return 5.0 * self.cpu_seconds if self.wall_seconds is None else self.wall_seconds


@dataclass(frozen=True)
class Submission:
    """One file and the function that is asked for.

    Args:
        source: The file's bytes, UTF-8.
        filename: The name that tracebacks show.
        function: The function to call.
        required: Names of the parameters without a default; None asks no questions about them.
        defaulted: Names of those with one; they are passed by keyword.
        forbidden: Dotted names that answer ``ForbiddenUse`` when called, such as ``numpy.tanh``.
        course_modules: Names whose import is a forbidden use: exercises and chapters.
    """

    source: bytes
    filename: str
    function: str
    required: tuple[str, ...] | None = None
    defaulted: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    course_modules: tuple[str, ...] = ()


def is_callable(dotted: str) -> bool:
    """Whether NumPy or math has a function of this name."""
    module, _, name = dotted.rpartition(".")
    if module.partition(".")[0] not in ("numpy", "math", "cmath"):
        return False
    try:
        return callable(getattr(importlib.import_module(module), name, None))
    except ImportError:
        return False
