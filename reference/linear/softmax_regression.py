"""The loss of a softmax regression and its gradients."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    absolute,
    array,
    assert_close,
    assert_that,
    case,
    floats,
    labels,
    law,
    misconception,
    refusal,
    vjp,
)


def loss_of(
    W: torch.Tensor, b: torch.Tensor, x: torch.Tensor, labels: torch.Tensor
) -> torch.Tensor:
    return torch.nn.functional.cross_entropy(x @ W + b, labels)


def reference(
    x: torch.Tensor, labels: torch.Tensor, W: torch.Tensor, b: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    dW, db = vjp(lambda W, b: loss_of(W, b, x, labels), x.new_ones(()), W, b)
    return loss_of(W, b, x, labels), dW, db


def sums(m, x, labels, W, b):
    """The definition, one number at a time."""
    n, classes = len(x), range(W.shape[1])
    loss, zero = m.number(0.0), m.number(0.0)
    dW, db = np.full(W.shape, zero, dtype=object), np.full(b.shape, zero, dtype=object)
    for example, label in zip(x, labels, strict=True):
        scores = [b[k] + sum(e * w for e, w in zip(example, W[:, k], strict=True)) for k in classes]
        weights = [m.exp(score) for score in scores]
        total = sum(weights)
        loss += (m.log(total) - scores[label]) / n
        for k in classes:
            error = weights[k] / total - (1 if k == label else 0)
            db[k] += error / n
            for d, entry in enumerate(example):
                dW[d, k] += entry * error / n
    return loss, dW, db


# --- laws -----------------------------------------------------------------------------------------


def three(answer):
    right = type(answer) in (tuple, list) and len(answer) == 3
    assert_that(right, "three values are expected, (loss, dW, db), but something else came")
    return answer


@law(edge=10)
def takes_from_one_class_what_it_gives_another(softmax_regression, x, labels, W, b):
    """The gradients of all classes add up to 0: raising every score alike changes nothing."""
    _, dW, db = three(softmax_regression(x, labels, W, b))
    scale = 1.0 + float(np.abs(x).max())
    assert_close(dW.sum(axis=1), np.zeros(len(W)), scale=scale, rtol=1e-12)
    assert_close(float(db.sum()), 0.0, scale=1.0, rtol=1e-12)


@law()
def knows_nothing_without_weights(softmax_regression, x, labels, W, b):
    """With all weights and biases 0 every class gets 1 / K: the loss is log(K), and db is 1 / K
    minus the part of the examples that belong to the class."""
    loss, _, db = three(softmax_regression(x, labels, 0.0 * W, 0.0 * b))
    parts = np.bincount(labels, minlength=len(b)) / len(labels)
    assert_close(loss, float(np.log(len(b))), scale=1.0, rtol=1e-12)
    assert_close(db, 1.0 / len(b) - parts, scale=1.0, rtol=1e-12)


@law()
def averages_over_the_examples(softmax_regression, x, labels, W, b):
    """Loss and gradients stay the same when every example occurs twice."""
    loss, dW, db = three(softmax_regression(x, labels, W, b))
    twice, labels = np.concatenate([x, x]), np.concatenate([labels, labels])
    again = three(softmax_regression(twice, labels, W, b))
    assert_close(again[0], float(loss), scale=10.0, rtol=1e-12)
    assert_close(again[1], dW, scale=10.0, rtol=1e-12)
    assert_close(again[2], db, scale=1.0, rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


def parts(x, labels, W, b):
    """Log-probabilities, one-hot targets and the errors p - t."""
    scores = x @ W + b
    scores = scores - scores.max(axis=1, keepdims=True)
    log_p = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    targets = np.eye(len(b), dtype=x.dtype)[labels]
    return log_p, targets, np.exp(log_p) - targets


def answer(x, log_p, targets, errors):
    return -np.mean((targets * log_p).sum(axis=1)), x.T @ errors / len(x), errors.mean(axis=0)


# Two examples of two classes, one right and one wrong.
WITNESS = {
    "x": [[1.0], [2.0]],
    "labels": [0, 0],
    "W": [[1.0, 0.0]],
    "b": [0.0, 3.0],
}
LARGE = {"x": [[1000.0], [1.0]], "labels": [0, 1], "W": [[1.0, 0.0]], "b": [0.0, 0.0]}
LOST = {"x": [[1000.0], [1.0]], "labels": [1, 1], "W": [[1.0, 0.0]], "b": [0.0, 0.0]}


@misconception(witness=LARGE)
def exponentiates_raw_scores(x, labels, W, b):
    """exp(1000) overflows to inf and exp(-1000) is 0; inf / inf and 0 / 0 are nan. Subtract each
    row's largest score first: that changes no probability."""
    weights = np.exp(x @ W + b)
    p = weights / weights.sum(axis=1, keepdims=True)
    _, targets, _ = parts(x, labels, W, b)
    return answer(x, np.log(p), targets, p - targets)


@misconception(witness=LOST)
def takes_the_logarithm_of_zero(x, labels, W, b):
    """A probability of exp(-1000) rounds to 0, whose logarithm is -inf. Compute the logarithm from
    the scores: z_k - max - log(sum(exp(z - max)))."""
    log_p, targets, errors = parts(x, labels, W, b)
    p = np.exp(log_p)
    picked = np.log(p[np.arange(len(x)), labels])
    return -np.mean(picked), x.T @ errors / len(x), errors.mean(axis=0)


@misconception(witness=LOST)
def adds_a_constant_inside_the_logarithm(x, labels, W, b):
    """A small constant was added to the probabilities before the logarithm, which stops the loss of
    confident mistakes from growing. Compute the logarithm from the scores; it needs no help."""
    log_p, targets, errors = parts(x, labels, W, b)
    return answer(x, np.log(np.exp(log_p) + 1e-8), targets, errors)


@misconception(witness=WITNESS)
def sums_instead_of_averaging(x, labels, W, b):
    """Loss and gradients were summed over the examples. The loss is a mean: divide all three by
    N."""
    log_p, targets, errors = parts(x, labels, W, b)
    return -np.sum(targets * log_p), x.T @ errors, errors.sum(axis=0)


@misconception(witness=WITNESS)
def sums_the_gradients(x, labels, W, b):
    """The loss is a mean, but the gradients were summed over the examples. They belong to that
    mean: divide them by N too."""
    log_p, targets, errors = parts(x, labels, W, b)
    return answer(x, log_p, targets, errors)[0], x.T @ errors, errors.sum(axis=0)


@misconception(witness=WITNESS)
def forgets_to_average_the_gradient_of_the_biases(x, labels, W, b):
    """db was summed over the examples, while dW was averaged. Divide db by N too."""
    log_p, targets, errors = parts(x, labels, W, b)
    loss, dW, _ = answer(x, log_p, targets, errors)
    return loss, dW, errors.sum(axis=0)


@misconception(witness=WITNESS)
def turns_the_errors_round(x, labels, W, b):
    """The gradients have the wrong sign. The error of a class is its probability minus its target:
    p - t."""
    log_p, targets, errors = parts(x, labels, W, b)
    return answer(x, log_p, targets, -errors)


@misconception(witness=WITNESS)
def forgets_to_subtract_the_targets(x, labels, W, b):
    """The gradients were computed from the probabilities alone. Subtract 1 from the probability of
    each example's true class first."""
    log_p, targets, _ = parts(x, labels, W, b)
    return answer(x, log_p, targets, np.exp(log_p))


@misconception(witness=WITNESS)
def forgets_the_biases(x, labels, W, b):
    """The biases b were left out of the scores, which are x @ W + b."""
    return answer(x, *parts(x, labels, W, 0 * b))


@misconception(witness=WITNESS)
def forgets_the_minus(x, labels, W, b):
    """The loss is negative. Logarithms of probabilities are; the minus in front makes the loss of a
    bad prediction large."""
    loss, dW, db = answer(x, *parts(x, labels, W, b))
    return -loss, dW, db


@misconception(witness=WITNESS)
def averages_over_the_classes_too(x, labels, W, b):
    """The mean of the loss ran over all N times K entries. Each example has one true class: divide
    by N alone."""
    log_p, targets, errors = parts(x, labels, W, b)
    return -np.mean(targets * log_p), x.T @ errors / len(x), errors.mean(axis=0)


@misconception(witness=WITNESS)
def sums_the_biases_over_the_classes(x, labels, W, b):
    """db was summed over the classes of each example (axis 1). Every class has a bias of its own:
    sum over the examples, axis 0."""
    loss, dW, _ = answer(x, *parts(x, labels, W, b))
    return loss, dW, parts(x, labels, W, b)[2].sum(axis=1) / len(x)


@misconception(witness=WITNESS)
def normalises_down_the_columns(x, labels, W, b):
    """The softmax ran over the examples instead of the classes. The probabilities of one example
    sum to 1: axis 1."""
    scores = x @ W + b
    scores = scores - scores.max(axis=0, keepdims=True)
    log_p = scores - np.log(np.exp(scores).sum(axis=0, keepdims=True))
    targets = np.eye(len(b), dtype=x.dtype)[labels]
    return answer(x, log_p, targets, np.exp(log_p) - targets)


@misconception(witness=WITNESS)
def returns_the_biases_first(x, labels, W, b):
    """The gradients came in the wrong order. First dW, then db."""
    loss, dW, db = answer(x, *parts(x, labels, W, b))
    return loss, db, dW


@misconception(witness=WITNESS)
def transposes_the_gradient_of_the_weights(x, labels, W, b):
    """dW came transposed, (K, D). It has the shape of W, (D, K): x.T @ errors."""
    loss, dW, db = answer(x, *parts(x, labels, W, b))
    return loss, dW.T, db


@misconception(witness=WITNESS)
def returns_the_loss_alone(x, labels, W, b):
    """Only the loss came back. Return three values, loss, dW and db."""
    return answer(x, *parts(x, labels, W, b))[0]


EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-3, 3), floats(-10, 10)),
        "labels": labels("N", "K"),
        "W": array("D K", floats(-3, 3), floats(-100, 100)),
        "b": array("K", floats(-3, 3), floats(-1e3, 1e3)),
    },
    reference=reference,
    second_source=sums,
    # A feature of 10 multiplies an error that was rounded beside scores of 1e3 and more.
    accuracy=absolute(1000.0),
    sizes={"N": (1, 5), "D": (1, 3), "K": (1, 4)},
    ordinary=60,
    cases=(
        case(x=[[1.0, 2.0]], labels=[1], W=[[0.0, 0.0], [0.0, 0.0]], b=[0.0, 0.0]),
        case(x=[[1.0], [-1.0]], labels=[0, 2], W=[[1.0, 2.0, 3.0]], b=[0.5, 0.0, -0.5]),
        # Square, so that nothing but the numbers can tell a transpose.
        case(x=[[1.0, -2.0], [0.5, 3.0]], labels=[1, 0], W=[[2.0, 0.5], [-1.0, 1.0]], b=[0.0, 1.0]),
        case(x=[[1.0]], labels=[0], W=[[5.0]], b=[1.0], tier="edge"),
        case(x=[[10.0]], labels=[1], W=[[100.0, -100.0]], b=[0.0, 0.0], tier="edge"),
    ),
    refusals=(
        refusal(
            ValueError,
            "a single label for 3 examples",
            x=np.ones((3, 2)),
            labels=np.array([1]),
            W=np.ones((2, 2)),
            b=np.ones(2),
        ),
        refusal(
            (ValueError, IndexError),
            "2 labels for 3 examples",
            x=np.ones((3, 2)),
            labels=np.array([1, 0]),
            W=np.ones((2, 2)),
            b=np.ones(2),
        ),
        refusal(
            ValueError,
            "a single bias for 2 classes",
            x=np.ones((3, 2)),
            labels=np.array([1, 0, 1]),
            W=np.ones((2, 2)),
            b=np.ones(1),
        ),
        refusal(
            ValueError,
            "1 row of weights for 2 features",
            x=np.ones((3, 2)),
            labels=np.array([1, 0, 1]),
            W=np.ones((1, 2)),
            b=np.ones(2),
        ),
    ),
    laws=(
        takes_from_one_class_what_it_gives_another,
        knows_nothing_without_weights,
        averages_over_the_examples,
    ),
    misconceptions=(
        exponentiates_raw_scores,
        takes_the_logarithm_of_zero,
        adds_a_constant_inside_the_logarithm,
        sums_instead_of_averaging,
        sums_the_gradients,
        forgets_to_average_the_gradient_of_the_biases,
        turns_the_errors_round,
        forgets_to_subtract_the_targets,
        forgets_the_biases,
        forgets_the_minus,
        averages_over_the_classes_too,
        sums_the_biases_over_the_classes,
        normalises_down_the_columns,
        returns_the_biases_first,
        transposes_the_gradient_of_the_weights,
        returns_the_loss_alone,
    ),
    hints=(
        "What is exp(1000) in floating point, and the logarithm of a probability that rounds to 0? "
        "What may you subtract from all scores of an example without changing its probabilities?",
        "Compute log-probabilities first: the scores minus their maximum, minus the logarithm "
        "of the sum of the exponentials. The loss picks one of them an example; their "
        "exponentials are the probabilities.",
        "dz = p, minus 1 at [np.arange(N), labels], all divided by N; then dW = x.T @ dz and db is "
        "dz summed over the examples.",
    ),
)
