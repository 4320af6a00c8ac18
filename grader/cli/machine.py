"""``doctor`` and ``cache``."""

from __future__ import annotations

import argparse
import platform
import sys
from pathlib import Path

from grader.cli.output import say, show, width
from grader.cli.place import find
from grader.errors import GradusError, UsageError
from grader.render.layout import BLANK, Line, line, padded, wrapped
from grader.version import VERSION

# (name, whether it is there, a sentence, whether grading needs it)
Row = tuple[str, bool, str, bool]


def doctor(options: argparse.Namespace) -> int:
    """Say what works on this machine."""
    rows: list[Row] = [
        ("gradus", True, f"{VERSION} in {Path(__file__).parent.parent}", True),
        (
            "python",
            sys.version_info >= (3, 11),
            f"{platform.python_version()} on {platform.system()} {platform.machine()}",
            True,
        ),
        *_libraries(),
        *_isolation(),
        _cache(),
        _course(options.course),
    ]
    wide = max(len(name) for name, *_ in rows)
    lines: list[Line] = []
    for name, works, told, needed in rows:
        mark, style = ("✓", "good") if works else ("✗", "bad") if needed else ("·", "warn")
        first, *more = wrapped(told, width() - wide - 5) or [""]
        lines.append(line(" ", (mark, style), f" {padded(name, wide)}  {first}"))
        lines += [line(" " * (wide + 5) + row) for row in more]
    broken = [name for name, works, _, needed in rows if needed and not works]
    verdict = f"Not ready: {', '.join(broken)}." if broken else "Ready to grade."
    lines += [BLANK, line((verdict, "bad" if broken else "good"))]
    show(lines, options.plain)
    return 3 if broken else 0


def _libraries() -> list[Row]:
    from importlib.metadata import PackageNotFoundError, version

    rows: list[Row] = []
    for library, needed, use in (
        ("numpy", True, ""),
        ("torch", False, "; builds exercises from a course source"),
        ("hypothesis", False, "; draws their inputs"),
        ("mpmath", False, "; checks their references"),
        ("rich", False, "; colours"),
    ):
        try:
            rows.append((library, True, f"{version(library)}{use}", needed))
        except PackageNotFoundError:
            advice = "pip install numpy" if needed else "pip install 'gradus[authors]'"
            rows.append((library, False, f"not installed{use} ({advice})", needed))
    if any(name == "torch" and there for name, there, *_ in rows):
        rows.append(_cuda())
    return rows


def _cuda() -> Row:
    from grader.oracle import require_device

    try:
        require_device("cuda")
    except GradusError as problem:
        return "cuda", False, str(problem), False
    except (ImportError, OSError) as problem:
        return "cuda", False, f"torch does not load: {problem}", False
    return "cuda", True, "--device cuda works", False


def _isolation() -> list[Row]:
    from grader.sandbox.pool import probe

    try:
        return [(name, works, told, name == "isolation") for name, works, told in probe()]
    except (GradusError, OSError) as problem:
        return [("isolation", False, str(problem), True)]


def _cache() -> Row:
    import tempfile

    from grader.freshness import cache_directory

    directory = cache_directory()
    try:
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=directory):
            pass
    except OSError as problem:
        told = f"{directory} cannot be written ({problem.strerror}): set GRADUS_CACHE"
        return "cache", False, told, True
    return "cache", True, f"{directory}, {_size(directory)}", True


def _course(named: str | None) -> Row:
    try:
        place = find(named)
        count = len(place.entries)
    except GradusError as problem:
        return "course", False, str(problem), False
    return "course", True, f"{place.title} in {place.root}, {count} exercises", False


def cache(options: argparse.Namespace) -> int:
    """Say what is cached, or remove it."""
    from grader.build import clean
    from grader.freshness import cache_directory

    directory = cache_directory()
    if directory.exists() and not directory.is_dir():
        raise UsageError(f"{directory} is no folder; set GRADUS_CACHE to one.")
    if options.clean:
        removed = clean()
        say(f"{_megabytes(removed)} removed from {directory}." if removed else "Nothing is cached.")
    else:
        say(f"{_size(directory)} in {directory}; `grade cache --clean` removes it.")
    return 0


def _size(directory: Path) -> str:
    return _megabytes(sum(f.stat().st_size for f in directory.rglob("*") if f.is_file()))


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
