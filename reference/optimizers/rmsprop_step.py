"""One step of RMSprop."""

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
    cache: Dict,
    lr: float,
    beta: float = 0.99,
    eps: float = 1e-8,
) -> tuple[Dict, Dict]:
    """As torch.optim.RMSprop, neither centered nor with momentum."""
    new_params, new_cache = {}, {}
    for name, p in params.items():
        g = grads[name]
        new_cache[name] = cache[name].mul(beta).addcmul(g, g, value=1 - beta)
        new_params[name] = p.addcdiv(g, new_cache[name].sqrt().add(eps), value=-lr)
    return new_params, new_cache


def precise(m, params, grads, cache, lr, beta=0.99, eps=1e-8):
    lr, beta, eps = m.number(lr), m.number(beta), m.number(eps)
    squares = {name: c + (1 - beta) * (grads[name] ** 2 - c) for name, c in cache.items()}
    moved = {
        name: p - grads[name] * lr / (m.sqrt(squares[name]) + eps) for name, p in params.items()
    }
    return moved, squares


# --- laws -----------------------------------------------------------------------------------------


@law(edge=10)
def steps_alike_when_the_size_never_changed(rmsprop_step, params, grads, lr, beta, eps):
    """If the cache already holds the square of the gradient it stays as it is, and the step is lr *
    g / (|g| + eps), whatever beta is."""
    moved, cache = rmsprop_step(
        params, grads, {name: g**2 for name, g in grads.items()}, lr, beta, eps
    )
    for name, p in params.items():
        g = grads[name]
        expected = p - lr * g / (np.abs(g) + eps)
        assert_close(moved[name], expected, scale=float(np.abs(p).max()) + lr, rtol=1e-11)
        assert_close(cache[name], g**2, rtol=1e-12)


@law(edge=5)
def stands_still_without_a_gradient(rmsprop_step, params, cache, lr, beta):
    """Where the gradient is 0 nothing moves, and beta of the cache is left."""
    still = {name: 0.0 * p for name, p in params.items()}
    moved, left = rmsprop_step(params, still, cache, lr, beta)
    assert_close(moved, params)
    assert_close(left, {name: beta * c for name, c in cache.items()}, rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


def both(w, b=0.0):
    """A matrix of one number and a vector of one number."""
    return {"w": np.array([[w]]), "b": np.array([b])}


def run(params, grads, cache, rule):
    """The rule (p, g, s) -> (p, s) for every parameter."""
    new = {name: rule(params[name], grads[name], cache[name]) for name in params}
    return tuple({name: parts[i] for name, parts in new.items()} for i in range(2))


WITNESS = {
    "params": both(1.0, 3.0),
    "grads": both(2.0, -1.5),
    "cache": both(12.0, 3.0),
    "lr": 0.25,
    "beta": 0.75,
}


def one(g, c):
    """A gradient about as small as eps, beside a bias that moves as usual."""
    return {"params": both(0.0), "grads": both(g, 1.0), "cache": both(c, 1.0), "lr": 0.25}


@misconception(witness=one(1e-8, 3e-16))
def puts_epsilon_inside_the_root(params, grads, cache, lr, beta=0.99, eps=1e-8):
    """eps was added under the root. The root of 1e-8 is 1e-4, which drowns small gradients: their
    steps become far too short. Take the root first and add eps afterwards."""

    def rule(p, g, s):
        s = beta * s + (1 - beta) * g**2
        return p - lr * g / np.sqrt(s + eps), s

    return run(params, grads, cache, rule)


@misconception(witness=one(1e-8, 4e-16))
def leaves_epsilon_out(params, grads, cache, lr, beta=0.99, eps=1e-8):
    """eps had no effect. It is added to the root of the cache, so that a gradient of 0 does not end
    in 0 / 0."""

    def rule(p, g, s):
        s = beta * s + (1 - beta) * g**2
        return p - lr * g / np.sqrt(s), s

    return run(params, grads, cache, rule)


@misconception(witness=WITNESS)
def adds_up_instead_of_averaging(params, grads, cache, lr, beta=0.99, eps=1e-8):
    """The squared gradient was added in full, so that the cache grows too large. A running mean
    takes 1 - beta of it."""

    def rule(p, g, s):
        s = beta * s + g**2
        return p - lr * g / (np.sqrt(s) + eps), s

    return run(params, grads, cache, rule)


@misconception(witness=WITNESS)
def never_forgets(params, grads, cache, lr, beta=0.99, eps=1e-8):
    """The squares of all gradients were summed up, as in AdaGrad: the steps shrink for ever. Keep
    beta of the cache and take 1 - beta of the new square."""

    def rule(p, g, s):
        s = s + g**2
        return p - lr * g / (np.sqrt(s) + eps), s

    return run(params, grads, cache, rule)


@misconception(witness=WITNESS)
def scales_by_the_old_cache(params, grads, cache, lr, beta=0.99, eps=1e-8):
    """The step was scaled by the cache of the step before. Update the cache first, then use the new
    one."""

    def rule(p, g, s):
        return p - lr * g / (np.sqrt(s) + eps), beta * s + (1 - beta) * g**2

    return run(params, grads, cache, rule)


@misconception(witness=WITNESS)
def forgets_the_past(params, grads, cache, lr, beta=0.99, eps=1e-8):
    """The cache that was passed in had no effect. Keep beta of it. The first step, where it is
    zero, does not show this."""

    def rule(p, g, s):
        s = (1 - beta) * g**2
        return p - lr * g / (np.sqrt(s) + eps), s

    return run(params, grads, cache, rule)


@misconception(witness=WITNESS)
def exchanges_old_and_new(params, grads, cache, lr, beta=0.99, eps=1e-8):
    """beta and 1 - beta changed places. beta says how much of the old cache is kept."""

    def rule(p, g, s):
        s = (1 - beta) * s + beta * g**2
        return p - lr * g / (np.sqrt(s) + eps), s

    return run(params, grads, cache, rule)


@misconception(witness=WITNESS)
def forgets_the_root(params, grads, cache, lr, beta=0.99, eps=1e-8):
    """The step was divided by the mean square itself. Take its root, which has the size of a
    gradient."""

    def rule(p, g, s):
        s = beta * s + (1 - beta) * g**2
        return p - lr * g / (s + eps), s

    return run(params, grads, cache, rule)


@misconception(witness=WITNESS)
def averages_sizes_instead_of_squares(params, grads, cache, lr, beta=0.99, eps=1e-8):
    """The cache averaged |g|. It is the mean of the squares g**2, which the root turns back into a
    size."""

    def rule(p, g, s):
        s = beta * s + (1 - beta) * np.abs(g)
        return p - lr * g / (np.sqrt(s) + eps), s

    return run(params, grads, cache, rule)


@misconception(witness=WITNESS)
def averages_the_gradients_themselves(params, grads, cache, lr, beta=0.99, eps=1e-8):
    """The cache averaged the gradients, which may be negative and cancel. It averages their
    squares, g**2."""

    def rule(p, g, s):
        s = beta * s + (1 - beta) * g
        return p - lr * g / (np.sqrt(s) + eps), s

    return run(params, grads, cache, rule)


@misconception(witness=WITNESS)
def climbs_instead_of_descending(params, grads, cache, lr, beta=0.99, eps=1e-8):
    """The step went uphill. The gradient points to larger losses: subtract the step."""

    def rule(p, g, s):
        s = beta * s + (1 - beta) * g**2
        return p + lr * g / (np.sqrt(s) + eps), s

    return run(params, grads, cache, rule)


@misconception(witness=WITNESS)
def steps_by_the_plain_gradient(params, grads, cache, lr, beta=0.99, eps=1e-8):
    """The parameters moved by lr * g; the cache was updated but not used. Divide the gradient by
    the root of the cache."""

    def rule(p, g, s):
        return p - lr * g, beta * s + (1 - beta) * g**2

    return run(params, grads, cache, rule)


@misconception(witness=WITNESS)
def hands_the_root_on(params, grads, cache, lr, beta=0.99, eps=1e-8):
    """The root of the cache was returned. What is handed on is the mean square itself, without the
    root."""

    def rule(p, g, s):
        s = beta * s + (1 - beta) * g**2
        return p - lr * g / (np.sqrt(s) + eps), np.sqrt(s)

    return run(params, grads, cache, rule)


@misconception(witness=WITNESS)
def hands_the_old_cache_on(params, grads, cache, lr, beta=0.99, eps=1e-8):
    """The cache came back as it was passed in. Return the new one, so that the next step can build
    on it."""

    def rule(p, g, s):
        return p - lr * g / (np.sqrt(beta * s + (1 - beta) * g**2) + eps), s * 1.0

    return run(params, grads, cache, rule)


@misconception(witness=WITNESS)
def corrects_the_bias(params, grads, cache, lr, beta=0.99, eps=1e-8):
    """The cache was divided by 1 - beta before it was used. That is Adam's correction; RMSprop uses
    the cache as it is."""

    def rule(p, g, s):
        s = beta * s + (1 - beta) * g**2
        return p - lr * g / (np.sqrt(s / (1 - beta)) + eps), s

    return run(params, grads, cache, rule)


@misconception(witness=WITNESS)
def returns_the_cache_first(params, grads, cache, lr, beta=0.99, eps=1e-8):
    """The answers came in the wrong order. First the parameters, then the cache."""

    def rule(p, g, s):
        s = beta * s + (1 - beta) * g**2
        return s, p - lr * g / (np.sqrt(s) + eps)

    return run(params, grads, cache, rule)


@misconception(witness=WITNESS)
def returns_the_parameters_alone(params, grads, cache, lr, beta=0.99, eps=1e-8):
    """Only the parameters came back. The next step needs the cache as well: return both."""

    def rule(p, g, s):
        s = beta * s + (1 - beta) * g**2
        return p - lr * g / (np.sqrt(s) + eps), s

    return run(params, grads, cache, rule)[0]


@misconception(witness={name: value for name, value in WITNESS.items() if name != "beta"})
def assumes_another_beta(params, grads, cache, lr, beta=0.9, eps=1e-8):
    """When beta is left out, 0.9 was used, a common choice elsewhere. The default here is 0.99, as
    in PyTorch: keep that of the signature."""

    def rule(p, g, s):
        s = beta * s + (1 - beta) * g**2
        return p - lr * g / (np.sqrt(s) + eps), s

    return run(params, grads, cache, rule)


def arrays(ordinary, edge):
    """A matrix and a vector by name."""
    return record({"w": array("D K", ordinary, edge), "b": array("K", ordinary, edge)})


def state(**changed):
    """Good arguments for a refusal, except for what is changed."""
    good = {name: {"w": np.ones(2), "b": np.ones(1)} for name in ("params", "grads", "cache")}
    return {**good, "lr": 0.1, **changed}


LACKING = {"w": np.ones(2)}
EXTRA = {"w": np.ones(2), "b": np.ones(1), "c": np.ones(1)}
SINGLE = {"w": np.ones(1), "b": np.ones(1)}  # would broadcast against (2,)
COLUMN = {"w": np.ones((2, 1)), "b": np.ones(1)}  # would broadcast to (2, 2)
LAST = {"w": np.ones(2), "b": np.ones((1, 1))}  # the array that is looked at last

EXERCISE = Exercise(
    inputs={
        "params": arrays(floats(-10, 10), floats(-1e3, 1e3, special=(0.0,))),
        # Gradients near 1e-8 tell where epsilon stands.
        "grads": arrays(floats(-10, 10), floats(-1e3, 1e3, special=(0.0, 1e-8, -3e-8, 1e-7))),
        "cache": arrays(floats(0, 20), floats(0, 1e6, special=(0.0, 1e-16, 1e-15))),
        "lr": scalar(floats(0.001, 0.5), floats(1e-6, 2.0)),
        "beta": scalar(floats(0.5, 0.995), floats(0.0, 0.9999, special=(0.0, 0.9, 0.99))),
        "eps": scalar(choice(1e-8, 1e-6, 1e-3), choice(1e-8, 1e-7, 1e-4, 0.1)),
    },
    reference=reference,
    second_source=precise,
    sizes={"D": (1, 3), "K": (1, 3)},
    ordinary=60,
    laws=(steps_alike_when_the_size_never_changed, stands_still_without_a_gradient),
    misconceptions=(
        puts_epsilon_inside_the_root,
        leaves_epsilon_out,
        adds_up_instead_of_averaging,
        never_forgets,
        scales_by_the_old_cache,
        forgets_the_past,
        exchanges_old_and_new,
        forgets_the_root,
        averages_sizes_instead_of_squares,
        averages_the_gradients_themselves,
        climbs_instead_of_descending,
        steps_by_the_plain_gradient,
        hands_the_root_on,
        hands_the_old_cache_on,
        corrects_the_bias,
        returns_the_cache_first,
        returns_the_parameters_alone,
        assumes_another_beta,
    ),
    refusals=(
        refusal((ValueError, KeyError), "a gradient that is missing", **state(grads=LACKING)),
        refusal((ValueError, KeyError), "a cache that is missing", **state(cache=LACKING)),
        refusal((ValueError, KeyError), "a gradient without a parameter", **state(grads=EXTRA)),
        refusal((ValueError, KeyError), "a cache without a parameter", **state(cache=EXTRA)),
        refusal(ValueError, "a gradient of shape (1,) for (2,)", **state(grads=SINGLE)),
        refusal(ValueError, "a cache of shape (1,) for (2,)", **state(cache=SINGLE)),
        refusal(ValueError, "a cache of shape (1, 1) for (1,)", **state(cache=LAST)),
        refusal(ValueError, "a gradient of shape (2, 1) for (2,)", **state(grads=COLUMN)),
        refusal(ValueError, "a gradient of shape (1, 1) for (1,)", **state(grads=LAST)),
    ),
    cases=(
        case(**WITNESS),
        case(params=both(1.0), grads=both(2.0, -0.5), cache=both(0.0), lr=0.1),
        case(**one(1e-8, 1e-16), tier="edge"),
        case(**one(-3e-8, 0.0), tier="edge"),
        # Nothing has ever moved: 0 / (0 + eps) is 0.
        case(params=both(1.0), grads=both(0.0), cache=both(0.0), lr=0.1, tier="edge"),
    ),
    hints=(
        "How large have the gradients of a parameter been lately? Dividing by that gives all "
        "parameters steps of about the same size.",
        "Update the cache of every parameter first: beta of the old one, 1 - beta of the new "
        "square. Where exactly does eps stand in the step?",
        "new_c = beta * cache[name] + (1 - beta) * g**2; "
        "new_p = params[name] - lr * g / (np.sqrt(new_c) + eps); return both dicts.",
    ),
)
