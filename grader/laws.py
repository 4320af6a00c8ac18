"""Laws: their source, cut out so that it runs without torch, and their arguments."""

from __future__ import annotations

import ast
import dis
from collections.abc import Iterable
from types import CodeType
from typing import Any

import numpy as np

from grader import claims
from grader.callables import Function
from grader.errors import CourseError
from grader.parsing import parsed
from grader.wire import FunctionSource

PREAMBLE = """from __future__ import annotations

import math

import numpy as np

from grader.claims import *
"""


def _names(node: ast.stmt) -> set[str]:
    """The global names that a statement reads: parameters and local variables are its own."""
    code = compile(ast.Module([node], []), "<declaration>", "exec", dont_inherit=True)
    found: set[str] = set()
    pending = [code]
    while pending:
        code = pending.pop()
        for step in dis.get_instructions(code):
            if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
                found.add(str(step.argval))
        pending += [constant for constant in code.co_consts if hasattr(constant, "co_code")]
    return found


def _bound(node: ast.stmt) -> set[str]:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return {n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)}
    return set()


def cut(text: str, file: str, wanted: Iterable[str]) -> str:
    """The functions ``wanted`` with every module-level name that they use, decorators removed.

    Raises:
        CourseError: They use torch, or a word of ``grader.declare`` that makes no claim.
    """
    tree = parsed(text, file)
    homes = {name: node for node in tree.body for name in _bound(node)}
    needed: dict[int, ast.stmt] = {}
    pending = list(wanted)
    seen: set[str] = set()
    while pending:
        name = pending.pop()
        node = homes.get(name)
        if name in seen or node is None:
            continue
        seen.add(name)
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            _check_import(node, name, file)
            if not (isinstance(node, ast.ImportFrom) and node.module == "grader.declare"):
                needed[node.lineno] = node
            continue
        if isinstance(node, ast.FunctionDef):
            node.decorator_list = []
            node.returns = None
            for argument in (*node.args.args, *node.args.kwonlyargs):
                argument.annotation = None
        needed[node.lineno] = node
        pending.extend(_names(node))
    body = [needed[line] for line in sorted(needed)]
    return PREAMBLE + "\n\n" + "\n\n\n".join(ast.unparse(node) for node in body) + "\n"


def _check_import(node: ast.Import | ast.ImportFrom, name: str, file: str) -> None:
    module = node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
    if (module or "").split(".")[0] in ("torch", "hypothesis", "mpmath"):
        raise CourseError(
            f"{file}:{node.lineno}: a law uses {name}, but laws run where {module} is not "
            f"installed; write it in NumPy."
        )
    if module == "grader.declare" and name not in claims.__all__:
        raise CourseError(
            f"{file}:{node.lineno}: a law uses {name}; of grader.declare, laws may use only "
            f"{', '.join(claims.__all__[1:])}."
        )


class NumpyFunction:
    """A callable argument as a law sees it: it can be called, and handed on to the subject."""

    def __init__(self, name: str, source: str) -> None:
        self.record = FunctionSource(name, source)
        namespace: dict[str, Any] = {"np": np}
        exec(compile(source, f"<{name}>", "exec"), namespace)
        self._function = namespace[name]

    def __call__(self, *positional: Any, **keywords: Any) -> Any:
        return self._function(*positional, **keywords)


def law_arguments(value: Any) -> Any:
    """Drawn or frozen arguments as a law takes them: arrays of its own, callables callable."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, (Function, FunctionSource)):
        return NumpyFunction(value.name, value.source)
    if isinstance(value, dict):
        return {key: law_arguments(item) for key, item in value.items()}
    if type(value) in (tuple, list):
        return type(value)(law_arguments(item) for item in value)
    return value


def to_wire(value: Any) -> Any:
    """Callables as the records that travel, everything else as it is."""
    if isinstance(value, NumpyFunction):
        return value.record
    if isinstance(value, Function):
        return FunctionSource(value.name, value.source)
    if type(value) is dict:
        return {key: to_wire(item) for key, item in value.items()}
    if type(value) in (tuple, list):
        return type(value)(to_wire(item) for item in value)
    return value


def written(code: str | CodeType) -> dict[str, Any]:
    """The names that law source defines, anew each time: whatever one submission left is gone."""
    namespace: dict[str, Any] = {"__name__": "laws"}
    exec(code, namespace)
    return namespace
