"""``grade regrade``, ``override``, ``extend``, ``replay`` and ``forget``: after grading."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.batch import means_of, opened, prepare
from grader.cli.output import Bar, say, show, width
from grader.errors import UsageError
from grader.model import Entry
from grader.names import select
from grader.verdict import Report

if TYPE_CHECKING:
    from grader.gradebook.book import Gradebook
    from grader.gradebook.records import Change, Recorded


def regrade(options: argparse.Namespace) -> int:
    """Judge again what a change of an exercise or of the seed has touched."""
    building = Bar("Preparing exercises", options.plain)
    judging = Bar("Grading again", options.plain)

    def judged(student: str, exercise: str, done: int, total: int) -> None:
        building.close()
        judging(student, done, total)

    with opened(options) as book, building, judging:
        from grader.batch.regrade import run_regrade
        from grader.batch.run import Watched, seed_in

        means = means_of(options)
        prepare(book, options, seed_in(Path(options.seed_file)) if options.seed_file else None)
        done = run_regrade(book, options.names, means, Watched(None, building, judged))
    count = len(done.changes)
    say(
        f"{done.tally.judged} were judged again; {count} {'grade' if count == 1 else 'grades'} "
        f"changed."
    )
    _show_changes(done.changes)
    if done.gone:
        say(f"The course no longer has {', '.join(done.gone)}; those grades stand.")
    if done.tally.not_run:
        say(f"{done.tally.not_run} could not be judged; their grades stand. Run the same again.")
    return 1 if done.tally.not_run else 0


def _show_changes(changes: Sequence[Change]) -> None:
    rows = [("student", "exercise", "before", "after", "why")] if changes else []
    for change in changes:
        points = ["-" if p is None else f"{p:g}" for p in (change.before, change.after)]
        rows.append((change.student, change.exercise, points[0], points[1], change.why))
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    for row in rows:
        cells = [f"{row[0]:{widths[0]}}", f"{row[1]:{widths[1]}}"]
        cells += [f"{row[2]:>{widths[2]}}", f"{row[3]:>{widths[3]}}", row[4]]
        say("  ".join(cells))


def override(options: argparse.Namespace) -> int:
    """Set the points of one grade, whatever was judged."""
    why = _reason(options)
    if (options.points is None) != options.withdraw:
        raise UsageError("Say --points N, or --withdraw to take an override back.")
    with opened(options) as book:
        from grader.gradebook.decisions import override as decide

        exercise = _exercise(book, options.name)
        most = next(e.points for e in book.entries() if e.path == exercise)
        if options.points is not None and options.points > most:
            say(f"{exercise} has {most:g} points; {options.points:g} are more than that.")
        decide(book, options.student, exercise, options.points, why)
    what = "judged again as it was" if options.withdraw else f"set to {options.points:g} points"
    say(f"{exercise} of {options.student} is {what}.")
    return 0


def extend(options: argparse.Namespace) -> int:
    """Move one student's due date, of an exercise or of all."""
    why = _reason(options)
    with opened(options) as book:
        from grader.gradebook.decisions import extend as decide

        exercise = _exercise(book, options.exercise) if options.exercise else ""
        until = decide(book, options.student, exercise, options.until, why)
    say(f"{options.student} may hand in {exercise or 'everything'} until {until}.")
    return 0


def forget(options: argparse.Namespace) -> int:
    """Delete all that the gradebook holds of a student."""
    why = _reason(options)
    with opened(options) as book:
        from grader.gradebook.decisions import forget as decide

        count = decide(book, options.student, why)
    say(
        f"{count} rows were deleted; what stays says that somebody was forgotten, and not who. "
        f"Delete the submission too: a batch over it would bring the student back."
    )
    return 0


def replay(options: argparse.Namespace) -> int:
    """Show a verdict again from what was recorded; with --again, judge the source anew."""
    with opened(options) as book:
        from grader.gradebook import history

        exercise = _exercise(book, options.name)
        told = history.recorded(book, options.student, exercise)
        _show_record(book, told, options)
        if not options.again:
            return 0
        from grader.batch.regrade import judge_again

        verdict, same = judge_again(book, told, means_of(options))
    say("")
    if not same:
        say("The exercise, its points or the seed have changed since; judged as it is now:")
    agrees = (verdict.outcome, verdict.points) == (told.verdict.outcome, told.verdict.points)
    points = "no points" if verdict.points is None else f"{verdict.points:g} points"
    says = "as recorded" if agrees else "which is not what was recorded"
    say(f"Judged again: {verdict.outcome.value}, {points}, {says}.")
    return 0 if agrees else 1


def _show_record(book: Gradebook, told: Recorded, options: argparse.Namespace) -> None:
    from grader.gradebook import history
    from grader.render.text import report as lines

    say(f"{options.student}, {told.source.exercise}")
    for when, what in history.events(book, options.student, told.source.exercise):
        say(f"  {when}  {what}")
    versions = ", ".join(f"{name} {version}" for name, version in sorted(told.versions.items()))
    say(f"  judged by exercise {told.basis.split()[0][:12]} with {versions}, on {told.device}")
    say(f"  record {told.address}")
    if options.source:
        say("")
        for row in (told.source.code or "").split("\n"):
            say(f"    {row}")
    say("")
    if not options.shown and told.seed is not None and told.verdict.findings:
        say("This is of the secret seed; --shown prints what the student may see.\n")
    verdict = told.shown if options.shown else told.verdict
    report = Report("", 0, told.device, told.isolation, told.versions, (verdict,))
    show(lines(report, {}, width()), options.plain)


def _exercise(book: Gradebook, name: str) -> str:
    entries: Sequence[Entry] = book.entries()
    paths = select(entries, [name])
    if len(paths) != 1:
        raise UsageError(f"{name} means several exercises; name one of them.")
    return paths[0]


def _reason(options: argparse.Namespace) -> str:
    why = str(options.why).strip()
    if not why:
        raise UsageError("Say why: --why is kept with the decision, and must not be empty.")
    return why
