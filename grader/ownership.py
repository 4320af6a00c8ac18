"""Who owns the grader in CI: never the checkout that is being graded.

A course or pack that lies in a student's checkout could have been changed by the student. It judges
only where the command line names it, which is the choice of whoever wrote the workflow.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from grader.course import find_course
from grader.errors import UsageError
from grader.folder import find_folder
from grader.manifest import MANIFEST as COURSE
from grader.pack import MANIFEST as PACK
from grader.pack import is_pack

VARIABLE = "GRADUS_COURSE"


def trusted_course(
    named: str | None, checkout: Path, environment: Mapping[str, str] = os.environ
) -> Path:
    """The course or pack that judges ``checkout``: named, or the one that came with the engine.

    Raises:
        UsageError: There is none, or the only one lies inside the checkout.
    """
    if named is not None:
        return _there(named, "--course")
    if environment.get(VARIABLE):
        # Set by an action or a runner; a file in the checkout cannot set it.
        return _outside(_there(environment[VARIABLE], VARIABLE), checkout)
    own = Path(__file__).resolve().parents[1]
    if (own / COURSE).is_file():
        return _outside(own, checkout)
    found = find_folder(checkout) or find_course(checkout) or _pack_in(checkout)
    if found is not None:
        raise UsageError(_inside(found))
    raise UsageError(
        f"No course is known here: name a course or a pack with --course, or set {VARIABLE}."
    )


def _there(place: str, source: str) -> Path:
    folder = Path(place).absolute()
    if not is_pack(folder) and not (folder / COURSE).is_file():
        raise UsageError(
            f"{source} names {place}, which is neither a course (it has no {COURSE}) nor a pack "
            f"(it has no {PACK})."
        )
    return folder


def _outside(course: Path, checkout: Path) -> Path:
    inside = checkout.resolve()
    if inside == course.resolve() or inside in course.resolve().parents:
        raise UsageError(_inside(course))
    return course


def _inside(found: Path) -> str:
    return (
        f"{found} lies inside the checkout that is graded, so whoever is graded could have changed "
        f"it. Name it with --course if that is meant, or install the course elsewhere."
    )


def _pack_in(checkout: Path) -> Path | None:
    return next((d for d in (checkout, *checkout.parents) if (d / PACK).is_file()), None)
