"""The page of one verdict, for somebody who wants to know what to mend.

In this order: what failed, the smallest input that shows it, both answers side by side with the
difference marked, what it looks like, the law, the lines of their own code, a hint, and a snippet
to try it out. The other findings follow with one line each.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.render import marks, words
from grader.render.layout import (
    BLANK,
    Line,
    block,
    cells,
    line,
    padded,
    prose,
    shortened,
)
from grader.render.sanitise import one_line, sanitised
from grader.verdict import Finding, Outcome, Verdict

_PRINTED = 8  # lines of a submission's own prints that are shown


def page(verdict: Verdict, width: int = 80) -> list[Line]:
    """Everything there is to say about one verdict."""
    rows = [*_header(verdict, width), BLANK]
    if verdict.outcome is Outcome.NOT_STARTED:
        return rows + _not_started(verdict, width)
    if not verdict.findings:
        return rows + _without_findings(verdict, width)
    first, *others = verdict.findings
    rows += _finding(first, verdict, width)
    if others:
        rows += [BLANK, line("   ", ("Also:", "bold"))]
        rows += _others(first, others, width)
    return rows


def _header(verdict: Verdict, width: int) -> list[Line]:
    style = words.style(verdict.outcome)
    right = f"{words.OUTCOMES[verdict.outcome]}, {words.score(verdict)}"
    name = one_line(verdict.exercise)
    rule = "─" * max(3, width - 5 - cells(name) - cells(right))
    rows = [line(("── ", "dim"), (name, "bold"), (f" {rule} ", "dim"), (right, style))]
    if verdict.summary:
        rows += prose(words.unquoted(verdict.summary), width, style="dim")
    return rows


def _in_notebook(verdict: Verdict) -> bool:
    return verdict.file.endswith(".ipynb")


def _not_started(verdict: Verdict, width: int) -> list[Line]:
    file, name = one_line(verdict.file) or "its file", words.name(verdict)
    if _in_notebook(verdict):
        text = f"Nothing to judge yet. Write the body of {name}, run its cell, and grade it again."
        return prose(text, width)
    text = (
        f"Nothing to judge yet. Open {file}, write the body of {name}, and run `grade {name}` "
        f"again. `grade show {name}` prints what it must do."
    )
    return prose(text, width)


def _without_findings(verdict: Verdict, width: int) -> list[Line]:
    if verdict.passed:
        return prose(_praise(verdict), width)
    return prose("There is nothing more to say about it.", width)


def _praise(verdict: Verdict) -> str:
    examples = sum(check.examples for check in verdict.checks)
    checks = words.plural(len(verdict.checks), "check")
    return f"All right: {checks} on {words.plural(examples, 'example')}."


# --- the first finding, in full --------------------------------------------------------------


def _finding(finding: Finding, verdict: Verdict, width: int) -> list[Line]:
    parts = [
        _heading(finding, verdict, width),
        _inputs(finding, width),
        _answers(finding, width),
        _diagnosis(finding, width),
        _law(finding, width),
        _traceback(finding, verdict, width),
        _printed(finding),
        _hint(finding, verdict, width),
        _snippet(finding, verdict, width),
    ]
    rows: list[Line] = []
    for part in parts:
        if part and rows:
            rows.append(BLANK)
        rows += part
    return rows


def _heading(finding: Finding, verdict: Verdict, width: int) -> list[Line]:
    check, tier = words.check(finding.check), words.asked(finding)
    if not tier:
        return prose(one_line(finding.message), width, style="bold")
    left = f" {words.mark(finding.outcome)} {check}"
    space = " " * max(2, width - cells(left) - cells(tier))
    style = words.style(finding.outcome)
    rows = [line((left, style), (f"{space}{tier}", "dim"))]
    return rows + prose(one_line(finding.message), width)


def _inputs(finding: Finding, width: int) -> list[Line]:
    if not finding.counterexample:
        return []
    rows = [line("   ", ("For this input:", "bold"))]
    names = [one_line(name) for name in finding.counterexample]
    wide = max(map(cells, names))
    for name, text in zip(names, finding.counterexample.values(), strict=True):
        shown = sanitised(text).split("\n")
        # What does not fit beside its name goes below it.
        if any(cells(row) + wide + 8 > width for row in shown) and len(shown) > 1:
            rows += [line("     ", (name, "name"), " =")]
            rows += block("\n".join(shown), 7)
            continue
        rows.append(line("     ", (padded(name, wide), "name"), f" = {shown[0]}"))
        rows += block("\n".join(shown[1:]), 8 + wide) if len(shown) > 1 else []
    return rows


def _answers(finding: Finding, width: int) -> list[Line]:
    marked = marks.elements(
        finding.expected, finding.got, finding.first, finding.worst, finding.differing
    )
    titles = words.sides(finding)
    rows: list[Line] = []
    if finding.expected and finding.got:
        rows += marks.side_by_side(finding.expected, finding.got, marked, titles, width)
    elif finding.expected or finding.got:
        title = (
            ("The right answer:" if not finding.law else "Expected:")
            if finding.expected
            else ("Your answer:")
        )
        rows.append(line("   ", (title, "good" if finding.expected else "bad")))
        rows += block(sanitised(finding.expected or finding.got), 5)
    if finding.first is not None:
        rows += _sentences(finding, width)
    return rows


def _sentences(finding: Finding, width: int) -> list[Line]:
    """The marked elements in words, which also serve who cannot see the marks."""
    first, worst = finding.first, finding.worst
    assert first is not None
    place = marks.place(first)
    if worst is None or marks.place(worst) == place:
        lead = f"At {place}: " if place else ""
        return prose(_capital(lead + marks.number(first)), width)
    rows = prose(f"First at {place}: {marks.number(first)}", width)
    return rows + prose(f"Worst at {marks.place(worst)}: {marks.number(worst)}", width)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _diagnosis(finding: Finding, width: int) -> list[Line]:
    if not finding.diagnosis:
        return []
    lead = (f"This looks like: {words.check(finding.misconception)}.", "diagnosis")
    return prose("", width, lead=lead) + prose(one_line(finding.diagnosis), width)


def _law(finding: Finding, width: int) -> list[Line]:
    if not finding.law:
        return []
    return prose(one_line(finding.law), width, lead=("The rule:", "bold"))


def _traceback(finding: Finding, verdict: Verdict, width: int) -> list[Line]:
    if not finding.lines:
        return []
    file = one_line(verdict.file)
    rows = [line("   ", (f"In {file}:" if file else "In your file:", "bold"))]
    numbers = [words.place(entry) for entry in finding.lines]
    wide = max(map(len, numbers))
    last = len(finding.lines) - 1
    for at, (number, entry) in enumerate(zip(numbers, finding.lines, strict=True)):
        function = one_line(entry.function)
        inside = f", in {function}" if function and function != "<module>" else ""
        source = (shortened(one_line(entry.source), width - 8), "mark" if at == last else "")
        rows.append(line("     ", (f"{padded(number, wide)}{inside}", "dim")))
        rows.append(line("       ", source))
    return rows


def _printed(finding: Finding) -> list[Line]:
    text = sanitised(finding.printed).strip("\n")
    if not text.strip():
        return []
    lines = text.split("\n")
    rows = [line("   ", ("It printed:", "bold")), *block("\n".join(lines[:_PRINTED]), 5)]
    if len(lines) > _PRINTED:
        rows.append(line("     ", (f"... and {len(lines) - _PRINTED} lines more", "dim")))
    return rows


def _hint(finding: Finding, verdict: Verdict, width: int) -> list[Line]:
    if not finding.hint:
        return []
    rows = prose(one_line(finding.hint), width, lead=("Hint:", "hint"))
    more = f"`grade hint {words.name(verdict)}` gives stronger ones."
    return rows + prose(more, width, style="dim")


def _snippet(finding: Finding, verdict: Verdict, width: int) -> list[Line]:
    if not finding.snippet.strip():
        return []
    in_notebook = _in_notebook(verdict)
    place = "in a new cell of your notebook" if in_notebook else "in the folder of your exercises"
    title = f"To see it happen, run this {place}:"
    return [
        *prose(title, width, style="bold"),
        *block(sanitised(finding.snippet).strip("\n"), 5, "code"),
    ]


# --- the others, short -----------------------------------------------------------------------


def _others(first: Finding, others: Sequence[Finding], width: int) -> list[Line]:
    """At most two lines each; a check that fails in two tiers is told once."""
    rows: list[Line] = []
    told = {first.check}
    for finding in others:
        style, mark = words.style(finding.outcome), words.mark(finding.outcome)
        name = words.check(finding.check)
        if finding.check in told:
            if finding.check == first.check:
                rows.append(line("   ", (f"{mark} {name}", style), f", {words.tier(finding.tier)}"))
            continue
        told.add(finding.check)
        # A law in general words, where it was looked at and found broken; what a house check
        # found is particular enough.
        law = finding.law if finding.outcome is Outcome.FAILED and finding.tier != "house" else ""
        text = law or finding.message
        rows += _two_lines(f"{mark} {name}", style, one_line(text), width)
    return rows


def _two_lines(lead: str, style: str, text: str, width: int) -> list[Line]:
    room = 2 * (width - 5) - 10  # the end of the first line is seldom full
    body = prose(shortened(f"{lead}: {text}", room), width - 2, indent=3)
    (space, first), *more = [(row[0], row[1][0]) for row in body]
    rows = [line(space, (lead, style), first.removeprefix(lead))]
    return rows + [line("     ", text) for _, text in more]
