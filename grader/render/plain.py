"""One finding as plain text, for systems that show it in a box of their own."""

from __future__ import annotations

from grader.render import words
from grader.render.layout import cells
from grader.render.sanitise import one_line, sanitised
from grader.verdict import Finding

_LONGEST = 4000  # characters of one value


def finding(found: Finding) -> str:
    """The message, the counterexample, expected and got, the mistake, the rule and the hint."""
    parts = [one_line(found.message)]
    if found.counterexample:
        rows = [_beside(f"{name} = ", text) for name, text in found.counterexample.items()]
        parts.append("For this input:\n" + "\n".join(rows))
    # Where an error is expected, or none came back, there is one side only.
    sides = (("expected", found.expected), ("your answer", found.got))
    if found.expected or found.got:
        parts.append("\n".join(_beside(f"{side}: ", text) for side, text in sides if text))
    if found.diagnosis:
        name = words.check(found.misconception)
        parts.append(f"This looks like: {name}. {one_line(found.diagnosis)}")
    if found.law:
        parts.append(f"The rule: {one_line(found.law)}")
    if found.lines:
        rows = [f"{words.place(line)}: {one_line(line.source)}" for line in found.lines]
        parts.append("In your file:\n" + "\n".join(rows))
    if found.hint:
        parts.append(f"Hint: {one_line(found.hint)}")
    return "\n\n".join(parts)


def _beside(lead: str, text: str) -> str:
    """The value behind its lead, the rows of an array or a dict below each other."""
    return lead + _value(text).replace("\n", "\n" + " " * cells(lead))


def _value(text: str) -> str:
    clean = sanitised(text)
    return clean if len(clean) <= _LONGEST else clean[:_LONGEST] + " ..."
