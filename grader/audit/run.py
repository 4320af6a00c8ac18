"""The whole audit: every part for every exercise; one broken exercise never stops the others."""

from __future__ import annotations

import re
import time
import traceback
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from grader import oracle
from grader.audit import sources
from grader.audit.findings import AuditReport, ExerciseAudit, Problem
from grader.audit.flakiness import flakiness
from grader.audit.killing import kill
from grader.audit.laws import laws
from grader.audit.misconceptions import misconceptions
from grader.audit.reference import reference
from grader.audit.right_answers import right_answers
from grader.audit.scope import FULL, Audited, Scope
from grader.audit.stub import stub
from grader.audit.workers import Progress, Workers
from grader.course import Course, files, load_declaration, read_statement, stray
from grader.errors import CouldNotRun, GradusError


def audit(
    course: Course,
    paths: Sequence[str],
    *,
    scope: Scope = FULL,
    jobs: int = 1,
    progress: Progress | None = None,
) -> AuditReport:
    """Audit the exercises ``paths``.

    Raises:
        CouldNotRun: No sandbox, no torch, or no CUDA although it was asked for.
    """
    with Workers(jobs, progress) as workers:
        workers.get_ready()  # while torch is loaded here too
        try:
            oracle.require_device(scope.device)
        except BaseException:
            workers.abandon()
            raise
        return audit_with(workers, course, paths, scope)


def audit_with(workers: Workers, course: Course, paths: Sequence[str], scope: Scope) -> AuditReport:
    """The same with workers that are running already."""
    # Two exercises at a time keep two workers busy while one of them waits for its last task.
    with ThreadPoolExecutor(workers.jobs) as threads:
        try:
            audits = list(threads.map(lambda path: _safely(course, path, scope, workers), paths))
        except BaseException:
            workers.abandon()  # after Ctrl-C nobody waits for what they are at
            raise
    return AuditReport(
        course=course.title,
        seed=scope.seed,
        device=scope.device,
        fast=scope.fast,
        exercises=tuple(audits),
        problems=tuple(_of_the_whole(course, audits, scope)),
    )


def _of_the_whole(course: Course, audits: Sequence[ExerciseAudit], scope: Scope) -> list[Problem]:
    """What is asked only where every exercise is audited: an author at one need not hear of it."""
    if len(audits) < len(course.entries):
        return []
    excused = too_many_excused(course, audits) if scope.mutants is None else []
    return [*strays(course), *excused]


def too_many_excused(course: Course, audits: Sequence[ExerciseAudit]) -> list[Problem]:
    """Records are for exceptions: of the mutants of a whole course they may excuse one in ten."""
    judged = sum(audit.mutants.judged for audit in audits)
    excused = sum(len(audit.mutants.excused) for audit in audits)
    if excused <= EXCUSED * judged:
        return []
    message = (
        f"{excused} of {judged} mutants are recorded as equivalent or permitted, and one in ten "
        f"may be; write solutions with less in them that nobody can see."
    )
    return [Problem("records", str(course.root / "reference"), message)]


def strays(course: Course) -> list[Problem]:
    """Files that belong to no exercise: a misspelt name would never be judged by."""
    files = stray(course)
    known = {entry.path for entry in course.entries}
    folder = course.root / "tests" / "alternatives"
    for found in sorted(folder.glob("*/*")):
        if found.is_dir() and found.relative_to(folder).as_posix() not in known:
            files.append(found.relative_to(course.root))
    message = "belongs to no exercise of course.toml; move it, or add its exercise there."
    return [Problem("trees", str(file), message) for file in files]


def _safely(course: Course, path: str, scope: Scope, workers: Workers) -> ExerciseAudit:
    began = time.perf_counter()
    try:
        found = _audit(course, path, scope, workers)
    except CouldNotRun:
        raise
    except GradusError as error:
        found = ExerciseAudit(path, problems=(located(course, path, str(error)),))
    except Exception as error:
        # Our defect, or an author's code that broke where nobody expected it: say where.
        file, line = _origin(error, str(course.root))
        message = f"{type(error).__name__}: {error}; mend this line, or report it if it is ours."
        found = ExerciseAudit(path, problems=(Problem("audit", file, message, line),))
    return replace(found, took=time.perf_counter() - began)


# Of all mutants, those that a record may excuse.
EXCUSED = 0.1

_FRAME = re.compile(r'File "(.+)", line (\d+)')


def _origin(error: BaseException, root: str) -> tuple[str, int]:
    """The innermost place of an error, in the course if it went through it, in any process."""
    # A worker's traceback comes as the text of a cause.
    whole = "".join(traceback.format_exception(error)) + str(error.__cause__ or "")
    frames = _FRAME.findall(whole)
    own = [frame for frame in frames if frame[0].startswith(root)]
    file, line = (own or frames or [("", "0")])[-1]
    return file, int(line)


_PLACE = re.compile(r"(?P<file>[^\n]+?\.(?:py|toml))(?::(?P<line>\d+))?:? (?P<text>.*)", re.DOTALL)


def located(course: Course, path: str, message: str) -> Problem:
    """A course error as a problem: its file and line where it names them.

    Without a line it is the declaration's ``inputs`` that are shown: what cannot be drawn or
    answered is described there.
    """
    found = _PLACE.match(message)
    declaration, _ = files(course, path)
    file, line, text = str(declaration), 0, message
    if found:
        file, line, text = found["file"], int(found["line"] or 0), found["text"]
    if not line and file == str(declaration) and declaration.is_file():
        rows = declaration.read_text(encoding="utf-8", errors="replace").splitlines()
        line = next((n for n, row in enumerate(rows, 1) if "inputs=" in row.replace(" ", "")), 1)
    return Problem("build", file, text, line)


def _audit(course: Course, path: str, scope: Scope, workers: Workers) -> ExerciseAudit:
    declaration, _ = files(course, path)
    audited = Audited(
        course=course,
        path=path,
        statement=read_statement(course, path),
        exercise=load_declaration(course, path),
        declaration=declaration,
        solution=sources.solution(course, path),
        scope=scope,
        workers=workers,
    )
    right = right_answers(audited)
    problems = [*right.problems, *stub(audited)]
    result = ExerciseAudit(
        path,
        seconds=right.seconds,
        seeds=scope.seeds,
        repeats=scope.repeats,
        misconceptions=len(audited.exercise.misconceptions),
        laws=len(audited.exercise.laws),
        alternatives=right.alternatives,
        margin=right.margin,
    )
    if not right.solved:
        # Nothing can be told from a solution that is wrong itself.
        return replace(result, problems=tuple(problems))
    mistakes = misconceptions(audited)
    names = {law.name for law in audited.exercise.laws}
    killed = kill(audited, right.seconds, frozenset(names - mistakes.caught_by))
    caught = mistakes.caught_by | killed.caught_by
    problems += [*mistakes.problems, *killed.problems, *laws(audited, caught)]
    problems += [*reference(audited), *flakiness(audited)]
    return replace(
        result,
        mutants=killed,
        named=mistakes.named,
        useful=len(names & caught),
        problems=tuple(problems),
    )
