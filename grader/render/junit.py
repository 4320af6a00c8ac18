"""A report as JUnit XML, in the junit-10 schema that Jenkins, GitLab and pytest agree on.

A suite an exercise, a case a check. The schema has no element for a single error, so what could
not be judged is a failure too, of the type ``could_not_run``, and a run that failed is one.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from grader.render import plain, words
from grader.render.sanitise import sanitised
from grader.verdict import Check, Finding, Outcome, Report, Verdict

# What XML 1.0 cannot hold even as a reference.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_text(report: Report) -> str:
    """The whole file."""
    suites = [_suite(verdict) for verdict in report.exercises] or [_nothing(report)]
    root = ElementTree.Element("testsuites", name=_clean(report.course or "gradus"))
    for count in ("tests", "failures"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in suites)))
    root.set("errors", "0")
    root.set("time", _time(sum(verdict.seconds for verdict in report.exercises)))
    root.extend(suites)
    if report.exercises:
        suites[0].insert(0, _properties(report))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, "unicode") + "\n"


def _properties(report: Report) -> ElementTree.Element:
    found = ElementTree.Element("properties")
    facts = {
        "seed": "secret" if report.secret else str(report.seed),
        "pack": report.pack,
        "isolation": str(report.isolation),
        **{f"version.{name}": version for name, version in report.versions.items()},
    }
    for name, value in facts.items():
        ElementTree.SubElement(found, "property", name=name, value=_clean(value))
    return found


def _suite(verdict: Verdict) -> ElementTree.Element:
    checks = verdict.checks or (Check("runs", "core", verdict.outcome),)
    cases = [_case(verdict, check, _share(verdict, check, checks)) for check in checks]
    suite = ElementTree.Element("testsuite", name=verdict.exercise, tests=str(len(cases)))
    suite.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    suite.set("errors", "0")
    suite.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))
    suite.set("time", _time(verdict.seconds))
    if verdict.file:
        suite.set("file", _clean(verdict.file))
    suite.extend(cases)
    return suite


def _share(verdict: Verdict, check: Check, checks: tuple[Check, ...]) -> float:
    """The checks of an exercise run in one stream: its time is shared out by examples."""
    total = sum(c.examples for c in checks)
    return verdict.seconds * (check.examples / total if total else 1.0 / len(checks))


def _case(verdict: Verdict, check: Check, seconds: float) -> ElementTree.Element:
    name = f"{words.check(check.check)} ({words.tier(check.tier)})"
    case = ElementTree.Element("testcase", classname=verdict.exercise.replace("/", "."), name=name)
    case.set("time", _time(seconds))
    if check.outcome is Outcome.NOT_STARTED:
        ElementTree.SubElement(case, "skipped", message="not started")
    elif check.outcome is not Outcome.PASSED:
        same = (f for f in verdict.findings if (f.check, f.tier) == (check.check, check.tier))
        case.append(_failure(verdict, check, next(same, None)))
    return case


def _failure(verdict: Verdict, check: Check, finding: Finding | None) -> ElementTree.Element:
    message = finding.message if finding else words.OUTCOMES[check.outcome]
    if finding and finding.diagnosis:
        message = f"{words.check(finding.misconception)}: {finding.diagnosis}"
    failure = ElementTree.Element("failure", type=check.outcome.value, message=_clean(message))
    if finding:
        where = f"{verdict.file}:{verdict.line}\n" if verdict.file and verdict.line else ""
        failure.text = _clean(where + plain.finding(finding))
    return failure


def _nothing(report: Report) -> ElementTree.Element:
    """A run that judged nothing says why, in a case: many readers refuse an empty file."""
    suite = ElementTree.Element("testsuite", name="gradus", tests="1", errors="0")
    suite.set("failures", str(int(report.failed)))
    suite.set("skipped", str(int(not report.failed)))
    case = ElementTree.SubElement(suite, "testcase", classname="gradus", name="grade ci", time="0")
    told = ElementTree.SubElement(case, "failure" if report.failed else "skipped")
    if report.failed:
        told.set("type", Outcome.COULD_NOT_RUN.value)
    told.set("message", _clean(" ".join(report.notices) or "nothing to grade"))
    return suite


def _time(seconds: float) -> str:
    return f"{seconds:.3f}"


def _clean(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", sanitised(text))
