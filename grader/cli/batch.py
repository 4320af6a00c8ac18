"""``grade batch``: a class, read and judged, to rows of a gradebook."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.output import Bar, say
from grader.cli.place import limits_of, processors
from grader.course import find_course
from grader.errors import UsageError
from grader.ownership import trusted_course
from grader.render.words import plural
from grader.workers import importing

if TYPE_CHECKING:
    from grader.batch.means import Means
    from grader.batch.roster import Roster
    from grader.batch.run import Batch
    from grader.batch.workers import Workers
    from grader.gradebook.book import Gradebook
    from grader.gradebook.records import Change
    from grader.model import Entry

_MOST_TOLD = 20
RULES = "class.toml"


def run(options: argparse.Namespace) -> int:
    """Read the submissions into the gradebook, and judge what waits there."""
    submissions = Path(options.submissions)
    from grader.gradebook.extra import require

    require()
    with importing():
        from grader.batch.means import seed_in
        from grader.batch.roster import read_roster
    means = means_of(options, submissions)
    roster = read_roster(Path(options.roster)) if options.roster else None
    seed = seed_in(Path(options.seed_file)) if options.seed_file else None
    if not submissions.is_dir():
        raise UsageError(f"There is no folder of submissions {submissions}; check the path.")
    if options.report:
        from grader.report.pages import check

        check(Path(options.report))  # hours before it is written
    # Before the gradebook is loaded: they are copies of this process, and start meanwhile.
    with means.workers(forked=True) as workers:
        return _run(options, means, workers, roster, seed)


def _run(
    options: argparse.Namespace,
    means: Means,
    workers: Workers,
    roster: Roster | None,
    seed: int | None,
) -> int:
    with importing():
        from grader.batch.run import Watched, run_batch
    submissions = Path(options.submissions)
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
        watched = Watched(reading, built, judged, lambda entries: tell_misprints(book, entries))
        graded = book.graded()
        before = [entry for entry in book.entries() if entry.path in graded]
        done = run_batch(
            *(book, submissions, options.names, means, workers, roster, watched),
            points=options.points,
        )
        judging.close()
        _tell(done)
        _tell_points(before, book.entries())
        _tell_absent(submissions, roster)
        if options.report:
            from grader.cli.report import write_pages

            write_pages(book, options.report, options.plain)
    return 1 if done.unreadable or done.tally.not_run else 0


def _tell_points(before: Sequence[Entry], after: Sequence[Entry]) -> None:
    """What was judged before keeps its points until it is judged again."""
    known = {entry.path: entry.points for entry in before}
    changed = [e.path for e in after if known.get(e.path, e.points) != e.points]
    if changed:
        say(
            f"Other points than before: {', '.join(changed)}; `grade regrade` gives them to what "
            f"was judged before."
        )


def _tell_absent(submissions: Path, roster: Roster | None) -> None:
    if roster is None:
        return
    from grader.batch.discovery import places

    here = {place.key for place in places(submissions, roster)}
    _tell_rows("in the roster handed nothing in", [k for k in roster.students if k not in here])


def _tell_rows(title: str, rows: Sequence[str]) -> None:
    if rows:
        say(f"{len(rows)} {title}:")
    for row in rows[:_MOST_TOLD]:
        say(f"  {row}")
    if len(rows) > _MOST_TOLD:
        say(f"  ... and {len(rows) - _MOST_TOLD} more; the gradebook has them all.")


def opened(options: argparse.Namespace, create: bool = False) -> Gradebook:
    """The gradebook that --gradebook names."""
    from grader.gradebook.extra import require

    require()
    from grader.gradebook.book import Gradebook

    return Gradebook(options.gradebook, create=create, who=options.by or "")


def prepare(book: Gradebook, options: argparse.Namespace, seed: int | None) -> None:
    """Keep the class.toml and the seed that the command brings."""
    named = options.rules or (RULES if Path(RULES).is_file() else None)
    if named:
        from grader.gradebook.history import rule_changes

        text = _rules_in(named)
        before = book.rules()
        if book.record_rules(text, named) and (changes := rule_changes(book, before)):
            say(f"{named} has changed, and with it these grades:")
            show_changes(changes)
    if seed is not None:
        book.bring_seed(seed)


def _rules_in(named: str) -> str:
    from grader.reading import Unreadable, read_whole

    try:
        return read_whole(Path(named), 1 << 20).decode("utf-8-sig")
    except Unreadable as problem:
        raise UsageError(f"{named}: {problem}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{named} is not UTF-8; save it as UTF-8.") from None


def tell_other_rules(book: Gradebook) -> None:
    """Say that the class.toml here is not the one by which the gradebook counts."""
    from grader.gradebook.history import rules_are

    if not Path(RULES).is_file():
        return
    try:
        same = rules_are(book, _rules_in(RULES))
    except UsageError:
        same = False  # what the gradebook counts by could be read
    if not same:
        say(f"{RULES} has changed since; `grade regrade` takes it in.")


def means_of(options: argparse.Namespace, submissions: Path | None = None) -> Means:
    """By what is judged: never a course that lies among the submissions, unless it is named."""
    from grader.batch.means import Means

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


def show_changes(changes: Sequence[Change]) -> None:
    """A table of whose grade changed, and why."""
    rows = [("student", "exercise", "before", "after", "why")] if changes else []
    for change in changes:
        points = ["-" if p is None else f"{p:g}" for p in (change.before, change.after)]
        rows.append((change.student, change.exercise, points[0], points[1], change.why))
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    for row in rows:
        cells = [f"{row[0]:{widths[0]}}", f"{row[1]:{widths[1]}}"]
        cells += [f"{row[2]:>{widths[2]}}", f"{row[3]:>{widths[3]}}", row[4]]
        say("  ".join(cells))


def tell_misprints(book: Gradebook, entries: Sequence[Entry]) -> None:
    """Say what class.toml names that the course does not have: nobody is ever late with it."""
    import difflib

    paths = [entry.path for entry in entries]
    for assignment, name in book.rules().unknown(paths):
        words = [part for path in paths for part in (path, *path.split("/"))]
        near = difflib.get_close_matches(name, words, 1)
        advice = f"did you mean {near[0]}?" if near else "nobody is late with it."
        say(f"[assignments.{assignment}] of class.toml names {name}, which is not here; {advice}")


def _holds(submissions: Path | None, course: Path) -> bool:
    if submissions is None:
        return False
    folder = submissions.resolve()
    return folder == course.resolve() or folder in course.resolve().parents


def _tell(done: Batch) -> None:
    tally = done.tally
    say(
        f"{plural(done.students, 'submission')}; {plural(done.received, 'new source')}; "
        f"{tally.judged} judged, of which {tally.passed} passed."
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
    unread = [f"{key}: {problem}" for key, problem in done.unreadable]
    _tell_rows("of the submissions could not be read", unread)
    _tell_rows("of the submissions are of nobody in the roster", done.strangers)
