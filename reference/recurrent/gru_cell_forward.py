"""One step of a gated recurrent unit, as the papers write it."""

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


def reference(
    x: torch.Tensor, c_prev: torch.Tensor, params: dict[str, torch.Tensor]
) -> torch.Tensor:
    def sums(name: str, state: torch.Tensor) -> torch.Tensor:
        return x @ params[f"W{name}"] + state @ params[f"U{name}"] + params[f"b{name}"]

    u = torch.sigmoid(sums("u", c_prev))
    r = torch.sigmoid(sums("r", c_prev))
    c_tilde = torch.tanh(sums("c", r * c_prev))
    return u * c_tilde + (1.0 - u) * c_prev


def precise(m, x, c_prev, params):
    """Entry by entry; 1 - u as sigmoid of the opposite, so that nothing cancels."""
    n, h = c_prev.shape

    def total(name, row, k, state):
        inputs = (x[row, i] * params[f"W{name}"][i, k] for i in range(x.shape[1]))
        states = (state[j] * params[f"U{name}"][j, k] for j in range(h))
        return sum(inputs) + sum(states) + params[f"b{name}"][k]

    out = np.empty((n, h), dtype=object)
    for row in range(n):
        past = c_prev[row]
        reset = [1 / (1 + m.exp(-total("r", row, k, past))) * past[k] for k in range(h)]
        for k in range(h):
            z = total("u", row, k, past)
            candidate = m.tanh(total("c", row, k, reset))
            out[row, k] = candidate / (1 + m.exp(-z)) + past[k] / (1 + m.exp(z))
    return out


# --- laws -----------------------------------------------------------------------------------------


@law()
def a_closed_update_gate_keeps_the_memory(gru_cell_forward, x, c_prev, params):
    """With bu = -1000 the update gate is 0, and the memory comes out as it went in."""
    closed = {**params, "bu": params["bu"] - 1000.0}
    assert_close(gru_cell_forward(x, c_prev, closed), c_prev)


@law()
def a_closed_reset_gate_hides_the_memory(gru_cell_forward, x, c_prev, params):
    """With bu = 1000 and br = -1000 the memory is replaced by a candidate that does not see it:
    tanh(x @ Wc + bc)."""
    gates = {**params, "bu": params["bu"] + 1000.0, "br": params["br"] - 1000.0}
    expected = np.tanh(x @ params["Wc"] + params["bc"])
    assert_close(gru_cell_forward(x, c_prev, gates), expected, scale=1.0)


@law()
def an_open_reset_gate_shows_the_memory(gru_cell_forward, x, c_prev, params):
    """With bu = br = 1000 the cell is a plain recurrent one: tanh(x @ Wc + c_prev @ Uc + bc)."""
    gates = {**params, "bu": params["bu"] + 1000.0, "br": params["br"] + 1000.0}
    expected = np.tanh(x @ params["Wc"] + c_prev @ params["Uc"] + params["bc"])
    assert_close(gru_cell_forward(x, c_prev, gates), expected, scale=1.0)


# --- mistakes -------------------------------------------------------------------------------------


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def sums(params, name, x, state):
    return x @ params[f"W{name}"] + state @ params[f"U{name}"] + params[f"b{name}"]


def gates(x, c_prev, params):
    return sigmoid(sums(params, "u", x, c_prev)), sigmoid(sums(params, "r", x, c_prev))


def candidate(x, c_prev, params, r):
    return np.tanh(sums(params, "c", x, r * c_prev))


def situation(x, c_prev, **given):
    """Parameters of one unit with one input; what is not given is 0."""
    params = {}
    for name in "urc":
        params[f"W{name}"] = np.array([[given.get(f"W{name}", 0.0)]])
        params[f"U{name}"] = np.array([[given.get(f"U{name}", 0.0)]])
        params[f"b{name}"] = np.array([given.get(f"b{name}", 0.0)])
    return {"x": np.array([[x]]), "c_prev": np.array([[c_prev]]), "params": params}


TWO_UNITS = {
    "x": np.array([[0.0]]),
    "c_prev": np.array([[1.0, 0.5]]),
    "params": {
        **{name: np.zeros((1, 2)) for name in ("Wu", "Wr", "Wc")},
        **{name: np.zeros((2, 2)) for name in ("Uu", "Ur")},
        "Uc": np.array([[0.0, 2.0], [0.0, 0.0]]),
        **{name: np.zeros(2) for name in ("bu", "br", "bc")},
    },
}


@misconception(witness=situation(1.0, 0.5, Wc=1.0, bu=1.0))
def exchanges_keeping_and_replacing(x, c_prev, params):
    """u and 1 - u changed places. Here the update gate says how much is *replaced*: u multiplies
    the candidate, 1 - u the old memory (PyTorch's GRU does it the other way round)."""
    u, r = gates(x, c_prev, params)
    return (1.0 - u) * candidate(x, c_prev, params, r) + u * c_prev


@misconception(witness=situation(0.0, 1.0, Uc=2.0, bu=2.0, br=-1.0))
def exchanges_the_two_gates(x, c_prev, params):
    """The two gates changed places. r acts inside the candidate, on the memory it may see; u mixes
    the candidate with the old memory at the end."""
    u, r = gates(x, c_prev, params)
    return r * candidate(x, c_prev, params, u) + (1.0 - r) * c_prev


@misconception(witness=situation(0.0, 1.0, Uc=1.0))
def ignores_the_reset_gate(x, c_prev, params):
    """The candidate saw the whole memory. It may only see r * c_prev, what the reset gate lets
    through."""
    u, _ = gates(x, c_prev, params)
    return u * candidate(x, c_prev, params, 1.0) + (1.0 - u) * c_prev


@misconception(
    witness={
        **TWO_UNITS,
        "params": {
            **TWO_UNITS["params"],
            "br": np.array([1.0, -1.0]),
            "bc": np.array([0.0, 0.5]),
        },
    }
)
def resets_after_the_product(x, c_prev, params):
    """The reset gate was applied after the product with Uc, as PyTorch does. Here it comes first:
    (r * c_prev) @ Uc."""
    u, r = gates(x, c_prev, params)
    c_tilde = np.tanh(x @ params["Wc"] + r * (c_prev @ params["Uc"]) + params["bc"])
    return u * c_tilde + (1.0 - u) * c_prev


@misconception(witness=situation(1.0, 0.0, Wc=1.0, bc=0.5))
def resets_the_input_too(x, c_prev, params):
    """The reset gate scaled the whole sum inside tanh. It acts on the memory alone: the input and
    the bias pass untouched."""
    u, r = gates(x, c_prev, params)
    return u * np.tanh(r * sums(params, "c", x, c_prev)) + (1.0 - u) * c_prev


@misconception(witness=situation(0.0, 1.0, br=1.0))
def resets_the_memory_that_is_kept(x, c_prev, params):
    """The memory that is kept was multiplied by the reset gate too. The reset gate only hides
    memory from the candidate; (1 - u) * c_prev stays as it is."""
    u, r = gates(x, c_prev, params)
    return u * candidate(x, c_prev, params, r) + (1.0 - u) * r * c_prev


@misconception(witness=situation(1.0, 0.5, bc=1.0, bu=-1.0))
def forgets_the_biases(x, c_prev, params):
    """The biases are missing. Each of the three sums ends in its own: bu, br and bc."""
    bare = {k: np.zeros_like(p) if k.startswith("b") else p for k, p in params.items()}
    u, r = gates(x, c_prev, bare)
    return u * candidate(x, c_prev, bare, r) + (1.0 - u) * c_prev


@misconception(witness=situation(1.0, 0.5, bc=2.0, bu=1.0))
def forgets_the_bias_of_the_candidate(x, c_prev, params):
    """The bias bc of the candidate is missing: the sum inside tanh ends in + bc."""
    bare = {**params, "bc": np.zeros_like(params["bc"])}
    u, r = gates(x, c_prev, params)
    return u * candidate(x, c_prev, bare, r) + (1.0 - u) * c_prev


@misconception(witness=situation(1.0, 0.5, Wc=2.0, bu=0.5))
def forgets_the_memory(x, c_prev, params):
    """The old memory was lost: u * c_tilde is only half of the mixture. Add (1 - u) * c_prev."""
    u, r = gates(x, c_prev, params)
    return u * candidate(x, c_prev, params, r)


@misconception(witness=situation(1.0, 0.5, Wc=1.0, bu=2.0))
def squashes_the_gates_with_tanh(x, c_prev, params):
    """The gates went through tanh. They must lie between 0 and 1, so they take sigmoid; only the
    candidate takes tanh."""
    u, r = np.tanh(sums(params, "u", x, c_prev)), np.tanh(sums(params, "r", x, c_prev))
    return u * candidate(x, c_prev, params, r) + (1.0 - u) * c_prev


@misconception(witness=situation(2.0, 0.5, Wc=1.0))
def squashes_the_candidate_with_sigmoid(x, c_prev, params):
    """The candidate went through sigmoid. It is a new memory between -1 and 1, so it takes tanh;
    sigmoid is for the two gates."""
    u, r = gates(x, c_prev, params)
    return u * sigmoid(sums(params, "c", x, r * c_prev)) + (1.0 - u) * c_prev


@misconception(witness=TWO_UNITS)
def transposes_the_weights_of_the_memory(x, c_prev, params):
    """The memory met transposed weights, c_prev @ U.T. U is square, so the shape does not tell:
    rows of U belong to the old memory, columns to the new one, c_prev @ U."""
    turned = {k: p.T if k.startswith("U") else p for k, p in params.items()}
    u, r = gates(x, c_prev, turned)
    return u * candidate(x, c_prev, turned, r) + (1.0 - u) * c_prev


WEIGHTS = floats(-1, 1)
LARGE_WEIGHTS = floats(-30, 30, special=(0.0,))

EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-2, 2), floats(-100, 100, special=(0.0,))),
        # A memory that began within [-1, 1] stays there.
        "c_prev": array("N H", floats(-1, 1), floats(-1, 1, special=(0.0,))),
        "params": record(
            {
                f"{kind}{name}": array(shape, WEIGHTS, LARGE_WEIGHTS)
                for name in "urc"
                for kind, shape in (("W", "D H"), ("U", "H H"), ("b", "H"))
            }
        ),
    },
    reference=reference,
    accuracy="absolute",  # rounding errors of 1: what 1 - u can be known to
    second_source=precise,
    sizes={"N": (1, 5), "D": (1, 4), "H": (1, 4)},
    laws=(
        a_closed_update_gate_keeps_the_memory,
        a_closed_reset_gate_hides_the_memory,
        an_open_reset_gate_shows_the_memory,
    ),
    misconceptions=(
        exchanges_keeping_and_replacing,
        exchanges_the_two_gates,
        ignores_the_reset_gate,
        resets_after_the_product,
        resets_the_input_too,
        resets_the_memory_that_is_kept,
        forgets_the_biases,
        forgets_the_bias_of_the_candidate,
        forgets_the_memory,
        squashes_the_gates_with_tanh,
        squashes_the_candidate_with_sigmoid,
        transposes_the_weights_of_the_memory,
    ),
    refusals=(
        refusal(
            ValueError,
            "2 examples in x against a single memory",
            **{**situation(1.0, 0.5), "x": np.ones((2, 1))},
        ),
        refusal(
            ValueError,
            "a single example in x against 2 memories",
            **{**situation(1.0, 0.5), "c_prev": np.ones((2, 1))},
        ),
        refusal(
            ValueError,
            "3 examples in x against 2 memories",
            **{**situation(1.0, 0.5), "x": np.ones((3, 1)), "c_prev": np.ones((2, 1))},
        ),
        refusal(
            ValueError,
            "2 features in x against weights for a single one",
            **{**situation(1.0, 0.5), "x": np.ones((1, 2))},
        ),
    ),
    cases=(
        case(**situation(3.0, 8.0, Uc=1.0, bc=-4.0)),
        # Saturated gates and candidates: exp(1000) is not a number to divide by.
        case(**situation(1.0, -0.5, Wu=1000.0, Wr=-1000.0, Wc=1000.0), tier="edge"),
        case(**situation(-1.0, 0.5, Wu=1000.0, Wr=-1000.0, Wc=1000.0), tier="edge"),
    ),
    hints=(
        "Compute the two gates first: same recipe, other parameters. What must their values lie "
        "between, and which function does that?",
        "The candidate sees the input, its bias, and only that part of the memory which the reset "
        "gate lets through. Where does r stand, before or after the product with Uc?",
        'c_tilde = np.tanh(x @ params["Wc"] + (r * c_prev) @ params["Uc"] + params["bc"]), and the '
        "new memory is u * c_tilde + (1 - u) * c_prev.",
    ),
)
