"""The objective: mean loss plus the L2 penalty."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    floats,
    law,
    listing,
    misconception,
    one_of,
    scalar,
)


def reference(losses: torch.Tensor, weights: list[torch.Tensor], lam: float) -> torch.Tensor:
    squares = torch.stack([w.square().sum() for w in weights]).sum()
    return losses.mean() + lam / (2 * losses.shape[0]) * squares


def second_source(m, losses, weights, lam):
    squares = sum((w * w).sum() for w in weights)
    return (losses.sum() + lam * squares / 2) / len(losses)


@law()
def is_the_cost_where_nothing_is_penalised(objective, losses, weights):
    """With lam = 0, and also where all weights are 0, the objective is the mean loss."""
    cost = float(losses.mean())
    assert_close(objective(losses, weights, 0.0), cost, scale=10.0)
    assert_close(objective(losses, [0 * w for w in weights], 1.0), cost, scale=10.0)


@law()
def shares_the_penalty_out(objective, losses, weights, lam):
    """With every example twice the mean loss stays and the penalty is halved."""
    free = float(losses.mean())
    once = float(np.asarray(objective(losses, weights, lam)))
    twice = objective(np.concatenate([losses, losses]), weights, lam)
    assert_close(twice, free + (once - free) / 2, scale=max(10.0, once))


@law(factor=floats(2.0, 5.0))
def charges_squares(objective, losses, weights, lam, factor):
    """Weights that are 3 times as large raise the penalty 9 times and leave the cost alone."""
    free = float(losses.mean())
    once = float(np.asarray(objective(losses, weights, lam)))
    more = objective(losses, [-factor * w for w in weights], lam)
    assert_close(more, free + factor**2 * (once - free), scale=max(10.0, factor**2 * once))


def squares(weights):
    return sum((w**2).sum() for w in weights)


@misconception(witness={"losses": [1.0, 2.0], "weights": [[1.0, -2.0]], "lam": 2.0})
def sums_the_losses(losses, weights, lam):
    """The losses are added up. The cost is their mean, so that it does not grow with the number of
    examples."""
    return losses.sum() + lam / (2 * len(losses)) * squares(weights)


@misconception(witness={"losses": [1.0, 2.0], "weights": [[1.0, -3.0]], "lam": 2.0})
def forgets_the_penalty(losses, weights, lam):
    """This is the cost alone. The objective adds the penalty lam / (2 N) * sum(w**2)."""
    return losses.mean()


@misconception(witness={"losses": [1.0, 2.0, 4.0], "weights": [[1.0, -2.0]], "lam": 2.0})
def forgets_the_half(losses, weights, lam):
    """The penalty is twice as large as it should be. Its factor is lam / (2 N)."""
    return losses.mean() + lam / len(losses) * squares(weights)


@misconception(witness={"losses": [1.0, 2.0, 6.0], "weights": [[1.0, -2.0]], "lam": 2.0})
def forgets_the_examples(losses, weights, lam):
    """The penalty is not divided by the number of examples. Its factor is lam / (2 N), N being the
    number of losses."""
    return losses.mean() + lam / 2 * squares(weights)


@misconception(witness={"losses": [1.0, 2.0, 3.0], "weights": [[1.0, -2.0], [3.0]], "lam": 4.0})
def divides_by_the_number_of_arrays(losses, weights, lam):
    """The penalty is divided by the number of arrays. N is the number of examples, len(losses)."""
    return losses.mean() + lam / (2 * len(weights)) * squares(weights)


@misconception(witness={"losses": [1.0, 2.0], "weights": [[1.0, -2.0, 4.0]], "lam": 2.0})
def divides_by_the_number_of_weights(losses, weights, lam):
    """The penalty is divided by the number of weights. N is the number of examples,
    len(losses)."""
    count = sum(w.size for w in weights)
    return losses.mean() + lam / (2 * count) * squares(weights)


@misconception(witness={"losses": [1.0, 5.0], "weights": [[1.0, -2.0], [3.0]], "lam": 2.0})
def looks_at_the_first_array_only(losses, weights, lam):
    """Only the first array is charged. Go through all the arrays of the list and add up."""
    return losses.mean() + lam / (2 * len(losses)) * (weights[0] ** 2).sum()


@misconception(witness={"losses": [1.0, 3.0], "weights": [[1.0, -4.0]], "lam": 2.0})
def takes_absolute_values(losses, weights, lam):
    """The weights are not squared: absolute values make the L1 penalty. The L2 penalty adds up
    squares."""
    total = sum(np.abs(w).sum() for w in weights)
    return losses.mean() + lam / (2 * len(losses)) * total


@misconception(witness={"losses": [1.0, 2.0], "weights": [[3.0, -4.0]], "lam": 1.0})
def takes_the_length(losses, weights, lam):
    """A square root is taken, which gives the length of the weights. The penalty is made of the sum
    of squares itself."""
    return losses.mean() + lam / (2 * len(losses)) * np.sqrt(squares(weights))


@misconception(witness={"losses": [2.0, 4.0], "weights": [[1.0, -2.0]], "lam": 2.0})
def subtracts_the_penalty(losses, weights, lam):
    """The penalty is subtracted, so that large weights are rewarded. Add it."""
    return losses.mean() - lam / (2 * len(losses)) * squares(weights)


@misconception(witness={"losses": [2.0, 5.0], "weights": [[1.0, -2.0]], "lam": 3.0})
def penalises_every_example(losses, weights, lam):
    """The whole objective is divided by N once more, or the penalty twice. Only lam / 2 times the
    sum of squares is divided by N, and the losses are averaged."""
    return losses.mean() + lam / (2 * len(losses) ** 2) * squares(weights)


def layers(edge):
    """Arrays of several shapes."""
    plain = floats(-10, 10)
    return listing(
        one_of(array("D K", plain, edge), array("M", plain, edge), array("D D", plain, edge)), 1, 3
    )


EXERCISE = Exercise(
    inputs={
        "losses": array("N", floats(0, 10), floats(0, 1e6, special=(0.0,))),
        "weights": layers(floats(-1e3, 1e3)),
        "lam": scalar(floats(0.01, 2.0), floats(0.0, 100.0, special=(0.0,))),
    },
    reference=reference,
    second_source=second_source,
    sizes={"N": (1, 6), "D": (1, 4), "K": (1, 5), "M": (1, 6)},
    cases=(
        case(losses=[1.0, 2.0], weights=[np.array([[1.0, -2.0]]), np.array([3.0])], lam=2.0),
        case(losses=[1.0, 2.0], weights=[np.array([[1.0, -2.0]])], lam=0.0, tier="edge"),
    ),
    laws=(is_the_cost_where_nothing_is_penalised, shares_the_penalty_out, charges_squares),
    misconceptions=(
        sums_the_losses,
        forgets_the_penalty,
        forgets_the_half,
        forgets_the_examples,
        divides_by_the_number_of_arrays,
        divides_by_the_number_of_weights,
        looks_at_the_first_array_only,
        takes_absolute_values,
        takes_the_length,
        subtracts_the_penalty,
        penalises_every_example,
    ),
    hints=(
        "The objective has two terms. Which of them depends on the examples, and where does N come "
        "from in the other?",
        "The first is losses.mean(). The second needs (w**2).sum() of every array in the list, and "
        "N is len(losses).",
        "losses.mean() + lam / (2 * len(losses)) * sum((w**2).sum() for w in weights)",
    ),
)
