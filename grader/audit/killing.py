"""Wrong code never passes: every mutant is judged by the real path, and what survives is shown.

A mutant is killed when it gets less than full points at every seed asked for. One that survives
must have a record that excuses it, and no fresh input may tell an excused one from the solution.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace

from grader.audit import sources
from grader.audit.bench import Place
from grader.audit.findings import Excused, MutantsResult, Problem, Survivor
from grader.audit.misconceptions import laws_broken
from grader.audit.mutants import Mutant, mutants, spread
from grader.audit.records import Record, covering, doubtful, needless, read_records
from grader.audit.right_answers import refused
from grader.audit.scope import GENEROUS, Audited, mutant_limits
from grader.model import Source
from grader.verdict import Outcome, Verdict

# Who survives mostly rounds in other places: as much room is left for that where bounds are tight.
NEAR = 0.1


@dataclass
class _Judged:
    """What has been learnt of the mutants so far."""

    killed: list[Mutant]
    alive: list[Mutant]
    caught: set[str]
    problems: list[Problem]


def kill(audited: Audited, seconds: float, laws_left: frozenset[str]) -> MutantsResult:
    """Judge the mutants of the solution.

    Args:
        seconds: What the solution takes; a mutant may take 20 times that.
        laws_left: Laws that have caught nothing yet. Where mutants are capped, more of them are
            judged until each law has caught one.
    """
    file = sources.survivors_file(audited.course, audited.path)
    every = mutants(audited.solution.code or "")
    records, problems = read_records(file)
    problems = (*problems, *doubtful(records, file, audited.statement.docstring, every))
    chosen = _chosen(every, audited.scope.mutants, records)
    judged = _Judged([], [], set(), [])
    _judge(audited, chosen, seconds, judged)
    rest = [mutant for mutant in every if mutant not in set(chosen)]
    while rest and laws_left - judged.caught:
        # A law may wait for one mutant in a hundred.
        _judge(audited, rest[:40], seconds, judged, laws_only=True)
        rest = rest[40:]
    excused = [
        Excused(record.kind, mutant, record.reason)
        for mutant in judged.alive
        if (record := covering(records, mutant)) is not None
    ]
    survivors = [m for m in judged.alive if covering(records, m) is None]
    proofs = _proofs(audited, [*(e.mutant for e in excused), *survivors], judged)
    problems = (*problems, *judged.problems, *needless(records, file, judged.killed, judged.alive))
    for one in excused:
        if one.mutant in proofs:
            message = (
                f"{one.mutant.becomes!r} is recorded as {one.kind}, but {proofs[one.mutant]}; "
                f"delete the record, and describe inputs that kill it."
            )
            problems = (*problems, Problem("records", str(file), message))
    for mutant in survivors:
        message = (
            f"{mutant.becomes!r} gets full points ({mutant.description}). Describe inputs that "
            f"tell it from the solution, add a law, or record it in {file.name}."
        )
        problems = (
            *problems,
            audited.problem("mutants", message, file=audited.solution.file, line=mutant.line),
        )
    return MutantsResult(
        total=len(every),
        judged=len(judged.killed) + len(judged.alive),
        killed=len(judged.killed),
        excused=tuple(excused),
        survivors=tuple(Survivor(mutant, proofs.get(mutant, "")) for mutant in survivors),
        caught_by=frozenset(judged.caught),
        problems=problems,
    )


def _chosen(every: Sequence[Mutant], cap: int | None, records: Sequence[Record]) -> list[Mutant]:
    """All mutants, or a sample with those that have a record."""
    if cap is None:
        return list(every)
    recorded = [m for m in every if covering(records, m) is not None]
    sample = spread([m for m in every if covering(records, m) is None], cap)
    kept = {*recorded, *sample}
    return [mutant for mutant in every if mutant in kept]


def _source(audited: Audited, mutant: Mutant) -> Source:
    return replace(audited.solution, code=mutant.source)


def _judge(
    audited: Audited,
    chosen: Sequence[Mutant],
    seconds: float,
    judged: _Judged,
    *,
    laws_only: bool = False,
) -> None:
    """Judge at one seed after the other those that all seeds before have killed."""
    waiting = list(chosen)
    submissions = {mutant: _source(audited, mutant) for mutant in waiting}
    for seed in range(1 if laws_only else audited.scope.mutant_seeds):
        label = f"{audited.path}: mutants at seed {audited.at(seed).seed}"
        verdicts = audited.workers.judge_all(
            label, audited.at(seed), [submissions[m] for m in waiting], mutant_limits(seconds)
        )
        dead = []
        for mutant, verdict in zip(waiting, verdicts, strict=True):
            judged.caught |= laws_broken(audited, verdict)
            if laws_only:
                continue
            if verdict.outcome is Outcome.COULD_NOT_RUN:
                message = f"{mutant.becomes!r} could not be judged: {refused(verdict)}; try again."
                judged.problems.append(
                    audited.problem(
                        "mutants", message, file=audited.solution.file, line=mutant.line
                    )
                )
            elif is_killed(verdict):
                dead.append(mutant)
            else:
                judged.alive.append(mutant)
        waiting = dead
    judged.killed.extend(waiting)


def is_killed(verdict: Verdict) -> bool:
    """Whether a wrong answer lost points."""
    return verdict.points is not None and verdict.points < verdict.max_points


def _proofs(audited: Audited, alive: Sequence[Mutant], judged: _Judged) -> dict[Mutant, str]:
    """By which fresh input each is told from the solution; those that none tells are left out.

    They are judged by tight bounds, which are quick to make, and by the usual ones wherever
    the tight ones refuse anything: nobody is killed by a bound that is narrower than promised.
    The solution is judged on the fresh inputs too: what refuses it is a problem, and no proof.
    """
    scope = audited.scope
    if not alive or not scope.fresh:
        return {}
    each = scope.fresh // scope.fresh_seeds
    submissions = [audited.solution, *(_source(audited, mutant) for mutant in alive)]

    def asked(place: Place) -> Future[list[Verdict]]:
        label = f"{audited.path}: {each} fresh inputs at seed {place.seed}"
        return audited.workers.judge(label, place, submissions, GENEROUS)

    # Seeds that no corpus uses, so that the inputs are fresh.
    places = [replace(audited.at(1000 + s), fresh=each) for s in range(scope.fresh_seeds)]
    tight = NEAR if audited.exercise.reference else 0.0  # laws have no bounds
    first = [(place, asked(replace(place, tight=tight))) for place in places]
    tasks = [
        (place, asked(place) if tight and any(map(refused, task.result())) else task)
        for place, task in first
    ]
    proofs: dict[Mutant, str] = {}
    for place, task in tasks:
        right, *others = task.result()
        if refused(right):
            message = f"refused on fresh inputs at seed {place.seed}: {refused(right)}"
            judged.problems.append(Problem("solution", audited.solution.file, message))
            continue
        for mutant, verdict in zip(alive, others, strict=True):
            if is_killed(verdict):
                why = f"fresh inputs at seed {place.seed} kill it: {refused(verdict)}"
                proofs.setdefault(mutant, why)
    return proofs
