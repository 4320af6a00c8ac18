"""One step of Adam."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    choice,
    floats,
    integers,
    law,
    misconception,
    record,
    refusal,
    scalar,
)

Dict = dict[str, torch.Tensor]


def reference(
    params: Dict,
    grads: Dict,
    m: Dict,
    v: Dict,
    t: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Dict, Dict, Dict]:
    """As torch.optim.Adam: the two corrections are moved into the step's length and the root."""
    new_params, new_m, new_v = {}, {}, {}
    for name, p in params.items():
        g = grads[name]
        new_m[name] = beta1 * m[name] + (1 - beta1) * g
        new_v[name] = beta2 * v[name] + (1 - beta2) * g * g
        denominator = new_v[name].sqrt() / (1 - beta2**t) ** 0.5 + eps
        new_params[name] = p - lr / (1 - beta1**t) * (new_m[name] / denominator)
    return new_params, new_m, new_v


def precise(m_, params, grads, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Algorithm 1 of Kingma and Ba, line by line."""
    one = m_.number(1.0)
    beta1, beta2 = m_.number(beta1), m_.number(beta2)
    stepped = ({}, {}, {})
    for name in params:
        first = beta1 * m[name] + (one - beta1) * grads[name]
        second = beta2 * v[name] + (one - beta2) * grads[name] ** 2
        corrected = first / (one - beta1**t), second / (one - beta2**t)
        step = lr * corrected[0] / (m_.sqrt(corrected[1]) + eps)
        for found, value in zip(stepped, (params[name] - step, first, second), strict=True):
            found[name] = value
    return stepped


# --- laws -----------------------------------------------------------------------------------------


@law(edge=10)
def a_gradient_that_never_changed_gives_the_same_step(
    adam_step, params, grads, t, lr, beta1, beta2, eps
):
    """If the gradient has been g at every step so far, this step is lr * g / (|g| + eps), whatever
    t and the betas are: that is what the bias correction is for."""
    m = {name: (1.0 - beta1 ** (t - 1)) * g for name, g in grads.items()}
    v = {name: (1.0 - beta2 ** (t - 1)) * g**2 for name, g in grads.items()}
    moved, _, _ = adam_step(params, grads, m, v, t, lr, beta1, beta2, eps)
    for name, p in params.items():
        expected = p - lr * grads[name] / (np.abs(grads[name]) + eps)
        assert_close(moved[name], expected, scale=np.abs(p).max() + lr, rtol=1e-11)


@law(edge=10)
def the_means_move_a_fraction_of_the_way(adam_step, params, grads, m, v, t, lr, beta1, beta2, eps):
    """The new m and v are running means, handed on without the correction: beta of the old value
    plus 1 - beta of the gradient, or of its square."""
    _, new_m, new_v = adam_step(params, grads, m, v, t, lr, beta1, beta2, eps)
    for name, g in grads.items():
        first = np.abs(m[name]).max() + np.abs(g).max()
        second = np.abs(v[name]).max() + np.abs(g).max() ** 2
        expected = beta1 * m[name] + (1.0 - beta1) * g
        assert_close(new_m[name], expected, scale=first, rtol=1e-13)
        expected = beta2 * v[name] + (1.0 - beta2) * g**2
        assert_close(new_v[name], expected, scale=second, rtol=1e-13)


# --- mistakes -------------------------------------------------------------------------------------


def run(params, grads, m, v, rule):
    """The rule (p, g, m, v) -> (p, m, v) for every parameter."""
    new = {name: rule(params[name], grads[name], m[name], v[name]) for name in params}
    return tuple({name: parts[i] for name, parts in new.items()} for i in range(3))


def means(g, m, v, beta1, beta2):
    return beta1 * m + (1.0 - beta1) * g, beta2 * v + (1.0 - beta2) * g**2


def first_step(g, p=0.0, **given):
    """One number w, beside a bias that nothing moves; m and v are 0 and t is 1 unless given."""

    def both(w):
        return {"w": np.array([[w]]), "b": np.array([0.0])}

    return {
        "params": both(p),
        "grads": both(g),
        "m": both(given.get("m", 0.0)),
        "v": both(given.get("v", 0.0)),
        "t": given.get("t", 1),
        "lr": given.get("lr", 0.5),
    }


@misconception(witness=first_step(2.0))
def skips_the_bias_correction(params, grads, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """The bias correction is missing. m and v start at zero and are too small at first: divide m by
    1 - beta1**t and v by 1 - beta2**t before you use them."""

    def rule(p, g, m, v):
        m, v = means(g, m, v, beta1, beta2)
        return p - lr * m / (np.sqrt(v) + eps), m, v

    return run(params, grads, m, v, rule)


@misconception(witness=first_step(3.0))
def corrects_the_first_mean_only(params, grads, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Only m was corrected. v starts at zero too: divide it by 1 - beta2**t before the root."""

    def rule(p, g, m, v):
        m, v = means(g, m, v, beta1, beta2)
        return p - lr * m / (1.0 - beta1**t) / (np.sqrt(v) + eps), m, v

    return run(params, grads, m, v, rule)


@misconception(witness=first_step(3e-8))
def puts_epsilon_inside_the_root(params, grads, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """eps was added under the root. The root of 1e-8 is 1e-4, which drowns small gradients: their
    steps become far too short. Take the root of v_hat first and add eps afterwards."""

    def rule(p, g, m, v):
        m, v = means(g, m, v, beta1, beta2)
        m_hat, v_hat = m / (1.0 - beta1**t), v / (1.0 - beta2**t)
        return p - lr * m_hat / np.sqrt(v_hat + eps), m, v

    return run(params, grads, m, v, rule)


@misconception(witness=first_step(2e-8))
def adds_epsilon_before_the_correction(
    params, grads, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8
):
    """eps was added to the root of the uncorrected v, so that the correction scales eps as well and
    small gradients get steps that are too short. Correct v first, then take the root, then add
    eps."""

    def rule(p, g, m, v):
        m, v = means(g, m, v, beta1, beta2)
        rate = lr * np.sqrt(1.0 - beta2**t) / (1.0 - beta1**t)
        return p - rate * m / (np.sqrt(v) + eps), m, v

    return run(params, grads, m, v, rule)


@misconception(witness=first_step(1e-8))
def leaves_epsilon_out(params, grads, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """eps had no effect. It is added to the root of v_hat, so that tiny gradients get shorter steps
    and a gradient of 0 does not end in 0 / 0."""

    def rule(p, g, m, v):
        m, v = means(g, m, v, beta1, beta2)
        m_hat, v_hat = m / (1.0 - beta1**t), v / (1.0 - beta2**t)
        return p - lr * m_hat / np.sqrt(v_hat), m, v

    return run(params, grads, m, v, rule)


@misconception(witness=first_step(5.0, t=4, m=1.0, v=2.0))
def counts_one_step_too_few(params, grads, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """The correction used t - 1. The first step already has t = 1 (with 0 it would divide by zero):
    use t as it comes."""

    def rule(p, g, m, v):
        m, v = means(g, m, v, beta1, beta2)
        m_hat, v_hat = m / (1.0 - beta1 ** (t - 1)), v / (1.0 - beta2 ** (t - 1))
        return p - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

    return run(params, grads, m, v, rule)


@misconception(witness=first_step(5.0))
def counts_one_step_too_many(params, grads, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """The correction used t + 1. The first step has t = 1, not 0: use t as it comes."""

    def rule(p, g, m, v):
        m, v = means(g, m, v, beta1, beta2)
        m_hat, v_hat = m / (1.0 - beta1 ** (t + 1)), v / (1.0 - beta2 ** (t + 1))
        return p - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

    return run(params, grads, m, v, rule)


@misconception(witness=first_step(5.0, t=3, m=1.0, v=2.0))
def always_corrects_as_in_the_first_step(
    params, grads, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8
):
    """The correction was 1 - beta at every step. It fades as the means fill up: 1 - beta**t, with t
    the number of the step."""

    def rule(p, g, m, v):
        m, v = means(g, m, v, beta1, beta2)
        m_hat, v_hat = m / (1.0 - beta1), v / (1.0 - beta2)
        return p - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

    return run(params, grads, m, v, rule)


@misconception(witness=first_step(1.0))
def exchanges_the_betas(params, grads, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """beta1 and beta2 changed places. beta1 belongs to m, the mean of the gradients, beta2 to v,
    the mean of their squares."""

    def rule(p, g, m, v):
        m, v = means(g, m, v, beta2, beta1)
        m_hat, v_hat = m / (1.0 - beta2**t), v / (1.0 - beta1**t)
        return p - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

    return run(params, grads, m, v, rule)


@misconception(witness=first_step(4.0))
def averages_sizes_instead_of_squares(params, grads, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """v averaged |g|. It is the mean of the squares g**2, which the root turns back into a size."""

    def rule(p, g, m, v):
        m, v = beta1 * m + (1.0 - beta1) * g, beta2 * v + (1.0 - beta2) * np.abs(g)
        m_hat, v_hat = m / (1.0 - beta1**t), v / (1.0 - beta2**t)
        return p - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

    return run(params, grads, m, v, rule)


@misconception(witness=first_step(4.0, m=2.0))
def squares_the_mean_instead_of_the_gradient(
    params, grads, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8
):
    """v averaged the squares of m. It averages the squares of the gradient itself, g**2."""

    def rule(p, g, m, v):
        m = beta1 * m + (1.0 - beta1) * g
        v = beta2 * v + (1.0 - beta2) * m**2
        m_hat, v_hat = m / (1.0 - beta1**t), v / (1.0 - beta2**t)
        return p - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

    return run(params, grads, m, v, rule)


@misconception(witness=first_step(6.0))
def hands_the_corrected_means_on(params, grads, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """The corrected means were returned. They serve this one step only; what is handed on are m and
    v without correction, or it would be corrected again next time."""

    def rule(p, g, m, v):
        m, v = means(g, m, v, beta1, beta2)
        m_hat, v_hat = m / (1.0 - beta1**t), v / (1.0 - beta2**t)
        return p - lr * m_hat / (np.sqrt(v_hat) + eps), m_hat, v_hat

    return run(params, grads, m, v, rule)


@misconception(witness=first_step(7.0))
def adds_up_instead_of_averaging(params, grads, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """The gradient was added in full. A running mean takes 1 - beta1 of it, and 1 - beta2 of its
    square."""

    def rule(p, g, m, v):
        m, v = beta1 * m + g, beta2 * v + g**2
        m_hat, v_hat = m / (1.0 - beta1**t), v / (1.0 - beta2**t)
        return p - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

    return run(params, grads, m, v, rule)


@misconception(witness=first_step(1.0, m=4.0, v=8.0))
def forgets_the_past(params, grads, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """The m and v that were passed in had no effect. The new means keep beta1 of the old m and
    beta2 of the old v; the first step, where both are zero, does not show it."""

    def rule(p, g, m, v):
        m, v = means(g, 0.0 * m, 0.0 * v, beta1, beta2)
        m_hat, v_hat = m / (1.0 - beta1**t), v / (1.0 - beta2**t)
        return p - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

    return run(params, grads, m, v, rule)


@misconception(witness=first_step(1.0, m=4.0, v=8.0, t=2))
def steps_along_the_gradient(params, grads, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """The step was made along this gradient alone. Adam has momentum: it steps along m_hat, the
    corrected mean of the gradients so far."""

    def rule(p, g, m, v):
        m, v = means(g, m, v, beta1, beta2)
        return p - lr * g / (np.sqrt(v / (1.0 - beta2**t)) + eps), m, v

    return run(params, grads, m, v, rule)


@misconception(witness=first_step(8.0))
def forgets_the_root(params, grads, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """The root is missing. v_hat is a mean of squares: divide by sqrt(v_hat) + eps, so that the
    step does not depend on the scale of the gradient."""

    def rule(p, g, m, v):
        m, v = means(g, m, v, beta1, beta2)
        m_hat, v_hat = m / (1.0 - beta1**t), v / (1.0 - beta2**t)
        return p - lr * m_hat / (v_hat + eps), m, v

    return run(params, grads, m, v, rule)


@misconception(witness=first_step(9.0))
def climbs_instead_of_descending(params, grads, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """The step went uphill. The gradient points to larger losses: subtract the step."""

    def rule(p, g, m, v):
        m, v = means(g, m, v, beta1, beta2)
        m_hat, v_hat = m / (1.0 - beta1**t), v / (1.0 - beta2**t)
        return p + lr * m_hat / (np.sqrt(v_hat) + eps), m, v

    return run(params, grads, m, v, rule)


def arrays(ordinary, edge):
    """A matrix and a vector by name."""
    return record({"w": array("D K", ordinary, edge), "b": array("K", ordinary, edge)})


def state(**changed):
    """Good arguments for a refusal, except for what is changed."""
    good = {name: {"w": np.ones(2), "b": np.ones(2)} for name in ("params", "grads", "m", "v")}
    return {**good, "t": 1, "lr": 0.1, **changed}


LACKING = {"w": np.ones(2)}
EXTRA = {"w": np.ones(2), "b": np.ones(2), "c": np.ones(2)}
# NumPy would broadcast a single number against two.
SINGLE_W = {"w": np.ones(1), "b": np.ones(2)}
SINGLE_B = {"w": np.ones(2), "b": np.ones(1)}

EXERCISE = Exercise(
    inputs={
        "params": arrays(floats(-10, 10), floats(-1e3, 1e3, special=(0.0,))),
        # Gradients near 1e-8 tell where epsilon stands.
        "grads": arrays(floats(-10, 10), floats(-1e3, 1e3, special=(0.0, 1e-8, -3e-8, 1e-7))),
        "m": arrays(floats(-5, 5), floats(-1e3, 1e3, special=(0.0, 1e-8, -2e-8))),
        "v": arrays(floats(0, 10), floats(0, 1e6, special=(0.0, 1e-16, 1e-15))),
        "t": scalar(integers(1, 12), integers(1, 100_000, special=(1, 2, 1000))),
        "lr": scalar(floats(0.001, 0.5), floats(1e-6, 2.0)),
        "beta1": scalar(floats(0.5, 0.95), floats(0.3, 0.99, special=(0.9,))),
        "beta2": scalar(floats(0.96, 0.9995), floats(0.5, 0.9999, special=(0.999, 0.99))),
        "eps": scalar(choice(1e-8, 1e-6, 1e-3), choice(1e-8, 1e-7, 1e-4, 0.1)),
    },
    reference=reference,
    second_source=precise,
    # 1 - beta2**t is known to eps / (1 - beta2) only, which is 1e-12 for a beta2 of 0.9999, and a
    # beta that is left out is not moved.
    slack=12.0,
    sizes={"D": (1, 3), "K": (1, 3)},
    laws=(
        a_gradient_that_never_changed_gives_the_same_step,
        the_means_move_a_fraction_of_the_way,
    ),
    misconceptions=(
        skips_the_bias_correction,
        corrects_the_first_mean_only,
        puts_epsilon_inside_the_root,
        adds_epsilon_before_the_correction,
        leaves_epsilon_out,
        counts_one_step_too_few,
        counts_one_step_too_many,
        always_corrects_as_in_the_first_step,
        exchanges_the_betas,
        averages_sizes_instead_of_squares,
        squares_the_mean_instead_of_the_gradient,
        hands_the_corrected_means_on,
        adds_up_instead_of_averaging,
        forgets_the_past,
        steps_along_the_gradient,
        forgets_the_root,
        climbs_instead_of_descending,
    ),
    refusals=(
        refusal((ValueError, KeyError), "a gradient that is missing", **state(grads=LACKING)),
        refusal((ValueError, KeyError), "a mean that is missing", **state(m=LACKING)),
        refusal((ValueError, KeyError), "a mean of squares that is missing", **state(v=LACKING)),
        refusal((ValueError, KeyError), "a gradient without a parameter", **state(grads=EXTRA)),
        refusal((ValueError, KeyError), "a mean without a parameter", **state(m=EXTRA)),
        refusal((ValueError, KeyError), "a mean of squares without a parameter", **state(v=EXTRA)),
        refusal(ValueError, "a gradient of shape (1,) for (2,)", **state(grads=SINGLE_W)),
        refusal(ValueError, "a mean of shape (1,) for (2,)", **state(m=SINGLE_B)),
        refusal(ValueError, "a mean of squares of shape (1,) for (2,)", **state(v=SINGLE_W)),
    ),
    cases=(
        # The first step is as long as lr, whatever the gradient's size.
        case(**first_step(2.0, p=1.0, lr=0.1)),
        case(**first_step(-0.001, p=1.0, lr=0.1)),
        # After many steps with gradients of 1e-8 an epsilon under the root is off by far.
        case(**first_step(1e-8, t=200, m=1e-8, v=1e-16, lr=0.1), tier="edge"),
        case(**first_step(-3e-8, t=2000, m=2e-8, v=4e-16, lr=0.1), tier="edge"),
        # No memory at all, which is not the same as the defaults.
        case(**first_step(2.0, m=1.0, v=8.0, t=3), beta1=0.0, beta2=0.0, tier="edge"),
        # Nothing has ever moved: 0 / (0 + eps) is 0.
        case(**first_step(0.0, p=1.0), tier="edge"),
    ),
    hints=(
        "m and v start at zero. With beta1 = 0.9 and a first gradient of 2.0, what is m after one "
        "step, and by what must it be divided to be 2.0 again?",
        "Per parameter: update m, update v, make corrected copies m_hat and v_hat, step, and keep "
        "the uncorrected m and v for the next call. Where exactly does eps stand in the formula?",
        "new_p = p - lr * (new_m / (1 - beta1**t)) / (np.sqrt(new_v / (1 - beta2**t)) + eps)",
    ),
)
