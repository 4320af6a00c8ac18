"""Solution to stub, and whether a stub has been touched.

The markers are nbgrader's own, so that a solution file can go into an nbgrader assignment as it is.
"""

from __future__ import annotations

import ast

from grader.errors import CourseError
from grader.parsing import parsed

BEGIN = "### BEGIN SOLUTION"
END = "### END SOLUTION"
REPLACEMENT = ("# YOUR CODE HERE", "raise NotImplementedError()")


def normalised(text: str) -> str:
    """The same text with ``\\n`` at the end of each line and no byte order mark."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def stub(text: str, path: str) -> str:
    """The stub of a solution file: what stands between the markers is left to the student.

    Raises:
        CourseError: Markers that are missing, nested or not closed, with their line.
    """
    kept: list[str] = []
    opened = 0
    regions = 0
    for number, line in enumerate(normalised(text).split("\n"), start=1):
        mark = line.strip()
        if mark == BEGIN:
            if opened:
                raise CourseError(
                    f"{path}:{number}: a second '{BEGIN}' before the '{END}' of line {opened}; "
                    f"close the first region."
                )
            opened = number
            regions += 1
            indent = line[: len(line) - len(line.lstrip())]
            kept += [indent + replaced for replaced in REPLACEMENT]
        elif mark == END:
            if not opened:
                raise CourseError(
                    f"{path}:{number}: '{END}' without a '{BEGIN}' before it; add one where the "
                    f"student's part starts."
                )
            opened = 0
        elif BEGIN in line or END in line:
            raise CourseError(
                f"{path}:{number}: a marker must stand alone on its line, so that nothing of the "
                f"solution is left in the stub."
            )
        elif not opened:
            kept.append(line)
    if opened:
        raise CourseError(f"{path}:{opened}: '{BEGIN}' is never closed; add '{END}' below it.")
    if not regions:
        raise CourseError(
            f"{path}:1: no '{BEGIN}' and '{END}'; put them around the lines that the student is "
            f"to write."
        )
    return "\n".join(kept)


def untouched(code: str, stub: str) -> bool:
    """Whether nobody has begun: the stub itself, or its functions still without a body.

    A body is missing where nothing but ``pass``, ``...`` or ``raise NotImplementedError`` follows
    the docstring. Code that is no Python has been begun.
    """
    code, stub = normalised(code), normalised(stub)
    if code.strip() == stub.strip():
        return True
    if not any(word in code for word in ("NotImplementedError", "pass", "...")):
        return False
    asked = _functions(stub)
    given = _functions(code)
    blank = [name for name, function in asked.items() if _is_blank(function)]
    return bool(blank) and all(name in given and _is_blank(given[name]) for name in blank)


def _functions(text: str) -> dict[str, ast.FunctionDef]:
    """Top-level functions by name, the last definition of each; none where it is no Python."""
    try:
        tree = parsed(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def _is_blank(function: ast.FunctionDef) -> bool:
    body = function.body
    if isinstance(body[0], ast.Expr) and _is_text(body[0].value):
        body = body[1:]
    return all(_says_nothing(statement) for statement in body)


def _is_text(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _says_nothing(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Pass):
        return True
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant) and statement.value.value is ...
    if isinstance(statement, ast.Raise):
        raised = statement.exc
        raised = raised.func if isinstance(raised, ast.Call) else raised
        return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
    return False
