"""Central differences know where there is no derivative, and say so of what is wrong."""

from __future__ import annotations

import numpy as np
import torch

from grader.model import Differences
from grader.oracle import evaluate
from grader.second_source import worst_against_differences

PAIRS = Differences(
    lambda x: torch.stack([x[:2].amax(), x[1:].amax()]), wrt=("x",), upstream=("dout",)
)


def worst(x: list[float], dout: list[float], gradient: list[float]) -> float:
    arguments = {"x": np.array(x), "dout": np.array(dout)}
    return worst_against_differences(PAIRS, arguments, np.array(gradient), evaluate)[0]


def test_a_right_derivative_agrees_and_a_wrong_one_does_not() -> None:
    assert worst([1.0, 2.0, 0.0], [3.0, -0.5], [0.0, 2.5, 0.0]) < 1e-6
    assert worst([1.0, 2.0, 0.0], [3.0, -0.5], [0.0, 3.0, 0.0]) > 0.1


def test_a_tie_is_passed_over_even_where_the_weights_cancel() -> None:
    # Up, the middle one moves both maxima and so their difference by nothing; down, neither.
    assert worst([2.0, 2.0, 2.0], [0.5, -0.5], [0.5, -0.5, 0.0]) < 1e-6
