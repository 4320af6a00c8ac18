"""The code of a Jupyter notebook that an exercise needs, without the cells that only try it out.

The function asked for comes along with every definition, import and constant that it uses, and
what those use; the last definition wins. Everything else, such as a plot or a training run, is
left out, so that it costs no time and cannot fail. Lines keep their place: the code reads like all
cells one below the other, with the rest blank.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any

from grader.parsing import LONGEST, parsed

# Far more than anybody writes; what reads each cell of each exercise must not be kept busy by it.
_MOST_CELLS = 10_000

# Cells under these magics hold Python; under any other (%%bash, %%html) they do not.
_PYTHON_MAGICS = {"time", "timeit", "capture", "prun", "grade", "python", "python3"}
_MAGIC = re.compile(r"^(?P<indent>\s*)(?:[%!].*|[\w.]+\?{1,2}\s*|[\w, ]+=\s*[%!].*)$")

# Calls that a constant may make: cheap, and always with the same result.
_CHEAP = {
    "abs", "array", "asarray", "bool", "complex", "cos", "deg2rad", "dtype", "exp", "eye", "finfo",
    "float", "float32", "float64", "frozenset", "full", "iinfo", "int", "int32", "int64", "len",
    "log", "log1p", "log2", "log10", "max", "min", "ones", "pow", "range", "round", "set", "sin",
    "sqrt", "sum", "tan", "tanh", "tuple", "zeros",
}  # fmt: skip


class NotANotebook(Exception):
    """The file is no notebook; the message completes "it is no notebook: ..."."""


class Cell:
    """A code cell. It is parsed when first asked for, and once, however many exercises ask."""

    def __init__(self, source: str) -> None:
        self.source = source

    @cached_property
    def text(self) -> str:
        """The cell as Python, without magics."""
        return without_magics(self.source)

    @cached_property
    def body(self) -> list[ast.stmt] | None:
        """Its statements; None where it is no Python."""
        return _parsed(self.text)


def cells(text: str) -> list[Cell]:
    """The code cells, in their order.

    Raises:
        NotANotebook: It is no JSON, or JSON without cells.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise NotANotebook("it is not valid JSON; save it again from Jupyter") from None
    found = content.get("cells") if isinstance(content, dict) else None
    if not isinstance(found, list):
        raise NotANotebook("it has no cells; save it from a current version of Jupyter")
    code = [c for c in found if isinstance(c, dict) and c.get("cell_type") == "code"]
    if len(code) > _MOST_CELLS:
        raise NotANotebook(f"it has more than {_MOST_CELLS:,} cells of code; leave out the others")
    sources = [_source(cell) for cell in code]
    if sum(map(len, sources)) > LONGEST:
        raise NotANotebook(f"it holds more than {LONGEST:,} characters of code; leave some out")
    return [Cell(source) for source in sources]


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    return source if isinstance(source, str) else ""


def without_magics(cell: str) -> str:
    """The cell as Python; each line with a magic becomes a ``pass`` in its place."""
    lines = cell.split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if lines[first].startswith("%%"):
        words = lines[first][2:].split()
        if not words or words[0] not in _PYTHON_MAGICS:
            return "\n" * (len(lines) - 1)
        lines[first] = ""
    text = "\n".join(lines)
    if _parsed(text) is not None:
        return text  # what looks like a magic stands inside a string
    return "\n".join(
        f"{found['indent']}pass" if (found := _MAGIC.match(line)) else line for line in lines
    )


def _parsed(text: str) -> list[ast.stmt] | None:
    try:
        return parsed(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def extract(cells: Sequence[Cell], name: str) -> str | None:
    """What the function ``name`` needs of the cells; None where no cell defines it.

    A cell that defines it and is no Python comes along as it is: the syntax error is the verdict.
    """
    header = re.compile(rf"^(?:async +)?def +{re.escape(name)}\b", re.MULTILINE)
    # A course has many exercises, a notebook defines a few: the others parse nothing.
    if not any(header.search(cell.source) for cell in cells):
        return None
    texts = [cell.text for cell in cells]
    defining = [number for number, text in enumerate(texts) if header.search(text)]
    if not defining:
        return None
    last = defining[-1]
    if cells[last].body is None:
        return "\n".join(
            text if number == last else "\n" * text.count("\n") for number, text in enumerate(texts)
        )
    bindings = [
        (number, statement, bound)
        for number, cell in enumerate(cells)
        for statement in cell.body or ()
        if (bound := _bound(statement))
    ]
    kept = _needed(bindings, name)
    return "\n".join(
        _only(text, [s for n, s, _ in kept if n == number]) for number, text in enumerate(texts)
    )


def beginnings(cells: Sequence[Cell]) -> tuple[int, ...]:
    """The lines at which each cell begins in what ``extract`` makes of them, counted from 1."""
    ends = accumulate((cell.source.count("\n") + 1 for cell in cells), initial=1)
    return tuple(ends)[:-1]


Binding = tuple[int, ast.stmt, set[str]]


def _needed(bindings: list[Binding], name: str) -> list[Binding]:
    """The statements that ``name`` uses, directly or not."""
    wanted, waiting = set[str](), [name]
    chosen: set[int] = {place for place, (_, _, bound) in enumerate(bindings) if "*" in bound}
    while waiting:
        name = waiting.pop()
        if name in wanted:
            continue
        wanted.add(name)
        places = [place for place, (_, _, bound) in enumerate(bindings) if name in bound]
        kinds = (ast.FunctionDef, ast.ClassDef)
        definitions = [place for place in places if isinstance(bindings[place][1], kinds)]
        if definitions:
            # What a later definition replaces is not run: it may use what was left out.
            places = [place for place in places if place >= definitions[-1]]
        for place in places:
            chosen.add(place)
            waiting += _used(bindings[place][1])
    return [bindings[place] for place in sorted(chosen)]


def _used(statement: ast.stmt) -> set[str]:
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}


def _bound(statement: ast.stmt) -> set[str]:
    """The names that a statement worth keeping defines; ``*`` for those of a star import."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {statement.name}
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return {(alias.asname or alias.name).split(".")[0] for alias in statement.names}
    if isinstance(statement, ast.Try):  # try: import this, except ImportError: import that
        parts = [*statement.body, *(s for handler in statement.handlers for s in handler.body)]
        found = [_bound(part) for part in parts if not isinstance(part, ast.Pass)]
        return set().union(*found) if all(found) else set()
    if isinstance(statement, ast.Assign) and _is_constant(statement.value):
        return {n.id for t in statement.targets for n in ast.walk(t) if isinstance(n, ast.Name)}
    if isinstance(statement, ast.AnnAssign | ast.AugAssign):
        target, value = statement.target, statement.value
        if isinstance(target, ast.Name) and value is not None and _is_constant(value):
            return {target.id}
    return set()


def _is_constant(value: ast.expr) -> bool:
    """Whether evaluating it is cheap and gives the same value always."""
    if isinstance(value, ast.Lambda):
        return True
    calls = (node for node in ast.walk(value) if isinstance(node, ast.Call))
    costly = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Await, ast.NamedExpr)
    if any(isinstance(node, costly) for node in ast.walk(value)):
        return False
    return all(_called(call) in _CHEAP for call in calls)


def _called(call: ast.Call) -> str:
    function = call.func
    if isinstance(function, ast.Name):
        return function.id
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return function.attr if function.value.id in ("np", "numpy", "math") else ""
    return ""


def _only(text: str, statements: list[ast.stmt]) -> str:
    """The text with everything else blank, each statement where it stood."""
    lines = text.split("\n")
    out = [""] * len(lines)
    for statement in statements:
        decorators = getattr(statement, "decorator_list", [])
        start = min([statement.lineno, *(d.lineno for d in decorators)]) - 1
        end = (statement.end_lineno or statement.lineno) - 1
        for at in range(start, end + 1):
            raw = lines[at].encode()
            # Offsets count bytes of UTF-8.
            since = statement.col_offset if at == start == statement.lineno - 1 else 0
            until = statement.end_col_offset if at == end else len(raw)
            piece = raw[since:until].decode()
            out[at] = f"{out[at]}; {piece}" if out[at] else piece
    return "\n".join(out)
