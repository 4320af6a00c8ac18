"""What may be said of a verdict that was reached with a secret seed: no number of its inputs."""

from __future__ import annotations

from dataclasses import replace

from grader.verdict import Finding, Outcome, Verdict

_UNSEEN = (
    "It fails on inputs that are not shown here, although the visible ones pass. Think of all that "
    "the statement promises."
)
_TOO_LONG = (
    "It did not end in the time allowed, on an input that is not shown here. Look for a loop that "
    "need not end, and for work that grows faster than the input."
)


def veiled(secret: Verdict, visible: Verdict | None) -> Verdict:
    """The secret verdict with findings that a student may see.

    The outcome and the points are the secret seed's. What is shown is the counterexample of the
    visible seed where the same submission fails there too (``visible``), else the law's sentence.
    """
    if not secret.findings:
        return secret
    if visible is not None and not visible.passed and visible.findings:
        return replace(secret, findings=visible.findings)
    return replace(secret, findings=tuple(_bare(finding) for finding in secret.findings))


def _bare(finding: Finding) -> Finding:
    return Finding(
        check=finding.check,
        tier=finding.tier,
        outcome=finding.outcome,
        message=_TOO_LONG if finding.outcome is Outcome.TIMEOUT else _UNSEEN,
        law=finding.law,
        hint=finding.hint,
    )
