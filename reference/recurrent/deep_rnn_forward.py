"""Recurrent layers on top of one another."""

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
    record,
    refusal,
)


def reference(
    x: torch.Tensor, h0s: list[torch.Tensor], layers: list[dict[str, torch.Tensor]]
) -> torch.Tensor:
    # Step by step through the whole stack, the other way round than the obvious loops.
    states = list(h0s)
    top = []
    for a in x.unbind(1):
        for k, layer in enumerate(layers):
            a = torch.tanh(a @ layer["Wx"] + states[k] @ layer["Wh"] + layer["b"])
            states[k] = a
        top.append(a)
    return torch.stack(top, dim=1)


def precise(m, x, h0s, layers):
    a = [x[:, t] for t in range(x.shape[1])]
    for h, layer in zip(h0s, layers, strict=True):
        for t, inputs in enumerate(a):
            h = m.tanh(inputs @ layer["Wx"] + h @ layer["Wh"] + layer["b"])
            a[t] = h
    return np.stack(a, axis=1)


# --- inputs ---------------------------------------------------------------------------------------


def tower(seed):
    """A sequence and layers of all sorts of sizes for it. (The inputs that are drawn have two
    layers, as wide as the sequence: nothing says that a list's items fit on one another.)"""
    rng = np.random.default_rng(seed)
    n, steps, below = (int(k) for k in rng.integers(1, 5, size=3))
    largest = float(rng.choice([0.5, 1.0, 3.0]))

    def numbers(*shape):
        return np.round(rng.uniform(-largest, largest, shape), 2)

    arguments = {"x": numbers(n, steps, below), "h0s": [], "layers": []}
    for width in rng.permutation([1, 2, 3, 4])[: int(rng.integers(1, 4))].tolist():
        layer = {"Wx": numbers(below, width), "Wh": numbers(width, width), "b": numbers(width)}
        arguments["h0s"].append(np.clip(numbers(n, width), -1.0, 1.0))
        arguments["layers"].append(layer)
        below = width
    return arguments


# --- laws -----------------------------------------------------------------------------------------


@law(surprise=floats(-10, 10))
def the_future_does_not_change_the_past(deep_rnn_forward, x, h0s, layers, surprise):
    """Another last input changes the last state only: no step knows what comes after it."""
    other = x.copy()
    other[:, -1] += surprise
    before = deep_rnn_forward(x, h0s, layers)[:, :-1]
    assert_close(deep_rnn_forward(other, h0s, layers)[:, :-1], before, scale=1.0, rtol=1e-12)


@law()
def a_layer_that_hears_nothing_shows_its_bias(deep_rnn_forward, x, h0s, layers):
    """If all weights of the top layer are zero, then its states are tanh of its bias."""
    deaf = {name: p if name == "b" else np.zeros(p.shape) for name, p in layers[-1].items()}
    expected = np.zeros((*x.shape[:2], len(deaf["b"]))) + np.tanh(deaf["b"])
    assert_close(deep_rnn_forward(x, h0s, [*layers[:-1], deaf]), expected, scale=1.0)


@law()
def without_recurrence_it_is_an_ordinary_network(deep_rnn_forward, x, h0s, layers):
    """If all Wh are zero, then every step goes through the layers by itself, without a past."""
    plain = [{**layer, "Wh": np.zeros(layer["Wh"].shape)} for layer in layers]
    a = x
    for layer in layers:
        a = np.tanh(a @ layer["Wx"] + layer["b"])
    assert_close(deep_rnn_forward(x, h0s, plain), a, scale=1.0)


# --- mistakes -------------------------------------------------------------------------------------


def run(a, h, layer, act=np.tanh):
    states = []
    for t in range(a.shape[1]):
        h = act(a[:, t] @ layer["Wx"] + h @ layer["Wh"] + layer["b"])
        states.append(h)
    return np.stack(states, axis=1)


def stack(x, h0s, layers):
    """The states of every layer."""
    a, outputs = x, []
    for h, layer in zip(h0s, layers, strict=True):
        a = run(a, h, layer)
        outputs.append(a)
    return outputs


def single(Wx, Wh, b):
    return {"Wx": np.array([[Wx]]), "Wh": np.array([[Wh]]), "b": np.array([b])}


PLAIN = {
    "x": np.array([[[1.0], [-0.5]]]),
    "h0s": [np.array([[0.5]]), np.array([[-0.25]])],
    "layers": [single(1.0, 0.5, 0.25), single(-0.5, 1.0, 0.5)],
}
PAIR = {
    "x": np.array([[[1.0], [-0.5]], [[2.0], [0.25]]]),
    "h0s": [np.array([[0.5], [0.0]]), np.array([[-0.25], [1.0]])],
    "layers": PLAIN["layers"],
}
TWO_UNITS = {
    "x": np.array([[[0.5], [-1.0]]]),
    "h0s": [np.array([[1.0, 0.5]])],
    "layers": [
        {
            "Wx": np.array([[0.5, -0.5]]),
            "Wh": np.array([[0.0, 1.0], [-0.5, 0.0]]),
            "b": np.array([0.25, 0.0]),
        }
    ],
}


@misconception(witness=PLAIN)
def returns_all_layers(x, h0s, layers):
    """The states of all layers came back. Only the top layer's are asked for."""
    return stack(x, h0s, layers)


@misconception(witness=PLAIN)
def returns_the_lowest_layer(x, h0s, layers):
    """The lowest layer's states came back. The answer is the top layer's."""
    return stack(x, h0s, layers)[0]


@misconception(witness=PLAIN)
def lets_every_layer_read_the_input(x, h0s, layers):
    """Every layer read x, so that the layers below the top had no effect. A layer reads the states
    of the layer below it."""
    return run(x, h0s[-1], layers[-1])


@misconception(witness=PLAIN)
def shares_the_lowest_parameters(x, h0s, layers):
    """All layers used the parameters of the lowest one. Each has its own."""
    return stack(x, h0s, [layers[0]] * len(layers))[-1]


@misconception(witness=PLAIN)
def begins_every_layer_with_the_first_state(x, h0s, layers):
    """All layers began with h0s[0]. Layer l begins with h0s[l]."""
    return stack(x, [h0s[0]] * len(h0s), layers)[-1]


@misconception(witness=PLAIN)
def ignores_the_first_states(x, h0s, layers):
    """All layers began with zeros. Layer l begins with h0s[l]."""
    return stack(x, [0.0 * h for h in h0s], layers)[-1]


@misconception(witness=PLAIN)
def begins_a_layer_where_the_one_below_ended(x, h0s, layers):
    """A layer began with the last state of the layer below. It begins with its own first state,
    h0s[l]."""
    a, h = x, h0s[0]
    for layer in layers:
        a = run(a, h, layer)
        h = a[:, -1]
    return a


@misconception(witness=PLAIN)
def hands_up_the_last_state_only(x, h0s, layers):
    """Each layer handed only its last state up, which the next one read at every step. A layer
    reads, at each step, the state of the layer below at that step."""
    a = x
    for h, layer in zip(h0s, layers, strict=True):
        states = run(a, h, layer)
        a = np.repeat(states[:, -1:], x.shape[1], axis=1)
    return states


@misconception(witness=PLAIN)
def hears_the_layer_below_one_step_late(x, h0s, layers):
    """A layer read the state that the layer below had before the step. It reads the new one, of the
    same step."""
    a = x
    for k, (h, layer) in enumerate(zip(h0s, layers, strict=True)):
        if k:
            a = np.concatenate([h0s[k - 1][:, None], a[:, :-1]], axis=1)
        a = run(a, h, layer)
    return a


@misconception(witness=PLAIN)
def returns_the_last_step_only(x, h0s, layers):
    """Only the last state came back. Keep the top layer's state of every step: (N, T, H)."""
    return stack(x, h0s, layers)[-1][:, -1]


@misconception(witness=PLAIN)
def stacks_them_from_the_top(x, h0s, layers):
    """The layers were run in the opposite order. layers[0] is the lowest one: it reads x."""
    return stack(x, h0s[::-1], layers[::-1])[-1]


@misconception(witness=PAIR)
def runs_over_the_examples(x, h0s, layers):
    """The loop ran over the first axis, the examples, as if they were the steps. Time is axis 1:
    step t of all examples together is x[:, t]."""
    return stack(x.swapaxes(0, 1), h0s, layers)[-1].swapaxes(0, 1)


@misconception(witness=TWO_UNITS)
def transposes_the_weights_of_the_state(x, h0s, layers):
    """The state met transposed weights. Rows of Wh belong to the old state, columns to the new one:
    h @ Wh."""
    return stack(x, h0s, [{**layer, "Wh": layer["Wh"].T} for layer in layers])[-1]


@misconception(witness=PLAIN)
def forgets_the_biases(x, h0s, layers):
    """The biases are missing: every sum inside tanh ends in + b."""
    return stack(x, h0s, [{**layer, "b": 0.0 * layer["b"]} for layer in layers])[-1]


EXERCISE = Exercise(
    inputs={
        "x": array("N T H", floats(-2, 2), floats(-100, 100, special=(0.0,))),
        "h0s": listing(array("N H", floats(-1, 1), floats(-1, 1, special=(0.0,))), 2, 2),
        "layers": listing(
            record(
                {
                    "Wx": array("H H", floats(-1, 1), floats(-4, 4, special=(0.0,))),
                    "Wh": array("H H", floats(-1, 1), floats(-4, 4, special=(0.0,))),
                    "b": array("H", floats(-1, 1), floats(-4, 4, special=(0.0,))),
                }
            ),
            2,
            2,
        ),
    },
    reference=reference,
    accuracy="absolute",  # rounding errors of 1: tanh from exponentials is right too
    second_source=precise,
    sizes={"N": (1, 3), "T": (1, 4), "H": (1, 3)},
    ordinary=50,
    edge=20,
    laws=(
        the_future_does_not_change_the_past,
        a_layer_that_hears_nothing_shows_its_bias,
        without_recurrence_it_is_an_ordinary_network,
    ),
    misconceptions=(
        returns_all_layers,
        returns_the_lowest_layer,
        lets_every_layer_read_the_input,
        shares_the_lowest_parameters,
        begins_every_layer_with_the_first_state,
        ignores_the_first_states,
        begins_a_layer_where_the_one_below_ended,
        hands_up_the_last_state_only,
        hears_the_layer_below_one_step_late,
        returns_the_last_step_only,
        stacks_them_from_the_top,
        runs_over_the_examples,
        transposes_the_weights_of_the_state,
        forgets_the_biases,
    ),
    refusals=tuple(
        refusal(ValueError, sentence, **{**PLAIN, **given})
        for sentence, given in (
            ("2 first states for 3 layers", {"layers": [*PLAIN["layers"], single(1.0, 1.0, 0.0)]}),
            ("3 first states for 2 layers", {"h0s": [np.ones((1, 1))] * 3}),
            ("2 sequences against single states", {"x": np.ones((2, 2, 1))}),
            (
                "a single first state of the top layer for 2 sequences",
                {**PAIR, "h0s": [np.ones((2, 1)), np.ones((1, 1))]},
            ),
            (
                "a single first state of the lowest layer for 2 sequences",
                {**PAIR, "h0s": [np.ones((1, 1)), np.ones((2, 1))]},
            ),
            (
                "2 first states of the top layer for a single sequence",
                {"h0s": [np.ones((1, 1)), np.ones((2, 1))]},
            ),
        )
    ),
    cases=(
        case(
            x=[[[1.0], [0.0]]],
            h0s=[np.array([[0.0]]), np.array([[0.0]])],
            layers=[single(1.0, 0.0, 0.0)] * 2,
        ),
        case(**PLAIN),
        # One layer is an ordinary recurrent network; a single step; saturated states.
        case(**TWO_UNITS),
        case(**{**PLAIN, "x": np.array([[[0.5]]])}, tier="edge"),
        case(**{**PLAIN, "x": np.array([[[100.0], [-100.0], [1.0]]])}, tier="edge"),
        *(case(**tower(seed)) for seed in range(20)),
        *(case(**tower(seed), tier="edge") for seed in range(100, 108)),
    ),
    hints=(
        "What does the second layer read at step t? Is it known before the second layer begins?",
        "Write one helper that runs a layer over a whole sequence and returns all its states. The "
        "states of one layer are the sequence that the next one reads.",
        "a = x; for h, layer in zip(h0s, layers): run the layer over a from h, and let a be its "
        "states, stacked along axis 1. Compare the lengths and the numbers of rows first.",
    ),
)
