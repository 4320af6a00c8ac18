"""By what a class is judged, and how. Nothing here loads the gradebook."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from grader.batch.bench import LEAST_ISOLATION
from grader.batch.workers import Workers
from grader.errors import UsageError
from grader.grading import Isolation
from grader.reading import Unreadable, read_whole
from grader.sandbox.pool import Limits


@dataclass(frozen=True)
class Means:
    """By what and how is judged: the course, and what a child may use."""

    course: Path
    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    isolation: int | None = None
    allow: tuple[str, ...] = ()
    device: str = "cpu"

    def workers(self, *, forked: bool = False) -> Workers:
        """The processes that judge, to be entered; see there."""
        isolation = Isolation(self.isolation, LEAST_ISOLATION, self.allow)
        return Workers(self.jobs, isolation, forked=forked)


def seed_in(file: Path) -> int:
    """The seed that a file holds: any text that nobody can guess.

    Raises:
        UsageError: It cannot be read, or what it holds is too short.
    """
    try:
        text = read_whole(file, 1 << 16).strip()
    except Unreadable as problem:
        raise UsageError(f"The file of the seed cannot be read: {problem}") from None
    if len(text) < 8:
        raise UsageError(
            f"{file} holds too short a seed, which could be guessed; write a line of at least 8 "
            f"characters into it."
        )
    if re.fullmatch(rb"[0-9]{8,17}", text):
        return int(text)
    return int.from_bytes(hashlib.sha256(text).digest()[:7], "big")
