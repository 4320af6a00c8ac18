"""The words of verdicts: outcomes, tiers, points and checks as people say them."""

from __future__ import annotations

from grader.verdict import Finding, Line, Outcome, Verdict

OUTCOMES = {
    Outcome.PASSED: "passed",
    Outcome.FAILED: "failed",
    Outcome.NOT_STARTED: "not started",
    Outcome.ERROR: "raised an error",
    Outcome.TIMEOUT: "out of time",
    Outcome.MEMORY: "out of memory",
    Outcome.CRASHED: "crashed",
    Outcome.FORBIDDEN: "not allowed",
    Outcome.INVALID: "cannot be run",
    Outcome.COULD_NOT_RUN: "not judged",
}
TIERS = {"core": "ordinary inputs", "edge": "edge cases", "house": "house rules"}
STYLES = {
    Outcome.PASSED: "good",
    Outcome.NOT_STARTED: "dim",
    Outcome.COULD_NOT_RUN: "warn",
}
# What the two values of a finding are where they are not an answer and the right one.
SIDES = {
    "leaves_its_inputs_alone": ("before the call", "after the call"),
    "repeats_itself": ("the first time", "the second time"),
}
MARKS = {Outcome.PASSED: "✓", Outcome.NOT_STARTED: "·", Outcome.COULD_NOT_RUN: "?"}


def style(outcome: Outcome) -> str:
    return STYLES.get(outcome, "bad")


def mark(outcome: Outcome) -> str:
    return MARKS.get(outcome, "✗")


def check(name: str) -> str:
    """``is_a_distribution`` as words."""
    return name.replace("_", " ")


def tier(name: str) -> str:
    return TIERS.get(name, name)


def asked(finding: Finding) -> str:
    """On what inputs it was found; "" where none were asked about."""
    unasked = (Outcome.INVALID, Outcome.COULD_NOT_RUN, Outcome.FORBIDDEN)
    return "" if finding.outcome in unasked else tier(finding.tier)


def points(value: float | None) -> str:
    """Points with at most two decimals, and a dash where there are none to give."""
    return "-" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


def place(line: Line) -> str:
    """``line 3``, and in a notebook ``cell 2, line 3``."""
    return f"cell {line.cell}, line {line.number}" if line.cell else f"line {line.number}"


def plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def score(verdict: Verdict) -> str:
    """``1.8 of 3 points``; ``3 points`` where all are reached."""
    most = points(verdict.max_points)
    unit = "point" if most == "1" else "points"
    if verdict.points is None:
        return f"no points lost ({most} {unit})"
    return f"{points(verdict.points)} of {most} {unit}"


def name(verdict: Verdict) -> str:
    """The exercise without its chapter."""
    return verdict.exercise.split("/")[-1]


def unquoted(text: str) -> str:
    """A docstring's sentence without the quotes around its code."""
    return text.replace("``", "")


def sides(finding: Finding) -> tuple[str, str]:
    """What to call the two values of a finding; of a law, what was claimed and what came."""
    if finding.check in SIDES:
        return SIDES[finding.check]
    return ("must be equal to", "came out as") if finding.law else ("expected", "your answer")
