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


class Binding:
    """A statement worth keeping, and the names that it defines; ``*`` is a star import."""

    def __init__(self, statement: ast.stmt, bound: set[str]) -> None:
        self.statement = statement
        self.bound = bound

    @cached_property
    def used(self) -> set[str]:
        """The names that it uses."""
        return {node.id for node in ast.walk(self.statement) if isinstance(node, ast.Name)}


class Cell:
    """A code cell. It is parsed when first asked for, and once, however many exercises ask."""

    def __init__(self, source: str) -> None:
        self.source = source

    @cached_property
    def _read(self) -> tuple[str, list[ast.stmt] | None]:
        text = _without_cell_magic(self.source)
        body = _parsed(text)
        if body is not None:
            return text, body  # what looks like a magic stands inside a string
        plain = _without_line_magics(text)
        return plain, None if plain == text else _parsed(plain)

    @property
    def text(self) -> str:
        """The cell as Python; each line with a magic becomes a ``pass`` in its place."""
        return self._read[0]

    @property
    def body(self) -> list[ast.stmt] | None:
        """Its statements; None where it is no Python."""
        return self._read[1]

    @cached_property
    def bindings(self) -> list[Binding]:
        """Its statements that exercises may need."""
        return [Binding(s, bound) for s in self.body or () if (bound := _bound(s))]


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


def _without_cell_magic(cell: str) -> str:
    """The cell without its first line where that is a magic, empty where it is not in Python."""
    lines = cell.split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if lines[first].startswith("%%"):
        words = lines[first][2:].split()
        if not words or words[0] not in _PYTHON_MAGICS:
            return "\n" * (len(lines) - 1)
        lines[first] = ""
    return "\n".join(lines)


def _without_line_magics(text: str) -> str:
    return "\n".join(
        f"{found['indent']}pass" if (found := _MAGIC.match(line)) else line
        for line in text.split("\n")
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
    kept = _needed([binding for cell in cells for binding in cell.bindings], name)
    return "\n".join(
        _only(cell.text, [b.statement for b in cell.bindings if b in kept]) for cell in cells
    )


def beginnings(cells: Sequence[Cell]) -> tuple[int, ...]:
    """The lines at which each cell begins in what ``extract`` makes of them, counted from 1."""
    ends = accumulate((cell.source.count("\n") + 1 for cell in cells), initial=1)
    return tuple(ends)[:-1]


def _needed(bindings: list[Binding], name: str) -> set[Binding]:
    """The statements that ``name`` uses, directly or not."""
    wanted, waiting = set[str](), [name]
    chosen = {binding for binding in bindings if "*" in binding.bound}
    while waiting:
        name = waiting.pop()
        if name in wanted:
            continue
        wanted.add(name)
        found = [binding for binding in bindings if name in binding.bound]
        kinds = (ast.FunctionDef, ast.ClassDef)
        definitions = [n for n, one in enumerate(found) if isinstance(one.statement, kinds)]
        # What a later definition replaces is not run: it may use what was left out.
        for binding in found[definitions[-1] if definitions else 0 :]:
            chosen.add(binding)
            waiting += binding.used
    return chosen


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
    if not statements:
        return "\n" * text.count("\n")
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
