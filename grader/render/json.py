"""A report as the one object that ``--json`` prints. The shape is a contract: additions only."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import Any

from grader.verdict import Check, Finding, Report, Verdict

SCHEMA = 1


def as_data(report: Report) -> dict[str, Any]:
    """The report as dicts, lists, strings and finite numbers."""
    data = {
        "schema": SCHEMA,
        "course": report.course,
        "seed": None if report.secret else report.seed,
        "device": report.device,
        "isolation": report.isolation,
        "versions": dict(report.versions),
        "exercises": [_verdict(verdict) for verdict in report.exercises],
        "points": report.points,
        "max_points": report.max_points,
        "submission": report.submission,
        "notices": list(report.notices),
        "pack": report.pack,
        "seed_is": "secret" if report.secret else "public",
    }
    return finite(data)  # type: ignore[no-any-return]


def to_text(report: Report) -> str:
    """One line of ASCII: control characters of a submission arrive as escapes."""
    return json.dumps(as_data(report), allow_nan=False) + "\n"


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "exercise": verdict.exercise,
        "outcome": verdict.outcome.value,
        "points": verdict.points,
        "max_points": verdict.max_points,
        "seconds": round(verdict.seconds, 6),
        "findings": [_finding(finding) for finding in verdict.findings],
        "checks": [_check(check) for check in verdict.checks],
        "summary": verdict.summary,
        "file": verdict.file,
        "line": verdict.line,
        "digest": verdict.digest,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return asdict(finding) | {"outcome": finding.outcome.value}


def _check(check: Check) -> dict[str, Any]:
    return asdict(check) | {"outcome": check.outcome.value}


def finite(value: Any) -> Any:
    """The same data with "nan", "inf" and "-inf" in place of what JSON has no numbers for."""
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    if isinstance(value, dict):
        return {str(key): finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(item) for item in value]
    return value
