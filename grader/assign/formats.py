"""The formats of releases as data: the room that writes each, and what to do with it next."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    """One format of ``grade assign``; ``after`` may name ``{root}`` and ``{slug}``.

    What ``is_kept`` from students may judge by a seed that they do not know.
    """

    room: str
    told: str
    after: str
    is_kept: bool = False


FORMATS = {
    "py": Format(
        "grader.assign.kit",
        "a student kit",
        "Next: put {root} into a repository for each student; its README.md says how to begin.",
    ),
    "notebook": Format(
        "grader.assign.notebooks",
        "notebooks",
        "Next: hand out {root}; its README.md says how to begin.",
    ),
    "nbgrader": Format(
        "grader.assign.nbgrader",
        "a course of nbgrader's",
        "Next: cd {root} and run `nbgrader generate_assignment {slug}`; README.md says what else.",
    ),
    "otter": Format(
        "grader.assign.otter",
        "an assignment of otter-grader's",
        "Next: cd {root} and run `otter assign` as README.md shows.",
    ),
    "gradescope": Format(
        "grader.assign.gradescope",
        "an autograder of Gradescope's",
        "Next: upload {root}/autograder.zip under Configure Autograder; see README.md.",
        is_kept=True,
    ),
}
