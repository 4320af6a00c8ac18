"""Formulas in code font as TeX: right where they are read, and code where they are not."""

from __future__ import annotations

import pytest

from grader.assign.markdown import markdown
from grader.assign.mathematics import tex
from grader.model import Statement


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("x_k / sum_j x_j", r"\frac{x_{k}}{\sum_{j} x_{j}}"),
        ("1 / (1 + exp(-x))", r"\frac{1}{1 + \exp\left(- x\right)}"),
        (
            "H(p) = -sum_k p_k log(p_k)",
            r"H\left(p\right) = - \sum_{k} p_{k} \, \log\left(p_{k}\right)",
        ),
        ("a * b / c", r"\frac{a \cdot b}{c}"),
        ("(x - mu)**2", r"{\left(x - \mu\right)}^{2}"),
        ("(a + b) * (c + d) / 2", r"\frac{\left(a + b\right) \cdot \left(c + d\right)}{2}"),
        ("sqrt(2 / fan_in)", r"\sqrt{\frac{2}{\mathrm{fan}_{\mathrm{in}}}}"),
        ("h_(t-1) @ W + b", r"h_{t - 1} \, W + b"),
        ("A.T @ A", r"A^{\top} \, A"),
        ("y - y_hat", r"y - \hat{y}"),
        ("|x_i - t_i|", r"\left|x_{i} - t_{i}\right|"),
        ("dout[n, c] / size**2", r"\frac{\mathrm{dout}_{n, c}}{{\mathrm{size}}^{2}}"),
        ("s <= 0", r"s \le 0"),
        ("x + 1e-4", r"x + 1 \times 10^{-4}"),
    ],
)
def test_a_formula_becomes_tex(code: str, written: str) -> None:
    assert tex(code) == written


@pytest.mark.parametrize(
    "code",
    [
        *(
            "x",
            "axis",
            "axis=-1",
            "lr=0.5",
            "-inf",
            "u = 0",
            "1e-8",
            "np.log(x)",
            "(..., K)",
            "(N, D)",
        ),
        *(
            "[0, 1]",
            "-log P(v given h)",
            "sum of squares",
            "Wf Wi Wo Wg",
            "a / b c",
            "0 .. K-1",
            "@",
        ),
        *(
            "labels.max() + 1",
            "int(N * f)",
            "x[0:2]",
            "D(p || q)",
            "w_1**2 + ... + w_D**2",
            "(a + b",
            "",
        ),
        "((((" * 500,
    ],
)
def test_what_is_not_read_without_a_doubt_stays_code(code: str) -> None:
    assert tex(code) is None


def test_a_statement_keeps_its_sections_and_its_dollars() -> None:
    docstring = (
        "Weigh ``x``.\n\nIt costs $5: ``x_k / sum_j x_j``, as\n``axis=0`` says.\n\n    a block\n\n"
        "Args:\n    x: ``(..., K)`` floats,\n        on two lines.\n    axis: Where.\n\n"
        "Raises:\n    ValueError: ``x`` is empty.\n\n"
        "Example:\n    Try it:\n\n    >>> 1 + 1\n    2\n"
    )
    made = markdown(Statement("a/weigh", "weigh(x, axis)", ("x",), {}, docstring, ""), 1)
    assert made == (
        "## weigh (1 point)\n\n```python\nweigh(x, axis)\n```\n\nWeigh `x`.\n\n"
        "It costs \\$5: $\\frac{x_{k}}{\\sum_{j} x_{j}}$, as `axis=0` says.\n\n"
        "```\na block\n```\n\n"
        "**Arguments**\n\n- `x`: `(..., K)` floats, on two lines.\n- `axis`: Where.\n\n"
        "**Raises**\n\n- `ValueError`: `x` is empty.\n\n"
        "**Example**\n\nTry it:\n\n```pycon\n>>> 1 + 1\n2\n```"
    )
