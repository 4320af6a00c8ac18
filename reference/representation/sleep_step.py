"""One sleep step of wake-sleep: the delta rule for one sigmoid layer."""

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
    choice,
    computed,
    floats,
    law,
    misconception,
    refusal,
    scalar,
    vjp,
)

Pair = tuple[torch.Tensor, torch.Tensor]


def reference(v: torch.Tensor, recognition: Pair, h: torch.Tensor, lr: float) -> Pair:
    """Gradient descent on the mean binary cross-entropy, by autograd."""
    W, b = recognition

    def cost(W: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        logits = torch.nn.functional.linear(v, W.T, b)
        summed = torch.nn.functional.binary_cross_entropy_with_logits(logits, h, reduction="sum")
        return summed / len(v)

    dW, db = vjp(cost, v.new_ones(()), W, b)
    return W - lr * dW, b - lr * db


def sums(m, v, recognition, h, lr):
    """The definition, one number at a time."""
    W, b = (part.copy() for part in recognition)
    old_W, old_b = recognition
    for source, states in zip(v, h, strict=True):
        for k, state in enumerate(states):
            z = old_b[k] + sum(source[j] * old_W[j, k] for j in range(len(source)))
            error = state - 1 / (1 + m.exp(-z))
            b[k] += lr * error / len(v)
            for j, entry in enumerate(source):
                W[j, k] += lr * entry * error / len(v)
    return W, b


# --- inputs ---------------------------------------------------------------------------------------


def layer(v):
    """Weights and biases of any scale; how many hidden units, and which, follows from v."""
    bits = np.arange(1, v.size + 1) ** 2 @ v.reshape(-1)
    rng = np.random.default_rng(int(bits) + 1000 * v.size)
    hidden, visible = int(rng.integers(1, 6)), v.shape[1]
    scale = rng.choice([1.0, 1.0, 3.0, 200.0])
    W = scale * rng.uniform(-1.0, 1.0, (visible, hidden))
    b = scale * rng.uniform(-1.0, 1.0, W.shape[1])
    # Weights of 0 let a unit depend on its bias alone, or on nothing.
    return W * (rng.random(W.shape) > 0.1), b * (rng.random(b.shape) > 0.1)


def states(v, recognition):
    return len(v), len(recognition[0].T)


# --- laws -----------------------------------------------------------------------------------------


def pair_of(answer):
    right = type(answer) in (tuple, list) and len(answer) == 2
    assert_that(right, "two arrays are expected, (W, b), but something else came")
    return answer


@law()
def moves_from_nothing_by_half(sleep_step, v, recognition, h, lr):
    """With weights and biases of 0 every unit is expected with probability 1/2: b becomes lr times
    (the mean of h, minus 1/2), and W lr times the mean of v times (h - 1/2)."""
    W, b = recognition
    new_W, new_b = pair_of(sleep_step(v, (0.0 * W, 0.0 * b), h, lr))
    errors = h - 0.5
    assert_close(new_b, lr * errors.mean(axis=0), scale=10.0, rtol=1e-13)
    table = (v[:, :, None] * errors[:, None, :]).mean(axis=0)
    assert_close(new_W, lr * table, scale=10.0, rtol=1e-13)


@law()
def a_batch_given_twice_moves_the_same(sleep_step, v, recognition, h, lr):
    """The step is averaged over the examples, so a batch that holds every example twice moves the
    weights as far."""
    once = pair_of(sleep_step(v, recognition, h, lr))
    twice = pair_of(sleep_step(np.concatenate([v, v]), recognition, np.concatenate([h, h]), lr))
    for one, two in zip(once, twice, strict=True):
        assert_close(two, np.asarray(one), scale=500.0, rtol=1e-13)


# --- mistakes -------------------------------------------------------------------------------------


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def errors_of(v, recognition, h, expect=sigmoid):
    """What was dreamt minus what was expected, after the checks."""
    W, b = recognition
    if h.shape != (len(v), W.shape[1]) or b.shape != W.shape[1:]:
        raise ValueError("shapes do not fit")
    return h - expect(v @ W + b)


def moved(recognition, source, errors, lr):
    W, b = recognition
    return W + lr * source.T @ errors / len(errors), b + lr * errors.mean(axis=0)


def situation(seed, wide=False, bias=0.25):
    """Three examples of two visible units with one hidden unit, or two."""
    v = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    h = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])[:, : 2 if wide else 1]
    W = np.array([[0.5, -1.0], [2.0, 0.75]])
    W = W if wide else W[:, :1]
    b = np.array([bias, -0.5])[: W.shape[1]]
    return {"v": v, "recognition": (W, b), "h": h, "lr": 0.1 + seed / 8.0}


@misconception(witness=situation(0))
def moves_away(v, recognition, h, lr):
    """The weights moved away from what was dreamt: what was expected minus what was dreamt. Add lr
    times (h - q), or subtract lr times (q - h)."""
    return moved(recognition, v, -errors_of(v, recognition, h), lr)


@misconception(witness=situation(1))
def sums_over_the_batch(v, recognition, h, lr):
    """The step is N times too large. It is averaged over the examples: divide by N."""
    return moved(recognition, v, errors_of(v, recognition, h), lr * len(v))


@misconception(witness=situation(2))
def sums_the_bias_alone(v, recognition, h, lr):
    """W moved by the mean over the examples, b by the sum. Divide both by N."""
    W, b = moved(recognition, v, errors_of(v, recognition, h), lr)
    return W, recognition[1] + lr * errors_of(v, recognition, h).sum(axis=0)


@misconception(witness=situation(3, wide=True))
def averages_over_the_units_too(v, recognition, h, lr):
    """The step was divided by N times the number of units. Every unit has an error of its own:
    divide by N alone."""
    errors = errors_of(v, recognition, h)
    return moved(recognition, v, errors / errors.shape[1], lr)


@misconception(witness=situation(4))
def multiplies_by_the_slope(v, recognition, h, lr):
    """The error was multiplied by q * (1 - q), as for squared errors. With probabilities this
    factor cancels, and the delta is just h - q."""
    errors = errors_of(v, recognition, h)
    q = h - errors
    return moved(recognition, v, errors * q * (1.0 - q), lr)


@misconception(witness=situation(5))
def forgets_the_sigmoid(v, recognition, h, lr):
    """The sums themselves were taken for what is expected. A probability is sigmoid of the sum."""
    return moved(recognition, v, errors_of(v, recognition, h, lambda z: z), lr)


@misconception(witness=situation(6))
def decides_instead_of_expecting(v, recognition, h, lr):
    """The expected states were rounded to 0 or 1, as in a perceptron. Take the probabilities
    themselves: an unsure guess is a little wrong."""
    return moved(
        recognition, v, errors_of(v, recognition, h, lambda z: (z > 0).astype(z.dtype)), lr
    )


@misconception(witness=situation(7))
def leaves_the_biases_as_they_are(v, recognition, h, lr):
    """Only W was moved. The biases learn as well: b + lr times the mean of h - q."""
    return moved(recognition, v, errors_of(v, recognition, h), lr)[0], recognition[1]


@misconception(witness=situation(8))
def forgets_the_biases_in_the_sums(v, recognition, h, lr):
    """b was left out of what is expected, which is sigmoid(v @ W + b)."""
    errors_of(v, recognition, h)
    errors = errors_of(v, (recognition[0], 0.0 * recognition[1]), h)
    return moved(recognition, v, errors, lr)


@misconception(witness=situation(9))
def returns_the_steps(v, recognition, h, lr):
    """The changes came back without the weights that they belong to. Add them to W and b."""
    errors = errors_of(v, recognition, h)
    return lr * v.T @ errors / len(v), lr * errors.mean(axis=0)


@misconception(witness=situation(10))
def ignores_the_learning_rate(v, recognition, h, lr):
    """The step was taken whole. Multiply it by lr."""
    return moved(recognition, v, errors_of(v, recognition, h), 1.0)


@misconception(witness=situation(11, wide=True))
def goes_the_other_way(v, recognition, h, lr):
    """v was predicted from h. The wake step does that; here the pair is recognition, and
    h is predicted from v."""
    errors_of(v, recognition, h)
    W, b = recognition
    errors = v - sigmoid(h @ W + b)
    return moved(recognition, h, errors, lr)


@misconception(witness=situation(13, bias=1000.0))
def divides_infinity_by_infinity(v, recognition, h, lr):
    """exp(z) / (1 + exp(z)) is inf / inf, which is nan, for large z. Write 1 / (1 + exp(-z)), or
    use tanh: 0.5 * (1 + tanh(0.5 * z))."""
    errors = errors_of(v, recognition, h, lambda z: np.exp(z) / (1.0 + np.exp(z)))
    return moved(recognition, v, errors, lr)


def sizes(v=(3, 2), w=(2, 4), b=4, h=(3, 4)):
    """Arguments of ones with these shapes, all fitting unless changed."""
    return {"v": np.ones(v), "recognition": (np.ones(w), np.ones(b)), "h": np.ones(h), "lr": 0.1}


EXERCISE = Exercise(
    inputs={
        "v": array("N V", choice(0.0, 1.0)),
        "recognition": computed(layer),
        "h": array(states, choice(0.0, 1.0)),
        "lr": scalar(floats(0.01, 1.0), floats(1e-6, 10.0)),
    },
    reference=reference,
    second_source=sums,
    # The errors were rounded beside 1, and lr is at most 10.
    accuracy=absolute(1.0),
    sizes={"N": (1, 6), "V": (1, 5)},
    cases=(
        case(**situation(0, wide=True)),
        case(**situation(2, bias=-1000.0), tier="edge"),
        case(**situation(3, bias=1000.0), tier="edge"),
    ),
    laws=(moves_from_nothing_by_half, a_batch_given_twice_moves_the_same),
    misconceptions=(
        moves_away,
        sums_over_the_batch,
        sums_the_bias_alone,
        averages_over_the_units_too,
        multiplies_by_the_slope,
        forgets_the_sigmoid,
        decides_instead_of_expecting,
        leaves_the_biases_as_they_are,
        forgets_the_biases_in_the_sums,
        returns_the_steps,
        ignores_the_learning_rate,
        goes_the_other_way,
        divides_infinity_by_infinity,
    ),
    refusals=(
        refusal(ValueError, "a single row of v for 3 rows of h", **sizes(v=(1, 2))),
        refusal(ValueError, "a single row of h for 3 rows of v", **sizes(h=(1, 4))),
        refusal(ValueError, "a single bias for 4 units", **sizes(b=1)),
        refusal(ValueError, "a single column of W for 4 units", **sizes(w=(2, 1))),
        refusal(ValueError, "a single column of W and bias for 4 units", **sizes(w=(2, 1), b=1)),
        refusal(ValueError, "W with a single row for 2 units", **sizes(w=(1, 4))),
    ),
    hints=(
        "Asleep, the machine made v from h. Which of the two is known to be right, and which "
        "weights are to blame where it is not recognised?",
        "The error of a unit is its state minus its probability. Each weight moves by lr times the "
        "mean over the examples of its source times that error; a bias has the source 1.",
        "q = sigmoid(v @ W + b); return W + lr * v.T @ (h - q) / N, b + lr * (h - q).mean(axis=0), "
        "after checks of the shapes.",
    ),
)
