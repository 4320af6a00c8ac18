"""``grade`` and ``grade NAME ...``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.commands import COMMANDS
from grader.cli.output import Bar, say, show, width
from grader.cli.place import Place, find, limits_of, processors
from grader.errors import UsageError
from grader.model import Source
from grader.names import select
from grader.pack import Pack
from grader.progress import read_progress, started
from grader.submission import read
from grader.verdict import Report, Verdict
from grader.version import VERSION

if TYPE_CHECKING:
    from grader.grading import Judge


def run(options: argparse.Namespace, ahead: Judge | None = None) -> int:
    """Grade what is asked for, or what has been started; ``ahead`` is a judge that waits."""
    place = find(options.course)
    named = options.submission is not None
    submission, names = _submission(place, options.names, options.submission)
    paths = select(place.entries, names, also=[name for name in COMMANDS if name])
    sources = read(submission, paths)
    if not named and not names:
        sources = started(sources, place.stub)
    if not sources:
        return _nothing(place, submission, options.json)
    report = _judge(place, sources, options, str(submission), ahead)
    if submission == place.work:
        progress = read_progress(submission)
        progress.record(report.exercises)
        progress.save()
    if options.json:
        from grader.render.json import to_text

        sys.stdout.write(to_text(report))
    else:
        from grader.render.text import report as lines

        show(lines(report, place.titles, width()), options.plain)
    return report.exit_code


def _submission(
    place: Place, names: Sequence[str], submission: str | None
) -> tuple[Path, Sequence[str]]:
    """What is graded, and which names are left: a file that lies elsewhere is a submission."""
    if submission is not None:
        return Path(submission), names
    elsewhere = [name for name in names if _is_elsewhere(Path(name), place.work)]
    if elsewhere:
        if len(names) > 1:
            raise UsageError(
                f"{elsewhere[0]} lies outside your folder; grade it alone, or name exercises and "
                f"give the file with --submission."
            )
        # Of a notebook or a zip all that it answers is graded, as in a folder.
        file = Path(elsewhere[0])
        return file, [file.stem] if file.suffix == ".py" else []
    if place.work is None:
        raise UsageError("This is a pack: say what to grade with --submission.")
    return place.work, names


def _is_elsewhere(file: Path, work: Path | None) -> bool:
    if file.suffix not in (".py", ".ipynb", ".zip") or not file.is_file():
        return False
    if file.suffix != ".py" or work is None:
        return True
    # In the folder are chapter/name.py and name.py; what lies deeper is another submission.
    here, there = work.resolve(), file.resolve()
    return here not in there.parents[:2]


def _judge(
    place: Place,
    sources: Sequence[Source],
    options: argparse.Namespace,
    submission: str,
    ahead: Judge | None,
) -> Report:
    from grader.grading import grade

    jobs = options.jobs or processors()
    building = Bar("Preparing exercises", options.plain)
    judging = Bar("Grading", options.plain, quiet=len(sources) < 4 or not sys.stderr.isatty())

    def judged(verdict: Verdict, done: int, total: int) -> None:
        building.close()
        judging(verdict.exercise, done, total)

    @cache
    def pack() -> Pack:
        return place.pack(
            [source.exercise for source in sources],
            seed=options.seed,
            device=options.device,
            jobs=jobs,
            progress=building,
        )

    with building, judging:
        report = grade(
            pack,
            sources,
            jobs=jobs,
            limits=limits_of(options),
            isolation=options.isolation,
            allow=tuple(options.allow),
            progress=judged,
            submission=submission,
            ahead=ahead,
        )
        report = place.smaller(pack(), sources, report, options)
    return replace(report, versions={"gradus": VERSION, **report.versions})


def _nothing(place: Place, submission: Path, as_json: bool) -> int:
    if as_json:
        from grader.render.json import to_text

        versions = {"gradus": VERSION}
        sys.stdout.write(to_text(Report(place.title, 0, "cpu", 0, versions, ())))
        return 0
    if not place.entries:
        say(f"{place.title} has no exercises yet; `grade new CHAPTER/NAME` makes one.")
        return 0
    first = place.entries[0].path
    name = first.split("/")[1]
    say(
        f"Nothing has been started in {submission} yet.\n"
        f"Begin with {first}.py: `grade show {name}` prints what it must do, and\n"
        f"`grade {name}` grades it."
    )
    return 0
