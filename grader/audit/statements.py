"""How statements go wrong: forgotten, run once too seldom, added where they should replace."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.audit.operators import Change
from grader.audit.text import Edit, Site, Text

_SIGNS: dict[type[ast.AST], tuple[str, str]] = {
    ast.Add: ("+=", "-="), ast.Sub: ("-=", "+="), ast.Mult: ("*=", "/="), ast.Div: ("/=", "*="),
    ast.FloorDiv: ("//=", "/="), ast.Pow: ("**=", "*="), ast.MatMult: ("@=", "*="),
    ast.BitAnd: ("&=", "|="), ast.BitOr: ("|=", "&="),
}  # fmt: skip


def deleted(text: Text, site: Site) -> Iterator[Change]:
    """A statement forgotten.

    The first binding of a name stays: without it any use is a NameError, which shows nothing.
    """
    node = site.node
    keeps = (
        ast.FunctionDef,
        ast.ClassDef,
        ast.Pass,
        ast.Return,
        ast.For,
        ast.While,
        ast.With,
        ast.Try,
    )
    if not isinstance(node, ast.stmt) or isinstance(node, keeps):
        return
    if isinstance(site.parent, ast.Module):
        return
    if isinstance(node, (ast.Assign, ast.AnnAssign)):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        bound = {
            n.id
            for t in targets
            for n in ast.walk(t)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        }
        if not bound <= _bound_before(site):
            return
    first = text.of(node).splitlines()[0]
    yield Change("statement deleted", f"`{first}` was forgotten", (text.replaced(node, "pass"),))
    if isinstance(node, ast.If) and node.orelse:
        start = text.span(node.orelse[0])[0]
        edits = (Edit(start, text.span(node.orelse[-1])[1], "pass"),)
        if text.source[start:].startswith(("if ", "if(")) and text.before(start).string != ":":
            return  # an elif: its own branch is mutated at its own place
        yield Change("statement deleted", "the else branch was forgotten", edits)


def _bound_before(site: Site) -> set[str]:
    """Names that have a value before this statement runs."""
    node = site.node
    assert isinstance(node, ast.stmt)
    bound: set[str] = set()
    for around in site.parents:
        if isinstance(around, ast.FunctionDef):
            bound |= {a.arg for a in ast.walk(around.args) if isinstance(a, ast.arg)}
            for inner in ast.walk(around):
                if (
                    isinstance(inner, ast.Name)
                    and isinstance(inner.ctx, ast.Store)
                    and inner.lineno < node.lineno
                ):
                    bound.add(inner.id)
    return bound


def assignment(text: Text, site: Site) -> Iterator[Change]:
    """Added where it should replace, replaced where it should add, or written into the input."""
    node = site.node
    if isinstance(node, ast.AugAssign):
        sign, other = _SIGNS.get(type(node.op), ("", ""))
        start, end = text.span(node.target)[1], text.span(node.value)[0]
        for token in text.between(start, end):
            if token.string == sign:
                for becomes in ("=", other):
                    edit = Edit(token.start, token.end, becomes)
                    yield Change("assignment", f"`{sign}` became `{becomes}`", (edit,))
    elif isinstance(node, ast.Assign) and len(node.targets) == 1:
        target, value = node.targets[0], node.value
        if isinstance(target, ast.Subscript):
            start, end = text.span(target)[1], text.span(value)[0]
            for token in text.between(start, end):
                if token.string == "=":
                    edit = Edit(token.start, token.end, "+=")
                    yield Change("assignment", "`=` became `+=`", (edit,))
        elif (
            isinstance(target, ast.Name)
            and isinstance(value, ast.BinOp)
            and isinstance(value.left, ast.Name)
            and value.left.id == target.id
            and type(value.op) in _SIGNS
        ):
            sign = _SIGNS[type(value.op)][0]
            edit = text.replaced(node, f"{target.id} {sign} {text.of(value.right)}")
            yield Change("copy dropped", f"`{target.id}` changed in place", (edit,))


def loop(text: Text, site: Site) -> Iterator[Change]:
    """A loop that stops one too early or begins one too late."""
    node = site.node
    if not isinstance(node, (ast.For, ast.comprehension)):
        return
    over = node.iter
    ranged = (
        isinstance(over, ast.Call) and isinstance(over.func, ast.Name) and over.func.id == "range"
    )
    if ranged and isinstance(over, ast.Call):
        stop = over.args[0] if len(over.args) == 1 else over.args[1]
        less = text.replaced(stop, f"{text.operand(stop)} - 1")
        yield Change("loop one short", "the last round was forgotten", (less,))
        if len(over.args) == 1:
            late = text.replaced(stop, f"1, {text.of(stop)}")
        else:
            late = text.replaced(over.args[0], f"{text.operand(over.args[0])} + 1")
        yield Change("loop one short", "the first round was forgotten", (late,))
        if len(over.args) == 3:
            step = text.replaced(over.args[2], "1")
            yield Change("step", f"the step `{text.of(over.args[2])}` became `1`", (step,))
        return
    for cut, which in (("[:-1]", "last"), ("[1:]", "first")):
        edit = text.replaced(over, f"list({text.of(over)}){cut}")
        yield Change("loop one short", f"the {which} round was forgotten", (edit,))


def returned(text: Text, site: Site) -> Iterator[Change]:
    """Parts of the answer in the wrong order."""
    node = site.node
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
        parts = node.value.elts
        for one, other in zip(parts, parts[1:], strict=False):
            edits = (text.replaced(one, text.of(other)), text.replaced(other, text.of(one)))
            description = f"`{text.of(one)}` and `{text.of(other)}` returned in the other's place"
            yield Change("answers swapped", description, edits)


def raised(text: Text, site: Site) -> Iterator[Change]:
    """An error of another kind than the one promised."""
    node = site.node
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        name = text.of(node.exc.func)
        if name != "RuntimeError":
            edit = text.replaced(node.exc.func, "RuntimeError")
            yield Change("other error", f"`{name}` became `RuntimeError`", (edit,))
