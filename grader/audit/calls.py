"""How calls go wrong: the wrong function, arguments, axis, dtype, or no call at all."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.audit.operators import Change
from grader.audit.text import Edit, Site, Text

_PAIRS = (
    ("sum", "mean"), ("sum", "max"), ("sum", "prod"), ("max", "min"), ("amax", "amin"),
    ("maximum", "minimum"), ("fmax", "fmin"), ("argmax", "argmin"), ("nansum", "nanmean"),
    ("any", "all"), ("exp", "expm1"), ("exp", "exp2"), ("log", "log1p"), ("log", "log2"),
    ("floor", "ceil"), ("ones", "zeros"), ("ones_like", "zeros_like"), ("sqrt", "square"),
    ("cumsum", "cumprod"), ("sin", "cos"), ("tanh", "arctan"), ("std", "var"),
    ("hstack", "vstack"), ("isneginf", "isposinf"), ("isnan", "isinf"), ("less", "less_equal"),
    ("greater", "greater_equal"), ("greater", "less"), ("equal", "not_equal"),
    ("add", "subtract"), ("multiply", "divide"), ("dot", "multiply"), ("matmul", "multiply"),
    ("repeat", "tile"), ("random", "standard_normal"), ("uniform", "normal"), ("int", "round"),
    ("logical_and", "logical_or"), ("triu", "tril"),
)  # fmt: skip
_ONE_WAY = {"true_divide": ("multiply",), "argsort": ("sort",), "median": ("mean",)}
_OTHERS: dict[str, tuple[str, ...]] = dict(_ONE_WAY)
for _one, _other in _PAIRS:
    _OTHERS[_one] = (*_OTHERS.get(_one, ()), _other)
    _OTHERS[_other] = (*_OTHERS.get(_other, ()), _one)

_COMMUTE = {
    "maximum", "minimum", "max", "min", "add", "multiply", "logaddexp", "array_equal", "allclose",
    "isclose", "equal", "not_equal", "logical_and", "logical_or", "logical_xor", "hypot",
    "broadcast_shapes", "gcd", "fmax", "fmin",
}  # fmt: skip
_COPIES = {"copy", "array", "list", "dict", "deepcopy"}
_MAKERS = {
    "zeros", "ones", "empty", "full", "zeros_like", "ones_like", "empty_like", "full_like",
    "asarray", "array", "arange", "linspace", "eye",
}  # fmt: skip
# A builtin's argument in its place says nothing about numerical code; how an answer lies in memory
# is nobody's business.
_NO_ARGUMENT_FOR_CALL = {
    "ascontiguousarray",
    "range",
    "isinstance",
    "len",
    "print",
    "ValueError",
    "super",
    "type",
}


def _name(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def function(text: Text, site: Site) -> Iterator[Change]:
    """A neighbour of the function meant: ``mean`` for ``sum``, ``min`` for ``max``."""
    node = site.node
    if isinstance(node, ast.Attribute):
        name, end = node.attr, text.span(node)[1]
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        if not (isinstance(site.parent, ast.Call) and site.parent.func is node):
            return
        name, end = node.id, text.span(node)[1]
    else:
        return
    for other in _OTHERS.get(name, ()):
        if isinstance(node, ast.Name) and other not in ("max", "min", "sum", "round", "any", "all"):
            continue
        edit = Edit(end - len(name), end, other)
        yield Change("other function", f"`{name}` became `{other}`", (edit,))


def arguments(text: Text, site: Site) -> Iterator[Change]:
    """Two arguments in the wrong order."""
    node = site.node
    if not isinstance(node, ast.Call) or _name(node) in _COMMUTE:
        return
    for one, other in zip(node.args, node.args[1:], strict=False):
        if isinstance(one, ast.Starred) or isinstance(other, ast.Starred):
            continue
        if _name(node) == "clip" and one is node.args[0] and text.is_module(node.func):
            continue  # the larger of the two, whichever comes first
        edits = (text.replaced(one, text.of(other)), text.replaced(other, text.of(one)))
        description = f"the arguments `{text.of(one)}` and `{text.of(other)}` swapped"
        yield Change("arguments swapped", description, edits)


def keywords(text: Text, site: Site) -> Iterator[Change]:
    """``axis`` wrong or missing, ``keepdims`` and other keywords missing."""
    node = site.node
    if not isinstance(node, ast.Call):
        return
    for keyword in node.keywords:
        if keyword.arg is None:
            continue
        operator = {"axis": "axis", "keepdims": "keepdims"}.get(keyword.arg, "keyword dropped")
        description = f"`{text.of(keyword)}` was forgotten"
        yield Change(operator, description, (text.without(keyword),))
        if keyword.arg == "axis":
            for axis in _axes(text, keyword.value):
                edit = text.replaced(keyword.value, axis)
                yield Change("axis", f"`{text.of(keyword)}` became `axis={axis}`", (edit,))


def _axes(text: Text, axis: ast.expr) -> list[str]:
    was = text.of(axis)
    if isinstance(axis, ast.Tuple):
        items = [text.of(item) for item in axis.elts]
        return [f"({', '.join(items[:i] + items[i + 1 :])},)" for i in range(len(items))]
    return [other for other in ("0", "1", "-1") if other != was]


def transposed(text: Text, site: Site) -> Iterator[Change]:
    """A transpose forgotten."""
    node = site.node
    inner: ast.expr | None = None
    if isinstance(node, ast.Attribute) and node.attr in ("T", "mT"):
        inner = node.value
    elif isinstance(node, ast.Call) and _name(node) in ("transpose", "swapaxes", "moveaxis"):
        inner = _subject(text, node)
    if inner is not None:
        edit = text.replaced(node, text.standing_in(inner, site.parent))
        yield Change("transpose dropped", f"`{text.of(node)}` lost its transpose", (edit,))


def _subject(text: Text, call: ast.Call) -> ast.expr | None:
    """What a call works on: ``x`` in ``np.copy(x)`` and in ``x.copy()``."""
    if isinstance(call.func, ast.Attribute) and not text.is_module(call.func.value):
        return call.func.value
    return call.args[0] if call.args and not isinstance(call.args[0], ast.Starred) else None


def bare(text: Text, site: Site) -> Iterator[Change]:
    """A call forgotten: its argument stands in its place; a copy dropped writes to the input."""
    node = site.node
    if not isinstance(node, ast.Call) or _name(node) in _NO_ARGUMENT_FOR_CALL:
        return
    if isinstance(site.parent, ast.Expr) or _name(node) in ("transpose", "swapaxes", "moveaxis"):
        return
    inner = _subject(text, node)
    if inner is None or isinstance(inner, ast.GeneratorExp):
        return
    edit = text.replaced(node, text.standing_in(inner, site.parent))
    operator = "copy dropped" if _name(node) in _COPIES else "call dropped"
    yield Change(operator, f"`{text.of(node)}` became `{text.of(inner)}`", (edit,))
    if _name(node) == "array" and isinstance(node.func, ast.Attribute):
        end = text.span(node.func)[1]
        yield Change("copy dropped", "`array` became `asarray`", (Edit(end - 5, end, "asarray"),))


_DTYPES = ("np.float32", "np.int64")


def dtype(text: Text, site: Site) -> Iterator[Change]:
    """An answer, a new array or a conversion in float32 or in integers."""
    node = site.node
    if isinstance(node, ast.Return) and node.value is not None:
        value = node.value
        parts = value.elts if isinstance(value, ast.Tuple) else [value]
        for part in parts:
            if isinstance(part, (ast.Constant, ast.Dict, ast.DictComp, ast.List)):
                continue
            for kind in _DTYPES:
                edit = text.replaced(part, f"{kind}({text.of(part)})")
                yield Change("dtype", f"`{text.of(part)}` returned as {kind}", (edit,))
    elif isinstance(node, ast.Call) and "np" in text.modules:
        yield from _dtype_of_call(text, node)


def _counts(call: ast.Call) -> bool:
    """Whether nothing in a call is a number with a fraction."""
    numbers = [n.value for n in ast.walk(call) if isinstance(n, ast.Constant)]
    return not any(isinstance(number, float) for number in numbers)


def _dtype_of_call(text: Text, call: ast.Call) -> Iterator[Change]:
    given = [k.value for k in call.keywords if k.arg == "dtype"]
    if _name(call) == "astype" and call.args:
        given = [call.args[0]]
    for kind in _DTYPES:
        if given:
            if text.of(given[0]) in (kind, "int"):
                continue
            edit = text.replaced(given[0], kind)
            yield Change("dtype", f"`{text.of(given[0])}` became `{kind}`", (edit,))
        elif _name(call) in _MAKERS and text.is_module(call.func) and call.args:
            if _name(call) == "arange" and kind == "np.int64" and _counts(call):
                continue  # what it makes of whole numbers is that already
            end = text.span(call)[1] - 1
            last = text.before(end)
            comma = "" if last.string == "," else ", "
            yield Change(
                "dtype", f"made as {kind}", (Edit(last.end, last.end, f"{comma}dtype={kind}"),)
            )
