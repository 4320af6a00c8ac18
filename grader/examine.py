"""One submission and one packed exercise to a verdict. NumPy alone; the answers stay on this side.

All calls of an exercise go to the child in one stream: core examples, the calls that laws make,
edges, house checks. What a law calls beyond those (because an answer led it elsewhere) is asked
live.
"""

from __future__ import annotations

import os
import re
import time
from bisect import bisect_right
from dataclasses import replace
from typing import Any

from grader import markers
from grader.checks import Checks
from grader.failures import death_in_words, forbidden_in_words, lines_of
from grader.model import Source
from grader.pack import PackedExercise
from grader.parsing import LONGEST, complaint, parsed
from grader.questions import Questions, Retry
from grader.recall import Recall, fingerprint
from grader.sandbox import replies
from grader.sandbox.pool import Limits, Sandbox
from grader.verdict import Check, Finding, Line, Outcome, Verdict

_LONGEST_COMPLAINT = 300  # characters


def examine(
    packed: PackedExercise,
    source: Source,
    sandbox: Sandbox,
    limits: Limits,
    recall: Recall | None = None,
) -> Verdict:
    """Judge one submission; answers that ``recall`` has seen pass are not compared again.

    A wall time-out with processor time left may be the machine's fault: it is tried once more,
    and then is ``could_not_run``.
    """
    began = time.perf_counter()
    verdict = _judged(packed, source, sandbox, limits, recall)
    if verdict is None:
        verdict = _judged(packed, source, sandbox, limits, recall)
    if verdict is None:
        text = (
            "The time ran out twice although the processor was hardly used, so nothing was "
            "judged. Does the code wait for something? Otherwise try again on a quieter machine."
        )
        verdict = _stopped(packed, source, Outcome.COULD_NOT_RUN, "runs", text)
    findings = tuple(
        replace(finding, lines=tuple(_in_cell(source, line) for line in finding.lines))
        for finding in verdict.findings
    )
    return replace(verdict, findings=findings, seconds=time.perf_counter() - began)


def _in_cell(source: Source, line: Line) -> Line:
    """The line as somebody finds it: in a notebook, by its cell and its place in that."""
    cell = bisect_right(source.cells, line.number)
    if not cell:
        return line
    return replace(line, cell=cell, number=line.number - source.cells[cell - 1] + 1)


def not_judged(packed: PackedExercise, source: Source, defect: Exception) -> Verdict:
    """The verdict where the grader itself failed: the others are judged all the same."""
    if os.environ.get("GRADUS_DEBUG"):
        raise defect
    text = (
        f"This is a defect of Gradus, not of your code ({type(defect).__name__}: {defect}). Please "
        f"report it with the traceback that GRADUS_DEBUG=1 shows."
    )
    return _stopped(packed, source, Outcome.COULD_NOT_RUN, "runs", text)


def _stopped(
    packed: PackedExercise, source: Source, outcome: Outcome, check: str, message: str, **more: Any
) -> Verdict:
    """A verdict reached before anything was compared."""
    findings = (Finding(check, "core", outcome, message, **more),) if message else ()
    return Verdict(
        exercise=packed.statement.path,
        outcome=outcome,
        points=None if outcome is Outcome.COULD_NOT_RUN else 0.0,
        max_points=packed.points,
        seconds=0.0,
        findings=findings,
        checks=(Check(check, "core", outcome),),
        summary=packed.statement.summary,
        file=source.file,
        line=source.line or _definition(source, packed.statement.name),
        digest=packed.digest,
    )


def _judged(
    packed: PackedExercise,
    source: Source,
    sandbox: Sandbox,
    limits: Limits,
    recall: Recall | None,
) -> Verdict | None:
    statement = packed.statement
    if source.code is None:
        if source.problem:
            return _stopped(packed, source, Outcome.INVALID, "can_be_read", source.problem)
        return _stopped(packed, source, Outcome.NOT_STARTED, "is_started", "")
    if markers.untouched(source.code, statement.stub):
        return _stopped(packed, source, Outcome.NOT_STARTED, "is_started", "")
    try:
        # What takes far more memory than its text is for the child, where that is limited: long
        # files, and the generation of code.
        if len(source.code) <= LONGEST:
            parsed(source.code, source.file)
    except SyntaxError as error:
        return _syntax_error(packed, source, error.lineno or 0, error.msg)
    except (ValueError, RecursionError, MemoryError, OverflowError) as error:
        why = str(error) or "it is nested too deeply"
        text = f"Python cannot read the file: {why}. Write it anew from the stub."
        return _stopped(packed, source, Outcome.INVALID, "can_be_read", text)
    with Questions(packed, source, sandbox, limits) as questions:
        loaded = questions.load()
        if not isinstance(loaded, replies.Loaded):
            return _not_loaded(packed, source, loaded)
        try:
            questions.ask()
            checks = Checks(packed, questions)
            answers = recall and fingerprint(questions.answers)
            if recall and answers and (made := recall.checks(packed.digest, answers)):
                checks.made.extend(made)
            else:
                checks.make()
                if recall and answers and not questions.asked_live:
                    recall.keep(packed.digest, answers, tuple(checks.made))
        except Retry:
            return None
    return _concluded(packed, source, checks)


def _definition(source: Source, name: str) -> int:
    """The line of the function, 0 where none shows: annotations and editors point there.

    A notebook's file has other lines than its cells have: whoever opens it looks for the cell.
    """
    if source.cells:
        return 0
    pattern = rf"^[ \t]*(?:async[ \t]+)?def[ \t]+{re.escape(name)}\b"
    found = re.search(pattern, source.code or "", re.MULTILINE)
    return source.code.count("\n", 0, found.start()) + 1 if found and source.code else 0


def _syntax_error(packed: PackedExercise, source: Source, number: int, why: str) -> Verdict:
    """``number`` and ``why`` may be the child's word."""
    lines = re.split(r"\r\n|\r|\n", source.code or "")  # where Python begins a line
    number = number if 0 < number <= len(lines) else 0
    text = lines[number - 1].strip() if number else ""
    found = Line(number, text, "")
    at = _in_cell(source, found)
    place = f"Line {at.number} of cell {at.cell}" if at.cell else f"Line {number}"
    said = complaint(" ".join(why.split())[:_LONGEST_COMPLAINT] or "invalid syntax")
    message = f"{place if number else 'The file'} is not Python: {said}"
    if text.startswith(("<<<<<<<", "=======", ">>>>>>>")):
        message = f"{place} is a merge conflict: choose one side and delete the marks."
    where = (found,) if text else ()
    verdict = _stopped(packed, source, Outcome.INVALID, "is_python", message, lines=where)
    return replace(verdict, line=0 if source.cells else number)


def _not_loaded(packed: PackedExercise, source: Source, reply: replies.LoadReply) -> Verdict | None:
    if isinstance(reply, replies.NotPython):
        return _syntax_error(packed, source, reply.line, reply.why)
    statement = packed.statement
    outcome = Outcome(reply.outcome)
    more: dict[str, Any] = {"printed": reply.printed}
    if isinstance(reply, replies.Died):
        if reply.wall_only:
            return None
        check, text = "loads", death_in_words(reply, "while the file was being loaded")
    elif isinstance(reply, replies.Missing):
        check = "defines_the_function"
        text = f"The file defines no function {statement.name}."
        if reply.functions:
            text += f" It defines {', '.join(reply.functions[:5])}; rename the right one."
        text += f" Its first line must read: def {statement.signature}:"
    elif isinstance(reply, replies.BadSignature):
        check = "has_the_signature"
        text = (
            f"{statement.name} cannot be called as the exercise does: {reply.why.rstrip('.')}. "
            f"The first line must read: def {statement.signature}:"
        )
    elif isinstance(reply, replies.ForbiddenUse):
        check, text = "keeps_to_what_is_allowed", forbidden_in_words(reply)
    else:
        assert isinstance(reply, replies.Raised)
        check = "loads"
        text = f"Loading the file raised {reply.type_name}: {reply.message}".rstrip(": ") + "."
        more["lines"] = lines_of(reply)
    return _stopped(packed, source, outcome, check, text, **more)


def _concluded(packed: PackedExercise, source: Source, checks: Checks) -> Verdict:
    """Points: edges and house count only when core passes, since laws can be met by nonsense."""
    weights = packed.weights
    outcome, share = Outcome.PASSED, 1.0
    failed = checks.first_failed("core")
    if failed is not None:
        outcome, share = failed.outcome, 0.0
    else:
        lost = [tier for tier in ("edge", "house") if checks.first_failed(tier) is not None]
        if lost:
            outcome = Outcome.FAILED
            share = 1.0 - sum(weights[tier] for tier in lost)
    if any(check.outcome is Outcome.COULD_NOT_RUN for check in checks.made):
        outcome = Outcome.COULD_NOT_RUN
    findings: tuple[Finding, ...] = ()
    if checks.failures:
        from grader.explain import Explainer  # who passes waits for none of it

        explainer = Explainer(packed, source)
        findings = explainer.findings(checks.failures, checks.answers, checks.made)
    return Verdict(
        exercise=packed.statement.path,
        outcome=outcome,
        points=None if outcome is Outcome.COULD_NOT_RUN else round(packed.points * share, 6),
        max_points=packed.points,
        seconds=0.0,
        findings=findings,
        checks=tuple(checks.made),
        summary=packed.statement.summary,
        file=source.file,
        line=source.line or _definition(source, packed.statement.name),
        digest=packed.digest,
    )
