"""A long short-term memory over whole sequences."""

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
    x: torch.Tensor, h0: torch.Tensor, c0: torch.Tensor, params: dict[str, torch.Tensor]
) -> tuple[torch.Tensor, torch.Tensor]:
    h, c, states = h0, c0, []
    for inputs in x.unbind(1):
        z = {
            name: inputs @ params[f"W{name}"] + h @ params[f"U{name}"] + params[f"b{name}"]
            for name in "fiog"
        }
        c = torch.sigmoid(z["f"]) * c + torch.sigmoid(z["i"]) * torch.tanh(z["g"])
        h = torch.sigmoid(z["o"]) * torch.tanh(c)
        states.append(h)
    return torch.stack(states, dim=1), c


def precise(m, x, h0, c0, params):
    h, c, states = h0, c0, []
    for t in range(x.shape[1]):
        z = {
            name: x[:, t] @ params[f"W{name}"] + h @ params[f"U{name}"] + params[f"b{name}"]
            for name in "fiog"
        }
        c = c / (1 + m.exp(-z["f"])) + m.tanh(z["g"]) / (1 + m.exp(-z["i"]))
        h = m.tanh(c) / (1 + m.exp(-z["o"]))
        states.append(h)
    return np.stack(states, axis=1), c


# --- laws -----------------------------------------------------------------------------------------


@law(surprise=floats(-10, 10))
def the_future_does_not_change_the_past(lstm_forward, x, h0, c0, params, surprise):
    """Another last input changes the last state only: no step knows what comes after it."""
    other = x.copy()
    other[:, -1] += surprise
    before = lstm_forward(x, h0, c0, params)[0][:, :-1]
    assert_close(lstm_forward(other, h0, c0, params)[0][:, :-1], before, scale=1.0, rtol=1e-12)


@law()
def a_memory_that_is_neither_erased_nor_written_stays(lstm_forward, x, h0, c0, params):
    """With bf = bo = 1000 and bi = -1000 the memory lasts, and every step shows tanh(c0)."""
    gates = {
        **params,
        "bf": params["bf"] + 1000.0,
        "bi": params["bi"] - 1000.0,
        "bo": params["bo"] + 1000.0,
    }
    shown = np.repeat(np.tanh(c0)[:, None], x.shape[1], axis=1)
    assert_close(lstm_forward(x, h0, c0, gates), (shown, c0), scale=10.0)


# --- mistakes -------------------------------------------------------------------------------------


def sigmoid(z):
    return 0.5 * (1.0 + np.tanh(0.5 * z))


def right(f, i, o, g, c):
    """The new memory, and what is shown of it."""
    c = f * c + i * g
    return c, o * np.tanh(c)


def run(x, h0, c0, params, one=right, look=None):
    """``look`` picks the state that the sums use."""
    h, c, states, memories = h0, c0, [], []
    for t in range(x.shape[1]):
        seen = h if look is None else look(h, c)
        z = {
            name: x[:, t] @ params[f"W{name}"] + seen @ params[f"U{name}"] + params[f"b{name}"]
            for name in "fiog"
        }
        c, h = one(sigmoid(z["f"]), sigmoid(z["i"]), sigmoid(z["o"]), np.tanh(z["g"]), c)
        states.append(h)
        memories.append(c)
    return np.stack(states, axis=1), np.stack(memories, axis=1)


def answer(x, h0, c0, params, one=right, look=None):
    hs, cs = run(x, h0, c0, params, one, look)
    return hs, cs[:, -1]


def situation(x, h0, c0, **given):
    """One sequence of one unit; ``x`` lists its steps; what is not given is 0."""
    params = {}
    for name in "fiog":
        params[f"W{name}"] = np.array([[given.get(f"W{name}", 0.0)]])
        params[f"U{name}"] = np.array([[given.get(f"U{name}", 0.0)]])
        params[f"b{name}"] = np.array([given.get(f"b{name}", 0.0)])
    steps = np.array(x, dtype=float).reshape(1, -1, 1)
    return {"x": steps, "h0": np.array([[h0]]), "c0": np.array([[c0]]), "params": params}


PLAIN = situation(
    [0.5, -1.0],
    0.5,
    2.0,
    Wf=0.5,
    Uf=1.0,
    bf=1.0,
    Wi=1.0,
    Ui=-0.5,
    bi=-1.0,
    Wo=-1.0,
    Uo=2.0,
    bo=0.5,
    Wg=2.0,
    Ug=-1.0,
)
PAIR = {
    **PLAIN,
    "x": np.array([[[1.0], [-0.5]], [[2.0], [0.25]]]),
    "h0": np.array([[0.5], [0.0]]),
    "c0": np.array([[1.0], [-1.0]]),
}


@misconception(witness=PLAIN)
def exchanges_forgetting_and_writing(x, h0, c0, params):
    """The forget gate and the input gate changed places. f scales the old memory, i the candidate:
    c = f * c + i * g."""
    return answer(x, h0, c0, params, lambda f, i, o, g, c: right(i, f, o, g, c))


@misconception(witness=PLAIN)
def exchanges_writing_and_showing(x, h0, c0, params):
    """The input gate and the output gate changed places. i lets the candidate into the memory, o
    shows the memory to the rest of the network."""
    return answer(x, h0, c0, params, lambda f, i, o, g, c: right(f, o, i, g, c))


@misconception(witness=PLAIN)
def shows_the_memory_unsquashed(x, h0, c0, params):
    """h was o * c. What is shown of the memory is squashed first: h = o * tanh(c)."""
    return answer(x, h0, c0, params, lambda f, i, o, g, c: (f * c + i * g, o * (f * c + i * g)))


@misconception(witness=PLAIN)
def shows_the_old_memory(x, h0, c0, params):
    """h was made from the memory before the step. Update c first, and show the new one."""
    return answer(x, h0, c0, params, lambda f, i, o, g, c: (f * c + i * g, o * np.tanh(c)))


@misconception(witness=PLAIN)
def lets_the_gates_look_at_the_memory(x, h0, c0, params):
    """The sums were made from the memory. Gates and candidate look at the hidden state."""
    return answer(x, h0, c0, params, look=lambda h, c: c)


@misconception(witness=PLAIN)
def lets_the_gates_look_at_the_first_state_only(x, h0, c0, params):
    """The sums used h0 at every step. They use the hidden state that the step before left."""
    return answer(x, h0, c0, params, look=lambda h, c: h0)


@misconception(witness=PLAIN)
def forgets_to_carry_the_memory(x, h0, c0, params):
    """Every step began with the memory c0. The memory too is handed on from step to step."""
    hs, c = answer(x, h0, c0, params, lambda f, i, o, g, c: right(f, i, o, g, c0))
    return hs, c


@misconception(witness=PLAIN)
def ignores_the_first_states(x, h0, c0, params):
    """The cell began with zeros. The states before the first step are h0 and c0."""
    return answer(x, 0.0 * h0, 0.0 * c0, params)


@misconception(witness=PLAIN)
def returns_the_memory_of_every_step(x, h0, c0, params):
    """All memories came back. Return the hidden states of all steps, but the memory of the last one
    only: (hs, c_last)."""
    return run(x, h0, c0, params)


@misconception(witness=PLAIN)
def returns_the_last_hidden_state_only(x, h0, c0, params):
    """Only the last hidden state came back. Keep the hidden states of all steps: (N, T, H)."""
    hs, c = answer(x, h0, c0, params)
    return hs[:, -1], c


@misconception(witness=PLAIN)
def returns_the_last_hidden_state_as_the_memory(x, h0, c0, params):
    """The last hidden state came in the place of the memory. The second answer is c, which is not
    bounded by 1."""
    hs, _ = answer(x, h0, c0, params)
    return hs, hs[:, -1]


@misconception(witness=PLAIN)
def returns_the_memories(x, h0, c0, params):
    """The memories of all steps came in the place of the hidden states."""
    _, cs = run(x, h0, c0, params)
    return cs, cs[:, -1]


@misconception(witness=PLAIN)
def puts_time_first(x, h0, c0, params):
    """The hidden states came as (T, N, H). Sequences are (N, T, H) here: stack along axis 1."""
    hs, c = answer(x, h0, c0, params)
    return hs.swapaxes(0, 1), c


@misconception(witness=PLAIN)
def runs_backwards(x, h0, c0, params):
    """The sequence was read from its end. The first step reads x[:, 0]."""
    hs, c = answer(x[:, ::-1], h0, c0, params)
    return hs[:, ::-1], c


@misconception(witness=PAIR)
def runs_over_the_examples(x, h0, c0, params):
    """The loop ran over the first axis, the examples, as if they were the steps. Time is axis 1:
    step t of all examples together is x[:, t]."""
    hs, c = answer(x.swapaxes(0, 1), h0, c0, params)
    return hs.swapaxes(0, 1), c


EXERCISE = Exercise(
    inputs={
        "x": array("N T D", floats(-2, 2), floats(-100, 100, special=(0.0,))),
        "h0": array("N H", floats(-1, 1), floats(-1, 1, special=(0.0,))),
        "c0": array("N H", floats(-3, 3), floats(-10, 10, special=(0.0,))),
        "params": record(
            {
                f"{kind}{name}": array(shape, floats(-1, 1), floats(-4, 4, special=(0.0,)))
                for name in "fiog"
                for kind, shape in (("W", "D H"), ("U", "H H"), ("b", "H"))
            }
        ),
    },
    reference=reference,
    accuracy="absolute",  # rounding errors of 1 and of the memory
    second_source=precise,
    sizes={"N": (1, 3), "T": (1, 4), "D": (1, 3), "H": (1, 3)},
    ordinary=60,
    edge=24,
    laws=(
        the_future_does_not_change_the_past,
        a_memory_that_is_neither_erased_nor_written_stays,
    ),
    misconceptions=(
        exchanges_forgetting_and_writing,
        exchanges_writing_and_showing,
        shows_the_memory_unsquashed,
        shows_the_old_memory,
        lets_the_gates_look_at_the_memory,
        lets_the_gates_look_at_the_first_state_only,
        forgets_to_carry_the_memory,
        ignores_the_first_states,
        returns_the_memory_of_every_step,
        returns_the_last_hidden_state_only,
        returns_the_last_hidden_state_as_the_memory,
        returns_the_memories,
        puts_time_first,
        runs_backwards,
        runs_over_the_examples,
    ),
    refusals=tuple(
        refusal(ValueError, sentence, **{**PLAIN, **given})
        for sentence, given in (
            ("2 sequences against single states", {"x": np.ones((2, 2, 1))}),
            ("a single hidden state for 2 sequences", {**PAIR, "h0": np.ones((1, 1))}),
            ("a single memory for 2 sequences", {**PAIR, "c0": np.ones((1, 1))}),
            ("2 hidden states for a single sequence", {"h0": np.ones((2, 1))}),
            ("2 memories for a single sequence", {"c0": np.ones((2, 1))}),
            ("3 sequences against 2 states", {**PAIR, "x": np.ones((3, 2, 1))}),
        )
    ),
    cases=(
        case(**situation([0.0, 0.0], 0.0, 4.0)),
        case(**PAIR),
        # A single step; gates that open and close.
        case(**situation([1.0], 0.5, -0.5, Wf=1.0, Wg=-1.0), tier="edge"),
        case(
            **situation([1.0, -1.0, 1.0], 0.5, 0.5, Wf=1000.0, Wi=-1000.0, Wo=1000.0, Wg=1.0),
            tier="edge",
        ),
    ),
    hints=(
        "One step is lstm_cell_forward. Which two arrays does it hand on to the next one?",
        "Keep h and c in variables, begin with h0 and c0, and let a loop over t replace both; all "
        "four sums use the old h. Which axis of x is time?",
        "For t in range(T): f, i, o, g from x[:, t] and h; c = f * c + i * g; h = o * np.tanh(c); "
        "collect every h. Return np.stack(states, axis=1), c.",
    ),
)
