"""Each law catches at least one mistake or mutant: a law that catches nothing is decoration."""

from __future__ import annotations

from collections.abc import Set

from grader.audit.findings import Problem
from grader.audit.misconceptions import line_of
from grader.audit.scope import Audited


def laws(audited: Audited, caught_by: Set[str]) -> list[Problem]:
    """The laws that nothing broke; ``caught_by`` are those that something did."""
    return [
        audited.problem(
            "laws",
            f"the law {law.name} catches no misconception and no mutant; make it claim more, "
            f"draw other inputs for it, or delete it.",
            line=line_of(audited, law.name),
        )
        for law in audited.exercise.laws
        if law.name not in caught_by
    ]
