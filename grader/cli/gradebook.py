"""``grade regrade``, ``override``, ``extend``, ``replay`` and ``forget``: after grading."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.batch import means_of, opened, prepare, show_changes, tell_misprints
from grader.cli.output import Bar, say, show, width
from grader.errors import UsageError
from grader.model import Entry
from grader.names import select
from grader.render import words
from grader.verdict import Report

if TYPE_CHECKING:
    from grader.gradebook.book import Gradebook
    from grader.gradebook.records import Recorded


def regrade(options: argparse.Namespace) -> int:
    """Judge again what a change of an exercise or of the seed has touched."""
    building = Bar("Preparing exercises", options.plain)
    judging = Bar("Grading again", options.plain)

    def judged(student: str, exercise: str, done: int, total: int) -> None:
        building.close()
        judging(student, done, total)

    with opened(options) as book, building, judging:
        from grader.batch.means import seed_in
        from grader.batch.regrade import run_regrade
        from grader.batch.run import Watched

        means = means_of(options)
        prepare(book, options, seed_in(Path(options.seed_file)) if options.seed_file else None)
        watched = Watched(None, building, judged, lambda entries: tell_misprints(book, entries))
        done = run_regrade(book, options.names, means, watched, options.points)
    count = len(done.changes)
    say(
        f"{done.tally.judged} were judged again; {count} {'grade' if count == 1 else 'grades'} "
        f"changed."
    )
    show_changes(done.changes)
    if done.gone:
        say(f"The course no longer has {', '.join(done.gone)}; those grades stand.")
    if done.tally.not_run:
        say(f"{done.tally.not_run} could not be judged; their grades stand. Run the same again:")
        for student, reason in done.tally.reasons:
            say(f"  {student}, {reason}")
    return 1 if done.tally.not_run else 0


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
            say(f"Mind that {exercise} has {_points(most)}: {options.points:g} are more.")
        decide(book, options.student, exercise, options.points, why)
    if options.withdraw:
        say(f"The override of {exercise} of {options.student} is taken back; the verdict counts.")
    else:
        say(f"{exercise} of {options.student} is set to {_points(options.points)}.")
    return 0


def extend(options: argparse.Namespace) -> int:
    """Move one student's due date, of an exercise or of all."""
    why = _reason(options)
    with opened(options) as book:
        from grader.gradebook.decisions import extend as decide

        exercise = _exercise(book, options.exercise) if options.exercise else ""
        until, moves = decide(book, options.student, exercise, options.until, why)
    say(
        f"{options.student} may hand in {exercise or 'everything'} until {until:%Y-%m-%d %H:%M %Z}."
    )
    if not moves:
        say("No due date is known for it yet: class.toml has none, or no batch has read it.")
    return 0


def forget(options: argparse.Namespace) -> int:
    """Delete all that the gradebook holds of a student."""
    why = _reason(options)
    with opened(options) as book:
        from grader.gradebook.decisions import forget as decide

        count = decide(book, options.student, why)
    say(
        f"{count} rows were deleted; what stays says that somebody was forgotten, and not who. "
        f"Delete the submission and the line of the roster too: a batch over them would bring the "
        f"student back. Pages and exports that were written before still name the student."
    )
    return 0


def replay(options: argparse.Namespace) -> int:
    """Show a verdict again from what was recorded; with --again, judge the source anew."""
    with opened(options) as book:
        exercise = _exercise(book, options.name)
        told = _recorded(book, options.student, exercise)
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


def _recorded(book: Gradebook, student: str, exercise: str) -> Recorded:
    """What was judged; where nothing was, what else happened is told all the same."""
    from grader.gradebook import history

    try:
        return history.recorded(book, student, exercise)
    except UsageError:
        if happened := history.events(book, student, exercise):
            _show_events(student, exercise, happened)
        raise


def _show_events(student: str, exercise: str, happened: Sequence[tuple[str, str]]) -> None:
    say(f"{student}, {exercise}")
    for when, what in happened:
        say(f"  {when}  {what}")


def _show_record(book: Gradebook, told: Recorded, options: argparse.Namespace) -> None:
    from grader.gradebook import history
    from grader.render.text import report as lines

    exercise = told.source.exercise
    _show_events(options.student, exercise, history.events(book, options.student, exercise))
    say(f"  counts {history.counts(book, told, options.student)}")
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


def _points(number: float) -> str:
    return f"{words.points(number)} {'point' if number == 1 else 'points'}"


def _reason(options: argparse.Namespace) -> str:
    why = str(options.why).strip()
    if not why:
        raise UsageError("Say why: --why is kept with the decision, and must not be empty.")
    return why
