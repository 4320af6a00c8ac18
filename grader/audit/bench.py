"""What one worker process of the audit does: build, judge, measure. Each holds one sandbox.

Everything that goes in and comes out is a plain record, so that a task can run in any process.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader import build, compare, freshness, oracle, pack
from grader.audit.sources import alternative_functions, solution_function
from grader.course import Course, files, load_declaration, read_course, read_statement
from grader.examine import examine
from grader.freeze.author import Author
from grader.freeze.whole import sections
from grader.model import Exercise, Source
from grader.pack import PackedExercise
from grader.sandbox import replies
from grader.sandbox.pool import Limits, Sandbox, Submission
from grader.verdict import Verdict

# A fresh input costs nine evaluations of the reference, so ordinary ones are the larger part only.
EDGE_PART = 0.3


@dataclass(frozen=True)
class Place:
    """Which frozen exercise: the course's root, the path in it, seed and device.

    Without ``mistakes`` their answers are left out: right answers and mutants need no name, and
    a quarter of the build is saved. ``fresh`` asks for so many fresh inputs and nothing else.
    ``tight`` (see ``freeze.examples``) is quick and has bounds at most as wide: who passes there
    passes without it too.
    """

    root: str
    path: str
    seed: int
    device: str = "cpu"
    mistakes: bool = True
    fresh: int = 0
    tight: float = 0.0


@dataclass(frozen=True)
class Measure:
    """How a right answer does: its largest error as a part of the bound, and its own seconds."""

    margin: float
    where: str
    seconds: float


@dataclass(frozen=True)
class Right:
    """What came of a right answer: its verdict and its measure."""

    verdict: Verdict
    measure: Measure


@functools.cache
def _sandbox() -> Sandbox:
    return Sandbox()


@functools.cache
def course_of(root: str) -> Course:
    """The course at a root, read once in a process."""
    return read_course(Path(root))


@functools.lru_cache(maxsize=64)
def exercise(place: Place) -> PackedExercise:
    """The frozen exercise of a place, built where it is missing.

    Raises:
        CourseError: The declaration or the solution is broken.
    """
    if place.fresh or place.tight or not place.mistakes:
        return _special(place).exercise(place.path)
    course = course_of(place.root)
    built = build.fresh(course, [place.path], seed=place.seed, device=place.device)
    return built.exercise(place.path)


def prepare(place: Place) -> None:
    """Build an exercise where it is missing."""
    exercise(place)


def get_ready() -> None:
    """Load what every build needs."""
    oracle.require_device("cpu")


def _special(place: Place) -> pack.Pack:
    """A pack of one exercise as ``place`` asks for it, in the cache."""
    course = course_of(place.root)
    versions = freshness.library_versions()
    usual = freshness.key(course, place.path, place.seed, place.device, versions)
    key = hashlib.sha256(f"{usual} {place}".encode()).hexdigest()[:24]
    directory = freshness.cache_directory() / "audit" / key
    with build.locked(directory):
        if not pack.is_pack(directory):
            _write(course, place, directory, versions)
    return pack.open_pack(directory)


def _write(course: Course, place: Place, directory: Path, versions: Mapping[str, str]) -> None:
    oracle.require_device(place.device)
    declaration, _ = files(course, place.path)
    author = Author(
        statement=read_statement(course, place.path),
        exercise=_declared(place, load_declaration(course, place.path)),
        solution=solution_function(course, place.path),
        declaration_text=declaration.read_text(encoding="utf-8"),
        declaration_file=str(declaration),
        # Fresh inputs are for mutants, and for the solution that they are mutants of.
        alternatives=() if place.fresh else alternative_functions(course, place.path),
    )
    content = pack.to_bytes(sections(author, place.seed, place.device, tight=place.tight))
    pack.write_atomically(directory / f"{place.path}.exercise", content)
    pack.write_manifest(
        directory,
        title=course.title,
        seed=place.seed,
        device=place.device,
        versions=versions,
        weights=course.weights,
        chapters=course.chapters,
        files={place.path: f"{place.path}.exercise"},
    )


def _declared(place: Place, exercise: Exercise) -> Exercise:
    """The declaration, with what is not asked for left out."""
    exercise = replace(exercise, misconceptions=())
    if not place.fresh:
        return exercise
    edge = int(place.fresh * EDGE_PART)
    # Where laws alone judge, it is they that fresh inputs are drawn for: they share the calls, of
    # which some make hundreds in one draw.
    laws = () if exercise.reference else exercise.laws
    asks = -(-place.fresh // max(1, len(laws)))
    return replace(
        exercise,
        ordinary=place.fresh - edge,
        edge=edge,
        laws=tuple(replace(law, asks=asks) for law in laws),
        refusals=(),
        cases=(),
        second_source=None,
    )


def judge(place: Place, sources: Sequence[Source], limits: Limits) -> list[Verdict]:
    """The verdicts of several submissions to one exercise."""
    packed = exercise(place)
    return [examine(packed, source, _sandbox(), limits) for source in sources]


def right(place: Place, sources: Sequence[Source], limits: Limits) -> list[Right]:
    """Several right answers judged and measured, in one task: two would wait for one build.

    Where laws alone judge nothing has a margin, and only the first is asked for its seconds.
    """
    verdicts = judge(place, sources, limits)
    judged = exercise(place).meta["judged"]
    measures = [
        measure(place, source) if judged or number == 0 else Measure(0.0, "", 0.0)
        for number, source in enumerate(sources)
    ]
    return [Right(*pair) for pair in zip(verdicts, measures, strict=True)]


def measure(place: Place, source: Source) -> Measure:
    """Call a right answer on every frozen input and compare it with the bounds.

    An answer that is refused has no margin: its verdict says why.
    """
    packed = exercise(place)
    assert source.code is not None
    statement = packed.statement
    submission = Submission(
        source=source.code.encode(),
        filename=source.file,
        function=statement.name,
        required=statement.required,
        defaulted=tuple(statement.defaults),
    )
    spans = packed.meta["groups"]
    core, edge, singles = (range(*spans[group]) for group in ("core", "edge", "float32"))
    # What laws ask takes time too: where they train networks, nearly all of it.
    asked = [number for law in packed.laws for draw in law["draws"] for number in draw["calls"]]
    # Laws may share a call.
    calls = [*core, *edge, *singles, *dict.fromkeys(asked)]
    answers = packed.answers
    expected = [*answers["expected"], *answers["expected32"]]
    bounds = [*answers["bound"], *answers["bound32"]]
    worst, where, seconds = 0.0, "", 0.0
    with _sandbox().start(Limits()) as child:
        loaded = child.load(submission)
        if not isinstance(loaded, replies.Loaded):
            return Measure(0.0, "", 0.0)
        found = list(child.calls([packed.frame(number) for number in calls], calls))
    for place_in_answers, (number, reply) in enumerate(zip(calls, found, strict=False)):
        if not isinstance(reply, replies.Value):
            continue
        seconds += reply.seconds
        if not packed.meta["judged"] or place_in_answers >= len(expected):
            continue
        right, bound = expected[place_in_answers], bounds[place_in_answers]
        if compare.disagreement(right, bound, reply.value) is None:
            margin = compare.margin(right, bound, reply.value)
            if margin > worst:
                worst, where = margin, str(packed.arguments(number))
    return Measure(worst, " ".join(where.split())[:300], seconds)


def devices_agree(place: Place, other: Place) -> str:
    """Where the answers of two devices differ by more than the bound; empty where nowhere."""
    one, two = exercise(place), exercise(other)
    if not one.meta["judged"]:
        return ""
    pairs = zip(one.answers["expected"], one.answers["bound"], two.answers["expected"], strict=True)
    for number, (right, bound, got) in enumerate(pairs):
        wrong = compare.disagreement(right, bound, got)
        if wrong is not None:
            arguments = " ".join(str(one.arguments(number)).split())[:300]
            return f"{wrong.message}, on {arguments}"
    return ""
