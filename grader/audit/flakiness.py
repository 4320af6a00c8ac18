"""The same submission judged again and again gets the same verdict, but for its seconds."""

from __future__ import annotations

from dataclasses import fields, replace

from grader.audit import sources
from grader.audit.findings import Problem
from grader.audit.scope import GENEROUS, Audited
from grader.model import Source
from grader.verdict import Verdict


def flakiness(audited: Audited) -> list[Problem]:
    """Judge the solution, and a mistake so that a page of findings is compared too."""
    answers: list[Source] = [audited.solution]
    if audited.exercise.misconceptions:
        name = audited.exercise.misconceptions[0].name
        answers.append(sources.mistake(audited.declaration, audited.path, name))
    label = f"{audited.path}: the same again"
    tasks = [
        audited.workers.judge(label, audited.place, answers, GENEROUS)
        for _ in range(audited.scope.repeats)
    ]
    runs = [[replace(verdict, seconds=0.0) for verdict in task.result()] for task in tasks]
    problems = []
    for number, answer in enumerate(answers):
        verdicts = [run[number] for run in runs]
        if any(verdict != verdicts[0] for verdict in verdicts):
            message = (
                f"judged {len(verdicts)} times with one seed, the verdicts differ in "
                f"{', '.join(differing(verdicts))}; the code must draw from `rng` alone, and "
                f"laws must not depend on luck."
            )
            problems.append(Problem("flakiness", answer.file, message))
    return problems


def differing(verdicts: list[Verdict]) -> list[str]:
    """The fields in which verdicts differ."""
    return [
        field.name
        for field in fields(Verdict)
        if any(getattr(v, field.name) != getattr(verdicts[0], field.name) for v in verdicts)
    ]
