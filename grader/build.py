"""Course source to pack: what is missing or stale is frozen, exercise by exercise, in the cache.

A frozen exercise's file bears a key of everything that it depends on: the declaration, the
solution, the rooms of the engine that freeze, the library versions, the seed and the device. So a
fresh file is found by its name alone, and two builds at once write the same file.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from grader import pack
from grader.course import Course, files, line_of, load_declaration, read_statement, read_text
from grader.course import solution_function as solution_function
from grader.errors import CouldNotRun, CourseError, GradusError
from grader.freshness import cache_directory, key, library_versions
from grader.pack import Pack
from grader.reading import read_regular
from grader.sealed import is_sound, to_bytes
from grader.workers import in_parallel

Progress = Callable[[str, int, int], None]


def frozen(course: Course, path: str, seed: int, device: str) -> bytes:
    """The file of one exercise.

    Raises:
        CourseError: The declaration or the solution is broken, or they contradict each other.
        CouldNotRun: No torch, or no CUDA although it was asked for.
    """
    from grader import oracle
    from grader.freeze.author import Author
    from grader.freeze.whole import sections

    oracle.require_device(device)
    declaration, solution = files(course, path)
    statement = read_statement(course, path)
    exercise = load_declaration(course, path)
    function = solution_function(solution, statement.name)
    author = Author(statement, exercise, function, read_text(declaration), str(declaration))
    _check(author)
    try:
        return to_bytes(sections(author, seed, device))
    except (GradusError, KeyboardInterrupt):
        raise
    except BaseException as error:  # code of the course that exits is as broken as any other
        what = f"freezing raised {type(error).__name__}: {error}".rstrip(". ")
        if not (line := line_of(error, declaration)) and (line := line_of(error, solution)):
            raise CourseError(f"{solution}:{line}: {what}; mend the solution.") from error
        where = f"{declaration}:{line}" if line else str(declaration)
        raise CourseError(f"{where}: {what}; look at the inputs, laws and witnesses.") from error


def _check(author: Any) -> None:
    import inspect

    exercise, statement = author.exercise, author.statement
    parameters = [*statement.required, *statement.defaults]
    if list(exercise.inputs) != parameters:
        raise author.problem(
            f"inputs describe ({', '.join(exercise.inputs)}), but the solution takes "
            f"({', '.join(parameters)}); they must be the same, in the same order."
        )
    reference = exercise.reference
    if reference is None:
        if not exercise.laws:
            raise author.problem("neither a reference nor a law judges this exercise.")
        return
    given = inspect.signature(reference).parameters
    if list(given) != parameters:
        raise author.problem(
            f"the reference takes ({', '.join(given)}), but the solution takes "
            f"({', '.join(parameters)}); they must be the same, in the same order.",
            about=reference,
        )
    for name, default in statement.defaults.items():
        if given[name].default != default:
            raise author.problem(
                f"the default of {name} is {given[name].default!r} in the reference and "
                f"{default!r} in the solution.",
                about=reference,
            )


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """One build of an exercise at a time; whoever waits then finds it done."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.with_name(f".{file.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build_one(course: Course, path: str, seed: int, device: str, file: Path) -> None:
    with locked(file):
        if not is_sound(file):
            content = frozen(course, path, seed, device)
            for old in file.parent.glob(f"{path.split('/')[1]}.*.exercise"):
                _remove_if_old(old)
            _make_room(file)
            pack.write_atomically(file, content)


def _make_room(file: Path) -> None:
    """A folder in the place of a file of the cache is damage, and holds nobody's work."""
    if file.is_dir():
        shutil.rmtree(file)


def _remove_if_old(file: Path) -> None:
    """Keep the cache from growing for ever, and what another seed or a colleague uses now."""
    import time

    if time.time() - file.stat().st_mtime > 14 * 24 * 3600:
        file.unlink(missing_ok=True)


def fresh(
    course: Course,
    paths: Sequence[str],
    *,
    seed: int = 0,
    device: str = "cpu",
    jobs: int = 1,
    progress: Progress | None = None,
    cache: Path | None = None,
    name: str = "",
) -> Pack:
    """The course's pack in the cache, with ``paths`` built.

    ``progress`` is told (path, done, total), the total being what had to be built. ``name`` is the
    pack's, where its seed must not be told by its place.

    Raises:
        CourseError: A declaration or solution is broken; the others have been built.
        CouldNotRun: The cache cannot be written, or torch is missing and something is stale.
    """
    directory = (cache or cache_directory()) / "courses" / _course_id(course)
    home = directory / (name or f"seed-{seed}-{device}")
    versions = library_versions()
    names = {path: f"{path}.{key(course, path, seed, device, versions)}.exercise" for path in paths}
    try:
        stale = [path for path in paths if not is_sound(directory / names[path])]
        _build(course, stale, seed, device, jobs, progress, directory, names)
        _make_room(home / pack.MANIFEST)
        pack.write_manifest(
            home,
            title=course.title,
            seed=seed,
            device=device,
            versions=versions,
            weights=course.weights,
            chapters=course.chapters,
            files={
                **_known(home),
                **{path: os.path.join("..", name) for path, name in names.items()},
            },
        )
    except OSError as problem:
        raise CouldNotRun(
            f"The cache {directory} cannot be written ({problem.strerror or problem}): set "
            f"GRADUS_CACHE to a folder of yours with room in it."
        ) from None
    built = pack.open_pack(home)
    # Another build may have written the manifest since: what was asked for is known here.
    built.files.update({path: os.path.join("..", name) for path, name in names.items()})
    return built


def _known(directory: Path) -> dict[str, str]:
    """What the manifest says of exercises that were not asked for this time."""
    try:
        return dict(json.loads(read_regular(directory / pack.MANIFEST))["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _course_id(course: Course) -> str:
    root = str(Path(course.root).resolve())
    return f"{Path(root).name}-{hashlib.sha256(root.encode()).hexdigest()[:12]}"


def _build(
    course: Course,
    stale: Sequence[str],
    seed: int,
    device: str,
    jobs: int,
    progress: Progress | None,
    directory: Path,
    names: dict[str, str],
) -> None:
    if not stale:
        return
    problems: list[CourseError] = []
    finished = 0

    def done(path: str, problem: BaseException | None) -> None:
        nonlocal finished
        if isinstance(problem, CourseError):
            problems.append(problem)
        elif problem is not None:
            raise problem
        finished += 1
        if progress is not None:
            progress(path, finished, len(stale))

    if progress is not None:
        progress(stale[0], 0, len(stale))
    tasks = {path: (course, path, seed, device, directory / names[path]) for path in stale}
    if jobs <= 1 or len(stale) < 3 or device != "cpu":
        for path, task in tasks.items():
            try:
                _build_one(*task)
                done(path, None)
            except CourseError as problem:
                done(path, problem)
    else:
        count = min(jobs, len(tasks))
        in_parallel(_build_one, tasks.items(), count, lambda n, ended: done(n, ended.exception()))
    if problems:
        raise CourseError("\n".join(str(problem) for problem in problems))


def write(
    course: Course,
    destination: Path,
    paths: Sequence[str],
    *,
    seed: int = 0,
    device: str = "cpu",
    jobs: int = 1,
    progress: Progress | None = None,
    cache: Path | None = None,
) -> Pack:
    """A pack directory that stands alone, for kits and CI, with the exercises ``paths`` only.

    Raises:
        CourseError: A declaration or solution is broken.
        CouldNotRun: The directory or the cache cannot be written.
    """
    with _writable(destination):
        destination.mkdir(parents=True, exist_ok=True)  # known before minutes of building
    built = fresh(
        course, paths, seed=seed, device=device, jobs=jobs, progress=progress, cache=cache
    )
    chosen = set(paths)
    chapters = []
    for chapter in course.chapters:
        kept = tuple(entry for entry in chapter.exercises if entry.path in chosen)
        if kept:
            chapters.append(type(chapter)(chapter.name, chapter.title, kept))
    with _writable(destination):
        for path in paths:
            content = built.exercise(path).file.read_bytes()
            pack.write_atomically(destination / f"{path}.exercise", content)
        pack.write_manifest(
            destination,
            title=course.title,
            seed=seed,
            device=device,
            versions=built.versions,
            weights=course.weights,
            chapters=chapters,
            files={path: f"{path}.exercise" for path in paths},
        )
    return pack.open_pack(destination)


@contextmanager
def _writable(directory: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise CouldNotRun(
            f"The pack {directory} cannot be written ({problem.strerror or problem}); name a "
            f"folder of yours with room in it."
        ) from None


def clean(cache: Path | None = None) -> int:
    """Remove everything cached; returns how many bytes that was."""
    directory = cache or cache_directory()
    size = sum(f.stat().st_size for f in directory.rglob("*") if f.is_file())
    for folder in ("courses", "private"):
        shutil.rmtree(directory / folder, ignore_errors=True)
    return size
