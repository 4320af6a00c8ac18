"""One checkout in CI: what of it is graded, and a report that is whole whatever happens on the way.

The grader belongs to the workflow and not to the checkout (see ``ownership``); a secret seed never
reaches a report, a page or the environment of a child.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from grader import repository
from grader.course import Course, read_course, read_stub
from grader.errors import GradusError, UsageError
from grader.folder import find_folder, work_below
from grader.grading import grade
from grader.model import Source
from grader.names import select
from grader.ownership import trusted_course
from grader.pack import Pack, is_pack, open_pack
from grader.progress import started
from grader.sandbox.pool import Limits
from grader.secrecy import veiled
from grader.submission import read
from grader.verdict import Finding, Outcome, Report, Verdict

# Anything weaker does not hold hostile code, and CI grades what strangers push.
LEAST_ISOLATION = 2

Building = Callable[[str, int, int], None]
Judging = Callable[[Verdict, int, int], None]


@dataclass(frozen=True)
class Request:
    """What a CI job asks for. ``secret`` is text that nobody else knows, or nothing.

    ``visible`` names a pack of the visible seed; that of the pack that judges is secret then.
    """

    here: Path
    names: Sequence[str] = ()
    submission: Path | None = None
    course: str | None = None
    changed: str | None = None
    seed: int | None = None
    secret: str = ""
    visible: str | None = None
    device: str | None = None
    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    isolation: int | None = None
    allow: tuple[str, ...] = ()


class Stopped(Exception):
    """Grading ended before its time. ``report`` holds what was judged until then."""

    def __init__(self, report: Report, cause: BaseException) -> None:
        super().__init__(str(cause))
        self.report = report
        self.cause = cause


def empty(why: str, title: str = "", *, failed: bool = False) -> Report:
    """The report of a run that judged nothing, as there was nothing to judge or as it failed."""
    return Report(title, 0, "cpu", 0, {}, (), notices=(why,), failed=failed)


def judge(
    request: Request, building: Building | None = None, judging: Judging | None = None
) -> Report:
    """Grade what has been started in the checkout, or what has changed since a commit.

    Raises:
        UsageError: There is nothing to grade, or the request contradicts itself.
        Stopped: Something ended it half way, Ctrl-C too.
    """
    work = request.submission or _work(request.here)
    checkout = repository.top(work if work.is_dir() else work.parent) or work
    root = trusted_course(request.course, checkout)
    grader = _Grader(root, request)
    paths = select(grader.entries, request.names)
    sources = _sources(work, paths, request, grader.stub)
    report = _judged(grader, sources, request, building, judging)
    return replace(
        report,
        exercises=tuple(_placed(verdict, work, checkout) for verdict in report.exercises),
        submission=str(work),
    )


def _work(here: Path) -> Path:
    """Where a checkout keeps its exercises."""
    folder = find_folder(here)
    if folder is not None:
        return work_below(folder)
    return here / "exercises" if (here / "exercises").is_dir() else here


def _sources(
    work: Path, paths: Sequence[str], request: Request, stub: Callable[[str], str]
) -> list[Source]:
    found = [s for s in read(work, paths) if s.code is not None or s.problem]
    if not found:
        raise UsageError(
            f"No exercises were found in {work}; they are expected as chapter/name.py or name.py.",
            "Name another folder with --submission; `grade notebook FILE` grades a notebook.",
        )
    if request.changed is not None and work.is_dir():
        files = repository.changed(work, request.changed)
        touched = set(repository.exercises_in(files, [source.exercise for source in found]))
        return [source for source in found if source.exercise in touched]
    # What is asked for by name is judged even if it is not there: it has not been started.
    return read(work, paths) if request.names else started(found, stub)


class _Grader:
    """The course source or pack that judges, and the packs made of it."""

    def __init__(self, root: Path, request: Request) -> None:
        self.request = request
        self.pack = open_pack(root) if is_pack(root) else None
        if self.pack is not None and (request.secret or request.seed not in (None, self.pack.seed)):
            raise UsageError(
                f"{root} is a pack of seed {self.pack.seed}; another seed needs the course source."
            )
        self.visible = self._opened(request.visible) if request.visible is not None else None
        if self.pack is None:
            self.course = read_course(root)
        owner: Pack | Course = self.pack or self.course
        self.title = owner.title
        self.entries = [e for chapter in owner.chapters for e in chapter.exercises]

    def _opened(self, visible: str) -> Pack:
        """The pack whose counterexamples are shown in the place of the secret ones."""
        if self.pack is None:
            raise UsageError(
                "--visible goes with a pack that judges; with a course source, give the seed as "
                "the secret GRADUS_SEED."
            )
        pack = open_pack(Path(visible))
        if pack.seed == self.pack.seed:
            raise UsageError(
                f"--visible names a pack of seed {pack.seed}, and that is the seed that judges; "
                f"give a pack of another seed."
            )
        missing = sorted(set(self.pack.paths) - set(pack.paths))
        if missing:
            raise UsageError(
                f"--visible names a pack without {missing[0]}; give one with all the exercises of "
                f"the pack that judges."
            )
        return pack

    def stub(self, path: str) -> str:
        if self.pack is not None:
            return self.pack.exercise(path).statement.stub
        return read_stub(self.course, path)

    def packed(self, paths: Sequence[str], building: Building | None, cache: Path | None) -> Pack:
        """A pack with ``paths`` in it: of the secret seed where ``cache`` says where to hide it."""
        if self.pack is not None:
            return self.visible if self.visible is not None and cache is None else self.pack
        from grader import build

        request = self.request
        return build.fresh(
            self.course,
            paths,
            seed=_number(request.secret) if cache else request.seed or 0,
            device=request.device or "cpu",
            jobs=request.jobs,
            progress=building,
            cache=cache,
        )


def _number(secret: str) -> int:
    return int.from_bytes(hashlib.sha256(secret.encode()).digest()[:7], "big")


def _judged(
    grader: _Grader,
    sources: Sequence[Source],
    request: Request,
    building: Building | None,
    judging: Judging | None,
) -> Report:
    if not sources:
        since = f" since {request.changed}" if request.changed else ""
        return empty(f"Nothing has been {'changed' if since else 'started'}{since}.", grader.title)
    if not request.secret and grader.visible is None:
        report = _graded(grader, sources, request, None, building, judging)
        notice = f"The seed, {report.seed}, is public: its answers are in every student's pack."
        if grader.pack is None:  # a pack has no other seed to offer
            notice += " Give GRADUS_SEED as a secret where points count."
        return replace(report, notices=(*report.notices, notice))
    with tempfile.TemporaryDirectory(prefix="gradus-") as folder:
        report = _graded(grader, sources, request, Path(folder), building, judging)
    missed = {v.exercise for v in report.exercises if v.findings}
    if not missed:
        return _covered(report, {})
    again = [source for source in sources if source.exercise in missed]
    try:
        visible = _graded(grader, again, request, None, None, None)
    except Stopped as stopped:
        # The visible seed only shows why; the points are the secret seed's in any case.
        raise Stopped(_covered(report, {}), stopped.cause) from stopped
    return _covered(report, {verdict.exercise: verdict for verdict in visible.exercises})


def _covered(report: Report, shown: Mapping[str, Verdict]) -> Report:
    """A report on the secret seed without anything of it, as it may be shown."""
    verdicts = tuple(veiled(v, shown.get(v.exercise)) for v in report.exercises)
    return replace(report, seed=0, secret=True, exercises=verdicts)


def _graded(
    grader: _Grader,
    sources: Sequence[Source],
    request: Request,
    cache: Path | None,
    building: Building | None,
    judging: Judging | None,
) -> Report:
    """Judge, and keep what was judged where something ends it half way."""
    done: dict[str, Verdict] = {}
    used: list[Pack] = []

    def pack() -> Pack:
        used.append(grader.packed([source.exercise for source in sources], building, cache))
        return used[0]

    def told(verdict: Verdict, count: int, total: int) -> None:
        done[verdict.exercise] = verdict
        if judging is not None:
            judging(verdict, count, total)

    try:
        report = grade(
            pack,
            sources,
            jobs=request.jobs,
            limits=request.limits,
            isolation=request.isolation,
            least=LEAST_ISOLATION,
            allow=request.allow,
            progress=told,
        )
    except (Exception, KeyboardInterrupt) as cause:
        raise Stopped(_cut_short(grader, sources, done, cause, bool(cache)), cause) from cause
    # A pack is known by its whole digest, a course's cache holds whatever was built so far.
    return replace(report, pack=grader.pack.digest) if grader.pack else report


def _cut_short(
    grader: _Grader,
    sources: Sequence[Source],
    done: Mapping[str, Verdict],
    cause: BaseException,
    secret: bool,
) -> Report:
    why = str(cause) if isinstance(cause, GradusError) else type(cause).__name__
    why = "it was stopped" if isinstance(cause, KeyboardInterrupt) else why
    text = f"Not judged, because grading ended before its turn: {why}"
    points = {entry.path: entry.points for entry in grader.entries}
    verdicts = []
    for source in sources:
        verdict = done.get(source.exercise)
        if verdict is None:
            finding = Finding("runs", "core", Outcome.COULD_NOT_RUN, text)
            most = points[source.exercise]
            outcome = Outcome.COULD_NOT_RUN
            verdict = Verdict(
                source.exercise, outcome, None, most, 0.0, (finding,), file=source.file
            )
        verdicts.append(veiled(verdict, None) if secret and verdict.points is not None else verdict)
    return Report(grader.title, 0, "cpu", 0, {}, tuple(verdicts), notices=(text,), secret=secret)


def _placed(verdict: Verdict, work: Path, checkout: Path) -> Verdict:
    """The verdict with its file as the checkout knows it, for annotations."""
    if not verdict.file:
        return verdict
    folder = work if work.is_dir() else work.parent
    try:
        inside = folder.resolve().relative_to(checkout.resolve())
    except ValueError:
        return verdict
    return replace(verdict, file=str(PurePosixPath(inside.as_posix()) / verdict.file))
