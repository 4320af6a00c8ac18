"""Mutants: each slip is made, shown as a small diff, and made once."""

from __future__ import annotations

import ast
import textwrap

import pytest

from grader.audit.mutants import Mutant, mutants


def source(body: str, signature: str = "f(x, w, y=None)") -> str:
    lines = textwrap.indent(textwrap.dedent(body).strip(), "    ")
    return f'import numpy as np\n\n\ndef {signature}:\n    """Sum to 1 over axis 0."""\n{lines}\n'


def becomings(body: str, signature: str = "f(x, w, y=None)") -> list[str]:
    return [mutant.becomes for mutant in mutants(source(body, signature))]


@pytest.mark.parametrize(
    ("line", "slip"),
    [
        ("return x + w", "return x - w"),
        ("return x * w", "return x @ w"),
        ("return x @ w", "return x * w"),
        ("return x @ w", "return w @ x"),
        ("return x ** 2", "return x * 2"),
        ("return x // 2", "return x / 2"),
        ("return x + w", "return x"),
        ("return x < w", "return x <= w"),
        ("return x > w", "return x >= w"),
        ("return x == w", "return x != w"),
        ("return x + 2", "return x + 3"),
        ("return x + 2", "return x + 1"),
        ("return x + 2", "return x + (-2)"),
        ("return x + 2", "return x + 0"),
        ("return x + 1e-8", "return x + 1e-07"),
        ("return -x", "return x"),
        ("return ~x", "return x"),
        ("return x[1:]", "return x[2:]"),
        ("return x[1:]", "return x[1:-1]"),
        ("return x[:w]", "return x[:w - 1]"),
        ("return x[::w]", "return x[::1]"),
        ("return x.T @ w", "return x @ w"),
        ("return np.transpose(x, (1, 0))", "return x"),
        ("return np.sum(x, axis=0)", "return np.sum(x)"),
        ("return np.sum(x, axis=0)", "return np.sum(x, axis=1)"),
        ("return np.sum(x, axis=(0, 2))", "return np.sum(x, axis=(2,))"),
        ("return x.sum(-1, keepdims=True)", "return x.sum(-1)"),
        ("return np.sum(x)", "return np.mean(x)"),
        ("return x.max()", "return x.min()"),
        ("return np.maximum(x, 0)", "return np.minimum(x, 0)"),
        ("return np.argmax(x)", "return np.argmin(x)"),
        ("return np.exp(x)", "return np.expm1(x)"),
        ("return np.any(x)", "return np.all(x)"),
        ("return np.floor(x)", "return np.ceil(x)"),
        ("return np.exp(x)", "return x"),
        ("return np.exp(x + w) * 2", "return (x + w) * 2"),
        ("return np.where(x, w, y)", "return np.where(x, y, w)"),
        ("return x.copy()", "return x"),
        ("return np.array(x)", "return np.asarray(x)"),
        ("return x", "return np.float32(x)"),
        ("return x", "return np.int64(x)"),
        ("return np.zeros(3)", "return np.zeros(3, dtype=np.float32)"),
        ("return np.zeros(3)", "return np.ones(3)"),
        ("return x.astype(float)", "return x.astype(np.float32)"),
        ("return x, w", "return w, x"),
        ("return x if y else w", "return x if not (y) else w"),
        ("return x and w", "return x or w"),
        ("return x and w", "return (w)"),
        ("return [x for i in range(3)]", "return [x for i in range(3 - 1)]"),
        ("return [i for i in x]", "return [i for i in list(x)[1:]]"),
        ("return w['W1'] + w['W2']", "return w['W2'] + w['W2']"),
        ("x = x + w", "x += w"),
        ("x = w", "pass"),
        ("x += w", "x = w"),
        ("x[0] = w", "x[0] += w"),
    ],
)  # fmt: skip
def test_a_slip_is_made(line: str, slip: str) -> None:
    assert slip in becomings(line)


def test_a_default_argument_is_changed() -> None:
    assert "def f(x, axis=0):" in becomings("return x", "f(x, axis=1)")
    assert "def f(x, reduction='sum'):" in becomings("return x", 'f(x, reduction="mean")')


def test_what_refuses_is_mutated_but_not_its_message() -> None:
    found = becomings('if x > 1:\n    raise ValueError(f"{1 + 2} " + "3")\nreturn x')
    assert 'raise RuntimeError(f"{1 + 2} " + "3")' in found
    assert "if x >= 1:" in found
    assert "if x <= 1:" in found
    assert not any("1 - 2" in becomes for becomes in found)


def test_docstrings_annotations_and_imports_are_left_alone() -> None:
    text = source("return x", "f(x: 'list[1 + 1]') -> 'int'")
    for mutant in mutants(text):
        tree = ast.parse(mutant.source)
        assert ast.get_docstring(tree.body[1]) == "Sum to 1 over axis 0."  # type: ignore[arg-type]
        assert "def f(x: 'list[1 + 1]') -> 'int':" in mutant.source
        assert mutant.source.startswith("import numpy as np\n")


def test_silenced_warnings_are_no_code_to_mutate() -> None:
    with_line = 'with np.errstate(over="ignore", divide="ignore"):'
    text = source(f"{with_line}\n    return x + w")
    assert all(with_line in mutant.source for mutant in mutants(text))


def test_no_two_mutants_have_one_syntax_tree_and_none_has_the_solution_s() -> None:
    text = source("x = (x)\nif x.ndim != 2:\n    x = x[1:3] * 1.0\nreturn x + x, -(1)")
    shapes = [ast.dump(ast.parse(mutant.source)) for mutant in mutants(text)]
    assert len(shapes) == len(set(shapes))
    assert ast.dump(ast.parse(text)) not in shapes


def test_a_diff_shows_one_line_out_and_one_in() -> None:
    text = source("ä = x  # the naïve way\nb = ä + w  # ö\nreturn b")
    mutant = next(m for m in mutants(text) if m.becomes.startswith("b = ä - w"))
    assert mutant.line == 7
    assert mutant.line_text == "b = ä + w # ö"
    changed = [row for row in mutant.diff.splitlines() if row[:1] in "+-"]
    assert changed == ["-    b = ä + w  # ö", "+    b = ä - w  # ö"]


def test_a_cap_spreads_over_operators_and_is_the_same_every_time() -> None:
    text = source("x = x.copy()\nfor i in range(3):\n    x[i] += w[i] * 2.0\nreturn x.sum(axis=0)")
    some = mutants(text, cap=12)
    assert some == mutants(text, cap=12)
    assert len(some) == 12
    assert len({mutant.operator for mutant in some}) >= 10
    everything: tuple[Mutant, ...] = mutants(text)
    assert set(some) < set(everything)


def test_a_mutant_that_python_only_warns_of_is_a_mutant() -> None:
    assert "return 3[0]" in becomings("return np.array(3)[0]")
