"""What the workers of a batch have in common, loaded once and before all else.

A worker is a copy of a process that has loaded what judges. That takes as long as loading what
reads and keeps, and goes on beside it where it begins first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.workers import prepared

if TYPE_CHECKING:
    from multiprocessing.context import BaseContext


def start_ahead() -> BaseContext:
    """What begins workers; called early, it need not be waited for later."""
    return prepared("grader.batch.bench", "grader.examine")
