"""What a frozen exercise depends on, as one key; and where the cache is."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from grader.course import Course, files, missing
from grader.errors import CourseError
from grader.reading import read_regular

# These rooms judge, read or show what is frozen, and do not decide it; every other room does.
JUDGING = frozenset(
    (
        *("archive", "build", "checks", "errors", "examine", "explain", "failures", "folder"),
        *("freshness", "grades", "grading", "house_laws", "lateness", "magic", "manifest", "names"),
        *("notebook", "pack", "pictures", "progress", "pytest_plugin", "questions", "reading"),
        *("scaffold", "sealed", "shrink", "stubs", "submission", "verdict", "version", "workers"),
    )
)
LIBRARIES = ("numpy", "torch", "hypothesis", "mpmath")


def library_versions() -> dict[str, str]:
    """Versions from the names of installed metadata: importing torch to ask takes a second."""
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        for name in names:
            if name.endswith(".dist-info"):
                library, _, version = name[: -len(".dist-info")].partition("-")
                if library.lower() in LIBRARIES:
                    found.setdefault(library.lower(), version)
    return found


def cache_directory() -> Path:
    """``$GRADUS_CACHE``, or ``gradus`` in the user's cache folder."""
    chosen = os.environ.get("GRADUS_CACHE")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "gradus"


@cache
def engine_key() -> str:
    """The rooms that freeze, as one hash."""
    here = Path(__file__).parent
    whole = hashlib.sha256()
    for room in sorted([*here.glob("*.py"), *here.glob("freeze/*.py")]):
        if room.stem not in JUDGING:
            whole.update(room.read_bytes())
    return whole.hexdigest()


def key(course: Course, path: str, seed: int, device: str, versions: Mapping[str, str]) -> str:
    """What the content of one frozen exercise follows from.

    Raises:
        CourseError: The declaration or the solution cannot be read.
    """
    text = f"{path}\0{seed}\0{device}\0{engine_key()}\0{sorted(versions.items())}\0"
    whole = hashlib.sha256(text.encode())
    for file in files(course, path):
        try:
            content = read_regular(file)
        except FileNotFoundError:
            raise missing(file) from None
        except OSError as problem:
            raise CourseError(f"{file}: cannot be read ({problem.strerror}).") from None
        whole.update(hashlib.sha256(content).digest())
    return whole.hexdigest()[:24]
