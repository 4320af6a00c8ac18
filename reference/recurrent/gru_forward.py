"""A gated recurrent unit over whole sequences, as the papers write it."""

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
    misconception,
    record,
    refusal,
)


def reference(x: torch.Tensor, c0: torch.Tensor, params: dict[str, torch.Tensor]) -> torch.Tensor:
    def sums(name: str, inputs: torch.Tensor, state: torch.Tensor) -> torch.Tensor:
        return inputs @ params[f"W{name}"] + state @ params[f"U{name}"] + params[f"b{name}"]

    c, memories = c0, []
    for inputs in x.unbind(1):
        u = torch.sigmoid(sums("u", inputs, c))
        r = torch.sigmoid(sums("r", inputs, c))
        c = u * torch.tanh(sums("c", inputs, r * c)) + (1.0 - u) * c
        memories.append(c)
    return torch.stack(memories, dim=1)


def precise(m, x, c0, params):
    """1 - u as sigmoid of the opposite, so that nothing cancels."""

    def sums(name, inputs, state):
        return inputs @ params[f"W{name}"] + state @ params[f"U{name}"] + params[f"b{name}"]

    c, memories = c0, []
    for t in range(x.shape[1]):
        z = sums("u", x[:, t], c)
        r = 1 / (1 + m.exp(-sums("r", x[:, t], c)))
        c = m.tanh(sums("c", x[:, t], r * c)) / (1 + m.exp(-z)) + c / (1 + m.exp(z))
        memories.append(c)
    return np.stack(memories, axis=1)


# --- laws -----------------------------------------------------------------------------------------


@law(surprise=floats(-10, 10))
def the_future_does_not_change_the_past(gru_forward, x, c0, params, surprise):
    """Another last input changes the last memory only: no step knows what comes after it."""
    other = x.copy()
    other[:, -1] += surprise
    before = gru_forward(x, c0, params)[:, :-1]
    assert_close(gru_forward(other, c0, params)[:, :-1], before, scale=1.0, rtol=1e-12)


@law()
def a_closed_update_gate_keeps_the_memory(gru_forward, x, c0, params):
    """With bu = -1000 the update gate is 0, and every step still holds c0."""
    closed = {**params, "bu": params["bu"] - 1000.0}
    kept = np.repeat(c0[:, None], x.shape[1], axis=1)
    assert_close(gru_forward(x, c0, closed), kept, scale=1.0)


# --- mistakes -------------------------------------------------------------------------------------


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def sums(params, name, x, state):
    return x @ params[f"W{name}"] + state @ params[f"U{name}"] + params[f"b{name}"]


def step(x, c, params):
    u, r = sigmoid(sums(params, "u", x, c)), sigmoid(sums(params, "r", x, c))
    return u * np.tanh(sums(params, "c", x, r * c)) + (1.0 - u) * c


def run(x, c0, params, one=step):
    c, memories = c0, []
    for t in range(x.shape[1]):
        c = one(x[:, t], c, params)
        memories.append(c)
    return np.stack(memories, axis=1)


def situation(x, c0, **given):
    """One sequence of one unit; ``x`` lists its steps; what is not given is 0."""
    params = {}
    for name in "urc":
        params[f"W{name}"] = np.array([[given.get(f"W{name}", 0.0)]])
        params[f"U{name}"] = np.array([[given.get(f"U{name}", 0.0)]])
        params[f"b{name}"] = np.array([given.get(f"b{name}", 0.0)])
    steps = np.array(x, dtype=float).reshape(1, -1, 1)
    return {"x": steps, "c0": np.array([[c0]]), "params": params}


PLAIN = situation([1.0, -0.5], 0.5, Wu=1.0, Uu=0.5, bu=-1.0, Wr=-1.0, Ur=2.0, Wc=2.0, Uc=1.0)
TWO_UNITS = {
    "x": np.zeros((1, 2, 1)),
    "c0": np.array([[1.0, 0.5]]),
    "params": {
        **{name: np.zeros((1, 2)) for name in ("Wu", "Wr", "Wc")},
        **{name: np.zeros((2, 2)) for name in ("Uu", "Ur")},
        "Uc": np.array([[0.0, 2.0], [0.0, 0.0]]),
        **{name: np.zeros(2) for name in ("bu", "bc")},
        "br": np.array([1.0, -1.0]),
    },
}
PAIR = {**PLAIN, "x": np.array([[[1.0], [-0.5]], [[2.0], [0.25]]]), "c0": np.array([[0.5], [0.0]])}


@misconception(witness=PLAIN)
def exchanges_keeping_and_replacing(x, c0, params):
    """u and 1 - u changed places. Here the update gate says how much is *replaced*: u multiplies
    the candidate, 1 - u the old memory (PyTorch's GRU does it the other way round)."""

    def one(x, c, params):
        u, r = sigmoid(sums(params, "u", x, c)), sigmoid(sums(params, "r", x, c))
        return (1.0 - u) * np.tanh(sums(params, "c", x, r * c)) + u * c

    return run(x, c0, params, one)


@misconception(witness=PLAIN)
def exchanges_the_two_gates(x, c0, params):
    """The two gates changed places. r acts inside the candidate, on the memory it may see; u mixes
    the candidate with the old memory at the end."""

    def one(x, c, params):
        u, r = sigmoid(sums(params, "u", x, c)), sigmoid(sums(params, "r", x, c))
        return r * np.tanh(sums(params, "c", x, u * c)) + (1.0 - r) * c

    return run(x, c0, params, one)


@misconception(witness=PLAIN)
def ignores_the_reset_gate(x, c0, params):
    """The candidate saw the whole memory. It may only see r * c, what the reset gate lets
    through."""

    def one(x, c, params):
        u = sigmoid(sums(params, "u", x, c))
        return u * np.tanh(sums(params, "c", x, c)) + (1.0 - u) * c

    return run(x, c0, params, one)


@misconception(witness=TWO_UNITS)
def resets_after_the_product(x, c0, params):
    """The reset gate was applied after the product with Uc, as PyTorch does. Here it comes first:
    (r * c) @ Uc."""

    def one(x, c, params):
        u, r = sigmoid(sums(params, "u", x, c)), sigmoid(sums(params, "r", x, c))
        c_tilde = np.tanh(x @ params["Wc"] + r * (c @ params["Uc"]) + params["bc"])
        return u * c_tilde + (1.0 - u) * c

    return run(x, c0, params, one)


@misconception(witness=PLAIN)
def computes_the_gates_once(x, c0, params):
    """The gates of the first step served at all steps. Each step computes its own, from its input
    and the memory that it finds."""
    u, r = sigmoid(sums(params, "u", x[:, 0], c0)), sigmoid(sums(params, "r", x[:, 0], c0))

    def one(x, c, params):
        return u * np.tanh(sums(params, "c", x, r * c)) + (1.0 - u) * c

    return run(x, c0, params, one)


@misconception(witness=PLAIN)
def lets_the_gates_see_the_first_memory_only(x, c0, params):
    """The gates looked at c0 at every step. They look at the memory that the step before left."""

    def one(x, c, params):
        u, r = sigmoid(sums(params, "u", x, c0)), sigmoid(sums(params, "r", x, c0))
        return u * np.tanh(sums(params, "c", x, r * c)) + (1.0 - u) * c

    return run(x, c0, params, one)


@misconception(witness=PLAIN)
def starts_anew_at_every_step(x, c0, params):
    """Every step began with c0, so that nothing is remembered. Each step begins with the memory
    that the step before it left behind."""
    return np.stack([step(x[:, t], c0, params) for t in range(x.shape[1])], axis=1)


@misconception(witness=PLAIN)
def ignores_the_first_memory(x, c0, params):
    """The unit began with a memory of zeros. The memory before the first step is c0."""
    return run(x, np.zeros_like(c0), params)


@misconception(witness=PLAIN)
def returns_the_last_memory_only(x, c0, params):
    """Only the last memory came back. Keep the memory after every step: (N, T, H)."""
    return run(x, c0, params)[:, -1]


@misconception(witness=PLAIN)
def returns_the_memories_before_each_step(x, c0, params):
    """Each memory stands one step too late: c0 came first, and the last one is missing."""
    return np.concatenate([c0[:, None], run(x, c0, params)[:, :-1]], axis=1)


@misconception(witness=PLAIN)
def puts_time_first(x, c0, params):
    """The memories came as (T, N, H). Sequences are (N, T, H) here: stack along axis 1."""
    return run(x, c0, params).swapaxes(0, 1)


@misconception(witness=PLAIN)
def runs_backwards(x, c0, params):
    """The sequence was read from its end. The first step reads x[:, 0]."""
    return run(x[:, ::-1], c0, params)[:, ::-1]


@misconception(witness=PAIR)
def runs_over_the_examples(x, c0, params):
    """The loop ran over the first axis, the examples, as if they were the steps. Time is axis 1:
    step t of all examples together is x[:, t]."""
    return run(x.swapaxes(0, 1), c0, params).swapaxes(0, 1)


EXERCISE = Exercise(
    inputs={
        "x": array("N T D", floats(-2, 2), floats(-100, 100, special=(0.0,))),
        # A memory that began within [-1, 1] stays there.
        "c0": array("N H", floats(-1, 1), floats(-1, 1, special=(0.0,))),
        "params": record(
            {
                f"{kind}{name}": array(shape, floats(-1, 1), floats(-4, 4, special=(0.0,)))
                for name in "urc"
                for kind, shape in (("W", "D H"), ("U", "H H"), ("b", "H"))
            }
        ),
    },
    reference=reference,
    accuracy="absolute",  # rounding errors of 1: what 1 - u can be known to
    second_source=precise,
    sizes={"N": (1, 4), "T": (1, 4), "D": (1, 3), "H": (1, 3)},
    ordinary=60,
    edge=24,
    laws=(the_future_does_not_change_the_past, a_closed_update_gate_keeps_the_memory),
    misconceptions=(
        exchanges_keeping_and_replacing,
        exchanges_the_two_gates,
        ignores_the_reset_gate,
        resets_after_the_product,
        computes_the_gates_once,
        lets_the_gates_see_the_first_memory_only,
        starts_anew_at_every_step,
        ignores_the_first_memory,
        returns_the_last_memory_only,
        returns_the_memories_before_each_step,
        puts_time_first,
        runs_backwards,
        runs_over_the_examples,
    ),
    refusals=(
        refusal(
            ValueError,
            "2 sequences against a single memory",
            **{**PLAIN, "x": np.ones((2, 2, 1))},
        ),
        refusal(
            ValueError,
            "a single sequence against 2 memories",
            **{**PLAIN, "c0": np.ones((2, 1))},
        ),
        refusal(
            ValueError,
            "3 sequences against 2 memories",
            **{**PLAIN, "x": np.ones((3, 2, 1)), "c0": np.ones((2, 1))},
        ),
    ),
    cases=(
        case(**situation([0.0, 0.0, 0.0], 8.0)),
        # A single step; gates that open and close.
        case(**situation([3.0], 8.0, Uc=1.0, bc=-4.0), tier="edge"),
        case(**situation([1.0, -1.0, 1.0], -0.5, Wu=1000.0, Wr=-1000.0, Wc=1000.0), tier="edge"),
    ),
    hints=(
        "One step is gru_cell_forward. What does the second step need that the first one computed?",
        "Keep the memory in a variable, begin with c0, and let a loop over t replace it; the gates "
        "are computed anew at every step. Which axis of x is time?",
        'For t in range(T): u and r from x[:, t] and c; c = u * np.tanh(x[:, t] @ params["Wc"] + '
        '(r * c) @ params["Uc"] + params["bc"]) + (1 - u) * c. Collect every c and stack along '
        "axis 1.",
    ),
)
