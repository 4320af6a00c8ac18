"""An audit as a table, as a page a survivor, and as JSON."""

from __future__ import annotations

import json
from typing import Any

from grader.audit.findings import AuditReport, ExerciseAudit, Problem, Survivor
from grader.render.json import finite
from grader.render.layout import BLANK, Line, block, line, padded, prose, shortened
from grader.render.sanitise import one_line, sanitised
from grader.render.words import plural

SCHEMA = 1
_COLUMNS = ("mutants", "killed", "equal", "free", "alive", "named", "laws", "margin", "")
_WIDEST_NAME = 27
# What the columns mean, for whoever reads the table for the first time.
LEGEND = (
    "equal: mutants that no input tells from the solution. free: mutants that the statement "
    "permits. alive: mutants with full points. named: mistakes named by their witness. laws: "
    "those that catch something. margin: the largest error of a right answer, in bounds."
)


def table(report: AuditReport, width: int = 80) -> list[Line]:
    """One line an exercise, their sum, and what the columns mean."""
    audits = report.exercises
    rows = [_cells(audit) for audit in audits]
    name = min(max((len(row[0]) for row in rows), default=0), _WIDEST_NAME)
    wide = [
        max(len(heading), *(len(row[n + 1]) for row in [*rows, _sum(report)]))
        for n, heading in enumerate(_COLUMNS)
    ]

    def made(first: str, cells: tuple[str, ...] | list[str], style: str) -> Line:
        shown = "".join(f" {cell:>{w}}" for cell, w in zip(cells, wide, strict=True))
        return line((padded(shortened(first, name), name) + shown.rstrip(), style))

    out = [made("exercise", _COLUMNS, "bold")]
    for audit, row in zip(audits, rows, strict=True):
        out.append(made(row[0], row[1:], "" if audit.passed else "bad"))
    if len(audits) > 1:
        total = _sum(report)
        out += [BLANK, made(total[0], total[1:], "bold")]
    return [*out, BLANK, *prose(LEGEND, width, indent=0, style="dim")]


def _cells(audit: ExerciseAudit) -> list[str]:
    mutants = audit.mutants
    return [
        audit.exercise.split("/")[-1],
        str(mutants.judged),
        str(mutants.killed),
        str(mutants.equivalent),
        str(mutants.permitted),
        str(len(mutants.survivors)),
        f"{audit.named}/{audit.misconceptions}",
        f"{audit.useful}/{audit.laws}",
        f"{audit.margin:.2g}",
        "" if audit.passed else "FAIL",
    ]


def _sum(report: AuditReport) -> list[str]:
    audits = report.exercises
    results = [audit.mutants for audit in audits]
    return [
        plural(len(audits), "exercise"),
        str(sum(m.judged for m in results)),
        str(sum(m.killed for m in results)),
        str(sum(m.equivalent for m in results)),
        str(sum(m.permitted for m in results)),
        str(sum(len(m.survivors) for m in results)),
        f"{sum(a.named for a in audits)}/{sum(a.misconceptions for a in audits)}",
        f"{sum(a.useful for a in audits)}/{sum(a.laws for a in audits)}",
        f"{max((a.margin for a in audits), default=0.0):.2g}",
        "" if report.passed else "FAIL",
    ]


def summary(report: AuditReport, width: int = 80) -> list[Line]:
    """The claim in two sentences, as the README publishes it."""
    results = [audit.mutants for audit in report.exercises]
    killed, alive = sum(m.killed for m in results), sum(len(m.survivors) for m in results)
    excused = sum(m.equivalent + m.permitted for m in results)
    rate = 100.0 * killed / max(1, killed + alive)
    share = 100.0 * excused / max(1, sum(m.judged for m in results))
    failing = sum(not audit.passed for audit in report.exercises)
    count = plural(len(results), "exercise")
    verdict = f"{failing} of {count} failed the audit" if failing else f"{count} passed the audit"
    text = (
        f"{rate:.1f}% of the wrong mutants were killed ({killed} of {killed + alive}); "
        f"{share:.1f}% of all are equivalent or permitted. {verdict}."
    )
    return prose(text, width, indent=0, style="good" if report.passed else "bad")


def pages(report: AuditReport, width: int = 80) -> list[Line]:
    """What fails, exercise by exercise: every problem, then each survivor with its diff."""
    rows: list[Line] = []
    for problem in report.problems:
        rows += [*_problem(problem, width), BLANK]
    for audit in report.exercises:
        if audit.passed:
            continue
        rows += [line((audit.exercise, "title"))]
        survivors = {survivor.mutant.line for survivor in audit.mutants.survivors}
        for problem in audit.problems:
            # A survivor's problem is its page.
            if problem.check != "mutants" or problem.line not in survivors:
                rows += _problem(problem, width)
        rows.append(BLANK)
        for survivor in audit.mutants.survivors:
            rows += [*_survivor(audit, survivor, width), BLANK]
    return rows


def _problem(problem: Problem, width: int) -> list[Line]:
    place = line(" ", (one_line(problem.place), "bold"), " ", (f"[{problem.check}]", "dim"))
    return [place, *prose(one_line(problem.message), width)]


def _survivor(audit: ExerciseAudit, survivor: Survivor, width: int) -> list[Line]:
    """The page of one survivor: where, what changed, and what to do."""
    mutant = survivor.mutant
    head = f"{audit.exercise}, line {mutant.line}: {mutant.operator}: {mutant.description}"
    rows = [line((one_line(head), "bold"))]
    for row in mutant.diff.splitlines():
        style = {"+": "good", "-": "bad"}.get(row[:1], "dim")
        rows += block(sanitised(row), style=style)
    if survivor.proof:
        rows += prose(one_line(f"The corpus misses it, but {survivor.proof}"), width)
    advice = "Describe inputs or add a law that kills it. Where it is right, record why:"
    return [*rows, *prose(advice, width), *block(record(survivor), style="code")]


def record(survivor: Survivor) -> str:
    """What an author may put into the file of survivors, once there is a reason."""
    mutant = survivor.mutant
    return "\n".join(
        [
            "[[equivalent]]",
            f"line = {_toml(mutant.line_text)}",
            f"becomes = {_toml(mutant.becomes)}",
            'reason = ""',
        ]
    )


def _toml(text: str) -> str:
    # JSON's strings are TOML's basic strings.
    return json.dumps(text, ensure_ascii=False)


def to_json(report: AuditReport) -> dict[str, Any]:
    """The whole report: additions only, from version to version."""
    return {
        "schema": SCHEMA,
        "course": report.course,
        "seed": report.seed,
        "device": report.device,
        "fast": report.fast,
        "passed": report.passed,
        "problems": [_problem_json(problem) for problem in report.problems],
        "exercises": [_exercise_json(audit) for audit in report.exercises],
    }


def _problem_json(problem: Problem) -> dict[str, Any]:
    return {
        "check": problem.check,
        "file": problem.file,
        "line": problem.line,
        "message": problem.message,
    }


def _exercise_json(audit: ExerciseAudit) -> dict[str, Any]:
    mutants = audit.mutants
    return {
        "exercise": audit.exercise,
        "passed": audit.passed,
        "seconds": round(audit.seconds, 6),
        "took": round(audit.took, 3),
        "seeds": audit.seeds,
        "repeats": audit.repeats,
        "mutants": {
            "total": mutants.total,
            "judged": mutants.judged,
            "killed": mutants.killed,
            "equivalent": mutants.equivalent,
            "permitted": mutants.permitted,
            "kill_rate": round(mutants.kill_rate, 6),
            "survivors": [
                {
                    "operator": survivor.mutant.operator,
                    "line": survivor.mutant.line,
                    "description": survivor.mutant.description,
                    "diff": survivor.mutant.diff,
                    "proof": survivor.proof,
                }
                for survivor in mutants.survivors
            ],
        },
        "misconceptions": {"total": audit.misconceptions, "named": audit.named},
        "laws": {"total": audit.laws, "useful": audit.useful},
        "alternatives": audit.alternatives,
        "margin": finite(audit.margin),
        "problems": [_problem_json(problem) for problem in audit.problems],
    }
