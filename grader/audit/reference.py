"""The reference against its second source, and the devices against each other.

The build itself compares the reference with 50-digit arithmetic or with central differences and
refuses to go on where they disagree; what is left to ask is whether there is a second source.
"""

from __future__ import annotations

from dataclasses import replace

from grader.audit import bench
from grader.audit.findings import Problem
from grader.audit.scope import Audited


def reference(audited: Audited) -> list[Problem]:
    """Whether something checks the reference, and whether CUDA answers as the CPU does."""
    exercise, problems = audited.exercise, []
    if exercise.reference is None:
        return []
    if exercise.second_source is None and exercise.accuracy.kind != "exact":
        message = (
            "nothing checks the reference: give the exercise a second_source, in 50-digit "
            "arithmetic or by central_differences."
        )
        problems.append(audited.problem("reference", message))
    if audited.scope.device != "cpu":
        label = f"{audited.path}: reference on {audited.scope.device}"
        other = replace(audited.place, device=audited.scope.device)
        task = audited.workers.submit(label, bench.devices_agree, audited.place, other)
        where = task.result()
        if where:
            message = (
                f"the reference answers otherwise on {audited.scope.device}: {where}; write it "
                f"in operations that agree, or loosen `accuracy`."
            )
            problems.append(audited.problem("reference", message))
    return problems
