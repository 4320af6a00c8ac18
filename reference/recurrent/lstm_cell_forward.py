"""One step of a long short-term memory."""

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
    x: torch.Tensor, h_prev: torch.Tensor, c_prev: torch.Tensor, params: dict[str, torch.Tensor]
) -> tuple[torch.Tensor, torch.Tensor]:
    def sums(name: str) -> torch.Tensor:
        return x @ params[f"W{name}"] + h_prev @ params[f"U{name}"] + params[f"b{name}"]

    f, i, o = (torch.sigmoid(sums(name)) for name in "fio")
    c = f * c_prev + i * torch.tanh(sums("g"))
    return o * torch.tanh(c), c


def precise(m, x, h_prev, c_prev, params):
    def sums(name):
        return x @ params[f"W{name}"] + h_prev @ params[f"U{name}"] + params[f"b{name}"]

    f, i, o = (1 / (1 + m.exp(-sums(name))) for name in "fio")
    c = f * c_prev + i * m.tanh(sums("g"))
    return o * m.tanh(c), c


# --- laws -----------------------------------------------------------------------------------------


@law()
def a_memory_that_is_neither_erased_nor_written_stays(lstm_cell_forward, x, h_prev, c_prev, params):
    """With bf = 1000 and bi = -1000 the memory comes out as it went in."""
    gates = {**params, "bf": params["bf"] + 1000.0, "bi": params["bi"] - 1000.0}
    assert_close(lstm_cell_forward(x, h_prev, c_prev, gates)[1], c_prev, scale=10.0)


@law()
def an_erased_memory_holds_the_candidate(lstm_cell_forward, x, h_prev, c_prev, params):
    """With bf = -1000 and bi = bo = 1000 the memory is the candidate g, and h is tanh(g)."""
    gates = {
        **params,
        "bf": params["bf"] - 1000.0,
        "bi": params["bi"] + 1000.0,
        "bo": params["bo"] + 1000.0,
    }
    g = np.tanh(x @ params["Wg"] + h_prev @ params["Ug"] + params["bg"])
    assert_close(lstm_cell_forward(x, h_prev, c_prev, gates), (np.tanh(g), g), scale=1.0)


# --- mistakes -------------------------------------------------------------------------------------


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def sums(params, name, x, h):
    return x @ params[f"W{name}"] + h @ params[f"U{name}"] + params[f"b{name}"]


def run(x, h_prev, c_prev, params, mix, show=np.tanh, gate=sigmoid, candidate=np.tanh):
    """``mix`` makes the new memory and the gate that shows it."""
    f, i, o = (gate(sums(params, name, x, h_prev)) for name in "fio")
    c, shown = mix(f, i, o, candidate(sums(params, "g", x, h_prev)), c_prev)
    return shown * show(c), c


def right(f, i, o, g, c):
    return f * c + i * g, o


def situation(x, h_prev, c_prev, **given):
    """Parameters of one unit with one input; what is not given is 0."""
    params = {}
    for name in "fiog":
        params[f"W{name}"] = np.array([[given.pop(f"W{name}", 0.0)]])
        params[f"U{name}"] = np.array([[given.pop(f"U{name}", 0.0)]])
        params[f"b{name}"] = np.array([given.pop(f"b{name}", 0.0)])
    states = {"h_prev": np.array([[h_prev]]), "c_prev": np.array([[c_prev]])}
    return {**given, "x": np.array([[x]]), **states, "params": params}


PLAIN = situation(
    0.5,
    0.5,
    2.0,
    **{
        "Wf": 0.5,
        "Uf": 1.0,
        "bf": 1.0,
        "Wi": 1.0,
        "Ui": -0.5,
        "bi": -1.0,
        "Wo": -1.0,
        "Uo": 2.0,
        "bo": 0.5,
        "Wg": 2.0,
        "Ug": -1.0,
        "bg": 0.25,
    },
)

TWO_UNITS = {
    "x": np.array([[0.0]]),
    "h_prev": np.array([[1.0, 0.5]]),
    "c_prev": np.array([[1.0, 2.0]]),
    "params": {
        f"{kind}{name}": (
            np.array([[0.0, 2.0], [0.0, 0.0]])
            if kind == "U"
            else np.zeros((1, 2) if kind == "W" else 2)
        )
        for name in "fiog"
        for kind in "WUb"
    },
}


@misconception(witness=PLAIN)
def exchanges_forgetting_and_writing(x, h_prev, c_prev, params):
    """The forget gate and the input gate changed places. f scales the old memory, i the candidate:
    c = f * c_prev + i * g."""
    return run(x, h_prev, c_prev, params, lambda f, i, o, g, c: (i * c + f * g, o))


@misconception(witness=PLAIN)
def exchanges_writing_and_showing(x, h_prev, c_prev, params):
    """The input gate and the output gate changed places. i lets the candidate into the memory, o
    shows the memory to the rest of the network."""
    return run(x, h_prev, c_prev, params, lambda f, i, o, g, c: (f * c + o * g, i))


@misconception(witness=PLAIN)
def shares_one_gate(x, h_prev, c_prev, params):
    """The candidate came in by 1 - f, as in a GRU. The LSTM has an input gate of its own, i."""
    return run(x, h_prev, c_prev, params, lambda f, i, o, g, c: (f * c + (1.0 - f) * g, o))


@misconception(witness=PLAIN)
def forgets_the_memory(x, h_prev, c_prev, params):
    """The old memory was lost. c is the sum of two parts, f * c_prev and i * g."""
    return run(x, h_prev, c_prev, params, lambda f, i, o, g, c: (i * g, o))


@misconception(witness=PLAIN)
def never_forgets(x, h_prev, c_prev, params):
    """The forget gate had no effect: the whole old memory was kept. Scale it by f."""
    return run(x, h_prev, c_prev, params, lambda f, i, o, g, c: (c + i * g, o))


@misconception(witness=PLAIN)
def squashes_the_candidate_with_sigmoid(x, h_prev, c_prev, params):
    """The candidate went through sigmoid, so that the memory can only grow. It takes tanh; sigmoid
    is for the three gates."""
    return run(x, h_prev, c_prev, params, right, candidate=sigmoid)


@misconception(witness=PLAIN)
def shows_the_memory_unsquashed(x, h_prev, c_prev, params):
    """h was o * c. What is shown of the memory is squashed first: h = o * tanh(c)."""
    return run(x, h_prev, c_prev, params, right, show=lambda c: c)


@misconception(witness=PLAIN)
def shows_all_of_the_memory(x, h_prev, c_prev, params):
    """h was tanh(c), whatever the output gate says. Multiply by o."""
    return run(x, h_prev, c_prev, params, lambda f, i, o, g, c: (f * c + i * g, 1.0))


@misconception(witness=PLAIN)
def shows_the_old_memory(x, h_prev, c_prev, params):
    """h was made from the memory before the step. Update c first, and show the new one."""
    _, c = run(x, h_prev, c_prev, params, right)
    return sigmoid(sums(params, "o", x, h_prev)) * np.tanh(c_prev), c


@misconception(witness=PLAIN)
def squashes_the_gates_with_tanh(x, h_prev, c_prev, params):
    """The gates went through tanh. They must lie between 0 and 1, so they take sigmoid; only the
    candidate takes tanh."""
    return run(x, h_prev, c_prev, params, right, gate=np.tanh)


@misconception(witness=PLAIN)
def lets_the_gates_look_at_the_memory(x, h_prev, c_prev, params):
    """The sums were made from c_prev. Gates and candidate look at the hidden state, h_prev."""
    _, c = run(x, c_prev, c_prev, params, right)
    return sigmoid(sums(params, "o", x, c_prev)) * np.tanh(c), c


@misconception(witness=PLAIN)
def forgets_the_biases(x, h_prev, c_prev, params):
    """The biases are missing. Each of the four sums ends in its own: bf, bi, bo and bg."""
    bare = {k: np.zeros_like(p) if k.startswith("b") else p for k, p in params.items()}
    return run(x, h_prev, c_prev, bare, right)


@misconception(witness=PLAIN)
def adds_one_to_the_forget_gate(x, h_prev, c_prev, params):
    """1 was added to the sum of the forget gate, as some libraries do. Here bf is used as given."""
    return run(x, h_prev, c_prev, {**params, "bf": params["bf"] + 1.0}, right)


@misconception(witness=PLAIN)
def returns_the_memory_first(x, h_prev, c_prev, params):
    """The states came as (c, h). Return the hidden state first: (h, c)."""
    return run(x, h_prev, c_prev, params, right)[::-1]


@misconception(witness=TWO_UNITS)
def transposes_the_weights_of_the_state(x, h_prev, c_prev, params):
    """The hidden state met transposed weights, h_prev @ U.T. U is square, so the shape does not
    tell: rows of U belong to the old state, columns to the gate, h_prev @ U."""
    turned = {k: p.T if k.startswith("U") else p for k, p in params.items()}
    return run(x, h_prev, c_prev, turned, right)


WEIGHTS = floats(-1, 1)
LARGE_WEIGHTS = floats(-30, 30, special=(0.0,))

EXERCISE = Exercise(
    inputs={
        "x": array("N D", floats(-2, 2), floats(-100, 100, special=(0.0,))),
        "h_prev": array("N H", floats(-1, 1), floats(-1, 1, special=(0.0,))),
        # A memory may count up over many steps.
        "c_prev": array("N H", floats(-3, 3), floats(-100, 100, special=(0.0,))),
        "params": record(
            {
                f"{kind}{name}": array(shape, WEIGHTS, LARGE_WEIGHTS)
                for name in "fiog"
                for kind, shape in (("W", "D H"), ("U", "H H"), ("b", "H"))
            }
        ),
    },
    reference=reference,
    accuracy="absolute",  # rounding errors of 1 and of the memory
    second_source=precise,
    sizes={"N": (1, 4), "D": (1, 3), "H": (1, 3)},
    ordinary=80,
    laws=(
        a_memory_that_is_neither_erased_nor_written_stays,
        an_erased_memory_holds_the_candidate,
    ),
    misconceptions=(
        exchanges_forgetting_and_writing,
        exchanges_writing_and_showing,
        shares_one_gate,
        forgets_the_memory,
        never_forgets,
        squashes_the_candidate_with_sigmoid,
        shows_the_memory_unsquashed,
        shows_all_of_the_memory,
        shows_the_old_memory,
        squashes_the_gates_with_tanh,
        lets_the_gates_look_at_the_memory,
        forgets_the_biases,
        adds_one_to_the_forget_gate,
        returns_the_memory_first,
        transposes_the_weights_of_the_state,
    ),
    refusals=tuple(
        refusal(ValueError, sentence, **{**situation(1.0, 0.5, 0.25), **given})
        for sentence, given in (
            ("2 examples in x against single states", {"x": np.ones((2, 1))}),
            ("a single hidden state against 2", {"x": np.ones((2, 1)), "c_prev": np.ones((2, 1))}),
            ("a single memory against 2", {"x": np.ones((2, 1)), "h_prev": np.ones((2, 1))}),
            ("2 memories against a single example", {"c_prev": np.ones((2, 1))}),
            ("2 hidden states against a single example", {"h_prev": np.ones((2, 1))}),
            (
                "3 examples in x against 2 states",
                {"x": np.ones((3, 1)), "h_prev": np.ones((2, 1)), "c_prev": np.ones((2, 1))},
            ),
        )
    ),
    cases=(
        case(**situation(0.0, 0.0, 4.0)),
        case(**PLAIN),
        # Saturated gates and candidates: exp(1000) is not a number to divide by.
        case(**situation(1.0, 0.5, -0.5, Wf=1000.0, Wi=-1000.0, Wo=1000.0), tier="edge"),
        case(
            **situation(-1.0, 0.5, 0.5, Wf=1000.0, Wi=-1000.0, Wo=-1000.0, Wg=1000.0), tier="edge"
        ),
    ),
    hints=(
        "Four sums of the same form: input, old hidden state, bias. Which of them go through "
        "sigmoid, and which one through tanh?",
        "The new memory has two parts: what the forget gate leaves of the old one, and what "
        "the input gate lets in of the candidate. Only then is the hidden state made from it.",
        "c = f * c_prev + i * g; h = o * np.tanh(c); return h, c. Compare the numbers of rows of "
        "x, h_prev and c_prev first.",
    ),
)
