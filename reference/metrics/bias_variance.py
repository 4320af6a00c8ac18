"""The error of many models, split into bias and variance."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    absolute,
    array,
    assert_close,
    case,
    floats,
    law,
    misconception,
    refusal,
)


def reference(
    predictions: torch.Tensor, targets: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    bias_squared = torch.nn.functional.mse_loss(predictions.mean(dim=0), targets)
    variance = predictions.var(dim=0, correction=0).mean()
    return bias_squared, variance, torch.square(predictions - targets).mean()


def second_source(m, predictions, targets):
    models, examples = predictions.shape
    mse = bias = m.number(0.0)
    for n in range(examples):
        column = predictions[:, n]
        mse = mse + sum((p - targets[n]) ** 2 for p in column) / models
        bias = bias + (sum(column) / models - targets[n]) ** 2
    return bias / examples, (mse - bias) / examples, mse / examples


def numbers(answer):
    """The three as floats, whatever kind of number they are."""
    return tuple(float(np.asarray(part)) for part in answer)


@law(edge=10)
def adds_up(bias_variance, predictions, targets):
    """Squared bias and variance add up to the mean squared error."""
    bias_squared, variance, mse = numbers(bias_variance(predictions, targets))
    assert_close(bias_squared + variance, mse, scale=1e4)


@law()
def has_no_variance_for_one_model(bias_variance, predictions, targets):
    """A single model does not scatter: its whole error is bias."""
    mse = float(np.mean((predictions[0] - targets) ** 2))
    assert_close(numbers(bias_variance(predictions[:1], targets)), (mse, 0.0, mse), scale=1e3)


@law(shift=floats(-10, 10))
def has_a_variance_without_targets(bias_variance, predictions, targets, shift):
    """The targets play no part in the variance: moving them all leaves it as it is."""
    _, before, _ = numbers(bias_variance(predictions, targets))
    _, after, _ = numbers(bias_variance(predictions, targets + shift))
    assert_close(after, before, scale=1e3)


@law()
def has_no_bias_when_right_on_average(bias_variance, predictions):
    """Models whose average hits every target have no bias: their whole error is variance."""
    targets = predictions.mean(axis=0)
    variance = float(np.mean((predictions - targets) ** 2))
    wanted = (0.0, variance, variance)
    assert_close(numbers(bias_variance(predictions, targets)), wanted, scale=1e3)


# --- the pieces of which the mistakes are made --------------------------------------------------


def parts(predictions, targets):
    average = predictions.mean(axis=0)
    bias = float(np.mean((average - targets) ** 2))
    variance = float(np.mean((predictions - average) ** 2))
    return bias, variance, float(np.mean((predictions - targets) ** 2))


@misconception(witness={"predictions": [[1.0, 4.0], [3.0, 4.0]], "targets": [1.0, 5.0]})
def divides_the_variance_by_one_less(predictions, targets):
    """The variance is divided by M - 1, as for an estimate from a sample. Divide by M, the number
    of models: only then do bias and variance add up to the error."""
    bias, _, mse = parts(predictions, targets)
    return bias, float(np.var(predictions, axis=0, ddof=1).mean()), mse


@misconception(witness={"predictions": [[1.0, 4.0], [3.0, 4.0]], "targets": [0.0, 7.0]})
def squares_the_bias_last(predictions, targets):
    """The deviations of the average model are averaged over the examples and squared afterwards,
    when they have cancelled. Square them for every example first."""
    _, variance, mse = parts(predictions, targets)
    return float(np.mean(predictions.mean(axis=0) - targets) ** 2), variance, mse


@misconception(witness={"predictions": [[1.0, 4.0], [3.0, 4.0]], "targets": [0.0, 6.0]})
def forgets_to_square_the_bias(predictions, targets):
    """The bias is the mean absolute deviation of the average model. Square the deviations."""
    _, variance, mse = parts(predictions, targets)
    return float(np.mean(np.abs(predictions.mean(axis=0) - targets))), variance, mse


@misconception(witness={"predictions": [[1.0, 4.0], [3.0, 6.0]], "targets": [1.0, 6.0]})
def averages_over_the_examples_first(predictions, targets):
    """The mean is taken along each row, over the examples of one model. The average model is the
    mean over the models, down each column: axis 0."""
    average = predictions.mean(axis=1, keepdims=True)
    bias = float(np.mean((average - targets) ** 2))
    variance = float(np.mean((predictions - average) ** 2))
    return bias, variance, float(np.mean((predictions - targets) ** 2))


@misconception(witness={"predictions": [[1.0, 4.0], [3.0, 4.0]], "targets": [2.0, 5.0]})
def scatters_around_one_mean(predictions, targets):
    """The variance is that of all predictions around one mean, so that examples with different
    targets count as scatter. Every example has an average of its own."""
    bias, _, mse = parts(predictions, targets)
    return bias, float(np.var(predictions)), mse


@misconception(witness={"predictions": [[1.0, 4.0], [3.0, 4.0]], "targets": [1.0, 6.0]})
def scatters_around_the_targets(predictions, targets):
    """The variance is computed around the targets, which makes it the whole error. It is the
    scatter around the average model."""
    bias, _, mse = parts(predictions, targets)
    return bias, mse, mse


@misconception(witness={"predictions": [[1.0, 4.0], [3.0, 4.0]], "targets": [1.0, 7.0]})
def returns_the_variance_first(predictions, targets):
    """Variance and squared bias come in the wrong order. Return (bias_squared, variance, mse)."""
    bias, variance, mse = parts(predictions, targets)
    return variance, bias, mse


@misconception(witness={"predictions": [[1.0, 4.0], [3.0, 4.0]], "targets": [2.0, 7.0]})
def measures_the_average_model_only(predictions, targets):
    """The error returned is that of the average model, which is its bias. The mean squared error is
    taken over the predictions of all models."""
    bias, variance, _ = parts(predictions, targets)
    return bias, variance, bias


@misconception(witness={"predictions": [[1.0, 4.0], [3.0, 4.0]], "targets": [3.0, 8.0]})
def sums_over_the_examples(predictions, targets):
    """The three are added up over the examples. They are means over the N examples."""
    return tuple(part * len(targets) for part in parts(predictions, targets))


@misconception(witness={"predictions": [[1.0, 4.0], [5.0, 4.0]], "targets": [1.0, 5.0]})
def returns_the_standard_deviation(predictions, targets):
    """A square root is taken of the scatter. The variance is the mean of the squares itself."""
    bias, _, mse = parts(predictions, targets)
    return bias, float(np.std(predictions, axis=0).mean()), mse


@misconception(witness={"predictions": [[1.0, 4.0], [3.0, 4.0]], "targets": [0.0, 0.0]})
def stretches_the_targets(predictions, targets):
    """Targets of another shape are taken, and NumPy stretches them without a word. Raise ValueError
    unless their shape is (N,)."""
    return parts(predictions, targets)


TABLE = [[1.0, 4.0, 2.0], [3.0, 4.0, 0.0]]

EXERCISE = Exercise(
    inputs={
        "predictions": array("M N", floats(-10, 10), floats(-100, 100)),
        "targets": array("N", floats(-10, 10), floats(-100, 100)),
    },
    reference=reference,
    second_source=second_source,
    # Rounding errors of 1000: a variance found as the difference of two means of squares has those
    # of the squares, up to 1e4 here, and is no mistake.
    accuracy=absolute(1000.0),
    sizes={"M": (1, 5), "N": (1, 6)},
    cases=(
        case(predictions=[[1.0, 4.0], [3.0, 4.0]], targets=[1.0, 5.0]),
        case(predictions=[[2.0, 2.0], [2.0, 2.0], [2.0, 2.0]], targets=[2.0, 2.0], tier="edge"),
        case(predictions=[[3.0, 1.0]], targets=[1.0, 1.0], tier="edge"),
    ),
    refusals=(
        refusal(
            ValueError, "two targets for three examples", predictions=TABLE, targets=[1.0, 2.0]
        ),
        refusal(ValueError, "one target for three examples", predictions=TABLE, targets=[1.0]),
        refusal(
            ValueError,
            "a target for each model in a column, of shape (2, 1)",
            predictions=TABLE,
            targets=[[1.0], [2.0]],
        ),
        refusal(
            ValueError,
            "a table of targets, of shape (2, 3)",
            predictions=TABLE,
            targets=[[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]],
        ),
    ),
    laws=(
        adds_up,
        has_no_variance_for_one_model,
        has_a_variance_without_targets,
        has_no_bias_when_right_on_average,
    ),
    misconceptions=(
        divides_the_variance_by_one_less,
        squares_the_bias_last,
        forgets_to_square_the_bias,
        averages_over_the_examples_first,
        scatters_around_one_mean,
        scatters_around_the_targets,
        returns_the_variance_first,
        measures_the_average_model_only,
        sums_over_the_examples,
        returns_the_standard_deviation,
        stretches_the_targets,
    ),
    hints=(
        "Over which axis of predictions do you find the average model? What is its shape?",
        "Three means of squares: average model against targets, predictions against the average "
        "model, predictions against targets. NumPy stretches (N,) over the rows of (M, N).",
        "average = predictions.mean(axis=0); return the means of (average - targets)**2, "
        "(predictions - average)**2 and (predictions - targets)**2, after checking the shape.",
    ),
)
