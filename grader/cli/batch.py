"""``grade batch``: a class, read and judged, to rows of a gradebook."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.output import Bar, say
from grader.cli.place import limits_of, processors
from grader.course import find_course
from grader.errors import UsageError
from grader.ownership import trusted_course

if TYPE_CHECKING:
    from grader.batch.run import Batch, Means
    from grader.gradebook.book import Gradebook

_MOST_TOLD = 20


def run(options: argparse.Namespace) -> int:
    """Read the submissions into the gradebook, and judge what waits there."""
    submissions = Path(options.submissions)
    from grader.gradebook.extra import require

    require()
    from grader.batch.ahead import start_ahead

    start_ahead()
    from grader.batch.run import Watched, read_roster, run_batch, seed_in

    means = means_of(options, submissions)
    roster = read_roster(Path(options.roster)) if options.roster else None
    seed = seed_in(Path(options.seed_file)) if options.seed_file else None
    if not submissions.is_dir():
        raise UsageError(f"There is no folder of submissions {submissions}; check the path.")
    reading = Bar("Reading submissions", options.plain, quiet=not sys.stderr.isatty())
    building = Bar("Preparing exercises", options.plain)
    judging = Bar("Grading", options.plain)

    def judged(student: str, exercise: str, done: int, total: int) -> None:
        building.close()
        judging(student, done, total)

    def built(path: str, done: int, total: int) -> None:
        reading.close()
        building(path, done, total)

    with opened(options, create=True) as book, reading, building, judging:
        prepare(book, options, seed)
        watched = Watched(reading, built, judged)
        done = run_batch(book, submissions, options.names, means, roster, watched)
        judging.close()
        _tell(done)
        if options.report:
            from grader.cli.report import write_pages

            write_pages(book, options.report, options.plain)
    return 1 if done.unreadable or done.tally.not_run else 0


def opened(options: argparse.Namespace, create: bool = False) -> Gradebook:
    """The gradebook that --gradebook names."""
    from grader.gradebook.extra import require

    require()
    from grader.gradebook.book import Gradebook

    return Gradebook(options.gradebook, create=create, who=options.by or "")


def prepare(book: Gradebook, options: argparse.Namespace, seed: int | None) -> None:
    """Keep the class.toml and the seed that the command brings."""
    from grader.reading import Unreadable, read_whole

    named = options.rules or ("class.toml" if Path("class.toml").is_file() else None)
    if named:
        file = Path(named)
        try:
            text = read_whole(file, 1 << 20).decode("utf-8-sig")
        except Unreadable as problem:
            raise UsageError(f"{named}: {problem}") from None
        except UnicodeDecodeError:
            raise UsageError(f"{named} is not UTF-8; save it as UTF-8.") from None
        book.record_rules(text, named)
    if seed is not None:
        book.bring_seed(seed)


def means_of(options: argparse.Namespace, submissions: Path | None = None) -> Means:
    """By what is judged: never a course that lies among the submissions, unless it is named."""
    from grader.batch.run import Means

    here = find_course(Path.cwd())
    if options.course is None and here is not None and not _holds(submissions, here):
        root = here
    else:
        root = trusted_course(options.course, submissions or Path.cwd() / "nothing")
    return Means(
        course=root,
        jobs=options.jobs or processors(),
        limits=limits_of(options),
        isolation=options.isolation,
        allow=tuple(options.allow),
        device=options.device or "cpu",
    )


def _holds(submissions: Path | None, course: Path) -> bool:
    if submissions is None:
        return False
    folder = submissions.resolve()
    return folder == course.resolve() or folder in course.resolve().parents


def _tell(done: Batch) -> None:
    tally = done.tally
    say(
        f"{done.students} submissions; {done.received} sources were new; {tally.judged} were "
        f"judged, of which {tally.passed} passed."
    )
    if not done.hidden:
        say(
            "This pack's seed is public: its answers are in every student's pack. Where points "
            "count, judge by the course source."
        )
    if tally.not_run:
        say(f"{tally.not_run} could not be judged, which is nobody's zero; run the same again:")
        for student, reason in tally.reasons:
            say(f"  {student}, {reason}")
    for title, rows in (
        ("could not be read", [f"{key}: {problem}" for key, problem in done.unreadable]),
        ("are of nobody in the roster", done.strangers),
    ):
        if rows:
            say(f"{len(rows)} of the submissions {title}:")
            for row in rows[:_MOST_TOLD]:
                say(f"  {row}")
            if len(rows) > _MOST_TOLD:
                say(f"  ... and {len(rows) - _MOST_TOLD} more; the gradebook has them all.")
