"""What went wrong with one call, as a record, and replies without a value in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from grader import compare
from grader.sandbox import replies
from grader.verdict import Line, Outcome


@dataclass(frozen=True)
class Failure:
    """One call, or one draw of a law, that a check did not pass."""

    check: str
    tier: str
    outcome: Outcome
    number: int
    message: str
    disagreement: compare.Disagreement | None = None
    expected: Any = None
    got: Any = None
    law: bool = False
    arguments: Mapping[str, Any] | None = None
    lines: tuple[Line, ...] = ()
    raised: tuple[str, ...] = ()
    printed: str = ""


def lines_of(reply: replies.Raised) -> tuple[Line, ...]:
    return tuple(Line(line.number, line.text, line.function) for line in reply.lines)


def forbidden_in_words(reply: replies.ForbiddenUse) -> str:
    if reply.imported:
        return (
            f"A file stands alone: importing {reply.name}, another part of the course, is not "
            f"allowed. Copy the few lines that you need into this file."
        )
    return f"{reply.name} would answer the exercise for you, so it may not be used here."


def death_in_words(reply: replies.Died, when: str) -> str:
    if reply.outcome == "timeout":
        return f"The time limit was reached {when}. Does a loop never end?"
    if reply.outcome == "memory":
        return f"The memory limit was reached {when}. Is an array far larger than it should be?"
    if reply.outcome == "could_not_run":
        return f"The sandbox failed {when}: {reply.detail}. This is not your fault; try again."
    return f"The program ended {when}: {reply.detail}. Return the answer; do not exit."


def failure_of(check: str, tier: str, number: int, reply: replies.Reply) -> Failure:
    """A reply without a value, as a failure of a check."""
    outcome = Outcome(reply.outcome or "failed")
    if isinstance(reply, replies.Raised):
        text = f"It raised {reply.type_name}: {reply.message}".rstrip(": ") + "."
        return Failure(
            check,
            tier,
            outcome,
            number,
            text,
            lines=lines_of(reply),
            raised=reply.ancestors,
            printed=reply.printed,
        )
    if isinstance(reply, replies.ForbiddenUse):
        return Failure(
            check, tier, outcome, number, forbidden_in_words(reply), printed=reply.printed
        )
    if isinstance(reply, replies.Unsupported):
        if reply.in_inputs:
            text = f"An argument was changed into {reply.description}."
        else:
            text = f"It returned {reply.description}, where NumPy arrays and numbers are expected."
        return Failure(check, tier, outcome, number, text, printed=reply.printed)
    assert isinstance(reply, replies.Died)
    return Failure(
        check, tier, outcome, number, death_in_words(reply, "on this input"), printed=reply.printed
    )
