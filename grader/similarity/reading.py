"""A folder of submissions to what each student wrote, read as ``grade batch`` reads it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from grader.batch.discovery import places, read_place
from grader.batch.roster import Roster
from grader.lateness import Rules
from grader.similarity.records import Work

Progress = Callable[[str, int, int], None]


def read(
    submissions: Path, wanted: Sequence[str], *, progress: Progress | None = None
) -> tuple[list[Work], list[tuple[str, str]]]:
    """Every source there is, and a sentence for each submission that cannot be read.

    Raises:
        UsageError: There is no such folder, or it holds no submissions.
    """
    works: list[Work] = []
    problems: list[tuple[str, str]] = []
    roster = Roster()
    found = places(submissions, roster)
    for number, place in enumerate(found, 1):
        submission = read_place(place, wanted, roster, Rules())
        if submission.problem:
            problems.append((submission.key, submission.problem))
        works += [
            Work(submission.key, source.exercise, source.file, source.code)
            for source, _ in submission.sources
            if source.code is not None
        ]
        if progress is not None:
            progress(submission.key, number, len(found))
    return works, problems
