"""``grade ci``: grade a checkout, write every report asked for, and end with the right code."""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import NoReturn

from grader.checkout import Request, Stopped, empty, judge
from grader.cli.output import Bar, say, show, width
from grader.cli.place import limits_of, processors
from grader.errors import GradusError, UsageError
from grader.render import github, gitlab, gradescope, json, junit, markdown, text
from grader.render.layout import Line, line, plain
from grader.render.sanitise import one_line
from grader.verdict import Report, Verdict
from grader.version import VERSION

SEED = "GRADUS_SEED"

_WRITERS: dict[str, Callable[[Report], str]] = {
    "junit": junit.to_text,
    "json": json.to_text,
    "summary": markdown.summary,
    "gradescope": gradescope.to_text,
    "codequality": gitlab.to_text,
}


def run(options: argparse.Namespace) -> int:
    """Grade; whatever happens, every report that can be written is whole and valid."""
    # Out of the environment before anything else is started.
    secret = os.environ.pop(SEED, "").strip()
    files = {name: getattr(options, name) for name in _WRITERS if getattr(options, name)}
    on_github = os.environ.get("GITHUB_ACTIONS") == "true"
    try:
        refused = {name: files.pop(name) for name in [*files] if not _is_writable(files[name])}
        if refused:
            name, file = next(iter(refused.items()))
            raise UsageError(f"--{name} {file} cannot be written as a file; name another.")
        with _terminated_like_interrupted():
            report, cause = _judged(options, secret), None
    except Stopped as stopped:
        report, cause = stopped.report, stopped.cause
    except GradusError as problem:
        told = problem.sentence if isinstance(problem, UsageError) else str(problem)
        report, cause = empty(told, failed=True), problem
    report = replace(report, versions={"gradus": VERSION, **report.versions})
    unwritten = _write(files, report)
    _show(report, options.plain, on_github)
    if cause is not None:
        raise cause
    if unwritten:
        raise UsageError(f"{', '.join(unwritten)} could not be written; the other reports are.")
    return _exit_code(report, options.min_points)


def _judged(options: argparse.Namespace, secret: str) -> Report:
    if secret and options.seed is not None:
        raise UsageError(f"Give a seed with --seed or a secret one with {SEED}, not both.")
    building = Bar("Preparing exercises", options.plain)
    judging = Bar("Grading", options.plain, quiet=not sys.stderr.isatty())

    def judged(verdict: Verdict, done: int, total: int) -> None:
        building.close()
        judging(verdict.exercise, done, total)

    with building, judging:
        request = Request(
            here=Path.cwd(),
            names=tuple(options.names),
            submission=Path(options.submission) if options.submission is not None else None,
            course=options.course,
            changed=options.changed,
            seed=options.seed,
            secret=secret,
            visible=options.visible,
            device=options.device,
            jobs=options.jobs or processors(),
            limits=limits_of(options),
            isolation=options.isolation,
            allow=tuple(options.allow),
        )
        return judge(request, building, judged)


@contextmanager
def _terminated_like_interrupted() -> Iterator[None]:
    """A runner that cancels a job sends SIGTERM: reports are written then, too."""

    def interrupted(number: int, frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupted)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


# --- reports ---------------------------------------------------------------------------------


def _is_writable(name: str) -> bool:
    """Whether a report can be put there; its folder is made, the file is not touched."""
    file = Path(name)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists():  # a pipe or a terminal keeps no report, and may never take it
            return file.is_file() and os.access(file, os.W_OK)
    except OSError:
        return False
    return os.access(file.parent, os.W_OK)


def _write(files: dict[str, str], report: Report) -> list[str]:
    """Write the reports; returns those that could not be."""
    unwritten = []
    for name, file in files.items():
        try:
            Path(file).write_text(_WRITERS[name](report), encoding="utf-8")
        except OSError:
            unwritten.append(file)
    return unwritten


def _show(report: Report, plainly: bool, on_github: bool) -> None:
    lines = _lines(report)
    if not on_github:
        show(lines, plainly)
        return
    token = secrets.token_hex(16)
    _say(github.fenced(plain(lines).splitlines(), token))
    _say(github.annotated(report))
    _append("GITHUB_STEP_SUMMARY", markdown.summary(report))
    points = f"points={report.points:g}\nmax-points={report.max_points:g}\n"
    _append("GITHUB_OUTPUT", points)


def _lines(report: Report) -> list[Line]:
    if report.failed:
        return []  # what its notices say is the message that the command ends with
    if not report.exercises:
        return [line(one_line(notice)) for notice in report.notices]
    chapters = {verdict.exercise.split("/")[0] for verdict in report.exercises}
    return text.report(report, {name: name.capitalize() for name in chapters}, width())


def _say(lines: Iterable[str]) -> None:
    for row in lines:
        say(row)


def _append(variable: str, content: str) -> None:
    file = os.environ.get(variable)
    if file:
        with suppress(OSError), open(file, "a", encoding="utf-8") as opened:
            opened.write(content)


def _exit_code(report: Report, least: float | None) -> int:
    if not report.exercises:
        return 0 if not least else 1
    if least is not None and report.exit_code != 3:
        return 0 if report.points >= least else 1
    return report.exit_code
