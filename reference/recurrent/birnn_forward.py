"""A recurrent network that reads in both directions."""

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
    x: torch.Tensor,
    h0_f: torch.Tensor,
    h0_b: torch.Tensor,
    params_f: dict[str, torch.Tensor],
    params_b: dict[str, torch.Tensor],
) -> torch.Tensor:
    steps = x.shape[1]
    f, r = h0_f, h0_b
    forward, backward = [], []
    for t in range(steps):
        f = torch.tanh(x[:, t] @ params_f["Wx"] + f @ params_f["Wh"] + params_f["b"])
        r = torch.tanh(x[:, steps - 1 - t] @ params_b["Wx"] + r @ params_b["Wh"] + params_b["b"])
        forward.append(f)
        backward.insert(0, r)
    return torch.cat([torch.stack(forward, dim=1), torch.stack(backward, dim=1)], dim=2)


def precise(m, x, h0_f, h0_b, params_f, params_b):
    n, steps, _ = x.shape
    width = h0_f.shape[1]
    out = np.empty((n, steps, 2 * width), dtype=object)
    for params, h, order, place in (
        (params_f, h0_f, range(steps), slice(0, width)),
        (params_b, h0_b, reversed(range(steps)), slice(width, 2 * width)),
    ):
        for t in order:
            h = m.tanh(x[:, t] @ params["Wx"] + h @ params["Wh"] + params["b"])
            out[:, t, place] = h
    return out


# --- laws -----------------------------------------------------------------------------------------


@law()
def turning_time_round_exchanges_the_networks(birnn_forward, x, h0_f, h0_b, params_f, params_b):
    """Reading the sequence from its end with exchanged networks gives the same states, from the end
    and with the halves exchanged."""
    width = h0_f.shape[1]
    turned = birnn_forward(x[:, ::-1].copy(), h0_b, h0_f, params_b, params_f)[:, ::-1]
    expected = np.concatenate([turned[..., width:], turned[..., :width]], axis=-1)
    assert_close(birnn_forward(x, h0_f, h0_b, params_f, params_b), expected, scale=1.0)


@law(surprise=floats(-10, 10))
def each_half_sees_one_side_only(birnn_forward, x, h0_f, h0_b, params_f, params_b, surprise):
    """Another last input changes the forward states at the last step only; another first input
    changes the backward states at the first step only."""
    width = h0_f.shape[1]
    first, last = x.copy(), x.copy()
    first[:, 0] += surprise
    last[:, -1] += surprise
    before = birnn_forward(x, h0_f, h0_b, params_f, params_b)
    new_last = birnn_forward(last, h0_f, h0_b, params_f, params_b)[:, :-1, :width]
    new_first = birnn_forward(first, h0_f, h0_b, params_f, params_b)[:, 1:, width:]
    assert_close(new_last, before[:, :-1, :width], scale=1.0)
    assert_close(new_first, before[:, 1:, width:], scale=1.0)


# --- mistakes -------------------------------------------------------------------------------------


def run(x, h, params, act=np.tanh):
    states = []
    for t in range(x.shape[1]):
        h = act(x[:, t] @ params["Wx"] + h @ params["Wh"] + params["b"])
        states.append(h)
    return np.stack(states, axis=1)


def beside(forward, backward):
    return np.concatenate([forward, backward], axis=-1)


def network(Wx, Wh, b):
    return {"Wx": np.array([[Wx]]), "Wh": np.array([[Wh]]), "b": np.array([b])}


PLAIN = {
    "x": np.array([[[1.0], [-0.5]]]),
    "h0_f": np.array([[0.5]]),
    "h0_b": np.array([[-0.25]]),
    "params_f": network(1.0, 0.5, 0.25),
    "params_b": network(-0.5, 1.0, 0.5),
}
PAIR = {
    **PLAIN,
    "x": np.array([[[1.0], [-0.5]], [[2.0], [0.25]]]),
    "h0_f": np.array([[0.5], [0.0]]),
    "h0_b": np.array([[-0.25], [1.0]]),
}


@misconception(witness=PLAIN)
def forgets_to_turn_the_backward_states(x, h0_f, h0_b, params_f, params_b):
    """The backward states stand in the order in which they were computed, the last step first. Turn
    them round, so that both halves of a row belong to the same step."""
    return beside(run(x, h0_f, params_f), run(x[:, ::-1], h0_b, params_b))


@misconception(witness=PLAIN)
def runs_both_forwards(x, h0_f, h0_b, params_f, params_b):
    """Both networks read from the first step on. The backward one reads the sequence from its
    end."""
    return beside(run(x, h0_f, params_f), run(x, h0_b, params_b))


@misconception(witness=PLAIN)
def runs_both_forwards_and_turns_one(x, h0_f, h0_b, params_f, params_b):
    """The second network read from the first step on, and its answers were turned round. Turn the
    input round too: it begins at the last step."""
    return beside(run(x, h0_f, params_f), run(x, h0_b, params_b)[:, ::-1])


@misconception(witness=PLAIN)
def shares_the_parameters(x, h0_f, h0_b, params_f, params_b):
    """Both directions used params_f. The backward network has parameters of its own, params_b."""
    return beside(run(x, h0_f, params_f), run(x[:, ::-1], h0_b, params_f)[:, ::-1])


@misconception(witness=PLAIN)
def shares_the_first_state(x, h0_f, h0_b, params_f, params_b):
    """Both directions began with h0_f. The backward network begins with h0_b."""
    return beside(run(x, h0_f, params_f), run(x[:, ::-1], h0_f, params_b)[:, ::-1])


@misconception(witness=PLAIN)
def ignores_the_first_states(x, h0_f, h0_b, params_f, params_b):
    """Both networks began with zeros. They begin with h0_f and h0_b."""
    back = run(x[:, ::-1], 0.0 * h0_b, params_b)[:, ::-1]
    return beside(run(x, 0.0 * h0_f, params_f), back)


@misconception(witness=PLAIN)
def begins_backwards_where_forwards_ended(x, h0_f, h0_b, params_f, params_b):
    """The backward network began with the forward network's last state. It begins with h0_b: the
    two do not see each other."""
    forward = run(x, h0_f, params_f)
    return beside(forward, run(x[:, ::-1], forward[:, -1], params_b)[:, ::-1])


@misconception(witness=PLAIN)
def reads_the_forward_states_backwards(x, h0_f, h0_b, params_f, params_b):
    """The backward network read the forward network's states, as a second layer would. It reads
    x."""
    forward = run(x, h0_f, params_f)
    return beside(forward, run(forward[:, ::-1], h0_b, params_b)[:, ::-1])


@misconception(witness=PLAIN)
def adds_the_two_states(x, h0_f, h0_b, params_f, params_b):
    """The two states were added. They stand beside one another: (N, T, 2 * H)."""
    return run(x, h0_f, params_f) + run(x[:, ::-1], h0_b, params_b)[:, ::-1]


@misconception(witness=PLAIN)
def puts_the_backward_states_first(x, h0_f, h0_b, params_f, params_b):
    """The backward states stand in the first half. The forward states come first."""
    return beside(run(x[:, ::-1], h0_b, params_b)[:, ::-1], run(x, h0_f, params_f))


@misconception(witness=PLAIN)
def strings_the_two_together_in_time(x, h0_f, h0_b, params_f, params_b):
    """The backward states were put after the forward ones in time, (N, 2 * T, H). They stand beside
    them at the same steps: join along the last axis."""
    back = run(x[:, ::-1], h0_b, params_b)[:, ::-1]
    return np.concatenate([run(x, h0_f, params_f), back], axis=1)


@misconception(witness=PAIR)
def runs_over_the_examples(x, h0_f, h0_b, params_f, params_b):
    """The loops ran over the first axis, the examples, as if they were the steps. Time is axis 1:
    step t of all examples together is x[:, t]."""
    turned = x.swapaxes(0, 1)
    back = run(turned[:, ::-1], h0_b, params_b)[:, ::-1]
    return beside(run(turned, h0_f, params_f), back).swapaxes(0, 1)


@misconception(witness=PLAIN)
def forgets_the_biases(x, h0_f, h0_b, params_f, params_b):
    """The biases are missing: every sum inside tanh ends in + b."""
    bare_f, bare_b = ({**p, "b": 0.0 * p["b"]} for p in (params_f, params_b))
    return beside(run(x, h0_f, bare_f), run(x[:, ::-1], h0_b, bare_b)[:, ::-1])


def parameters():
    return record(
        {
            "Wx": array("D H", floats(-1, 1), floats(-4, 4, special=(0.0,))),
            "Wh": array("H H", floats(-1, 1), floats(-4, 4, special=(0.0,))),
            "b": array("H", floats(-1, 1), floats(-4, 4, special=(0.0,))),
        }
    )


EXERCISE = Exercise(
    inputs={
        "x": array("N T D", floats(-2, 2), floats(-100, 100, special=(0.0,))),
        "h0_f": array("N H", floats(-1, 1), floats(-1, 1, special=(0.0,))),
        "h0_b": array("N H", floats(-1, 1), floats(-1, 1, special=(0.0,))),
        "params_f": parameters(),
        "params_b": parameters(),
    },
    reference=reference,
    accuracy="absolute",  # rounding errors of 1: tanh from exponentials is right too
    second_source=precise,
    sizes={"N": (1, 3), "T": (1, 4), "D": (1, 3), "H": (1, 3)},
    ordinary=60,
    edge=24,
    laws=(turning_time_round_exchanges_the_networks, each_half_sees_one_side_only),
    misconceptions=(
        forgets_to_turn_the_backward_states,
        runs_both_forwards,
        runs_both_forwards_and_turns_one,
        shares_the_parameters,
        shares_the_first_state,
        ignores_the_first_states,
        begins_backwards_where_forwards_ended,
        reads_the_forward_states_backwards,
        adds_the_two_states,
        puts_the_backward_states_first,
        strings_the_two_together_in_time,
        runs_over_the_examples,
        forgets_the_biases,
    ),
    refusals=tuple(
        refusal(ValueError, sentence, **{**PLAIN, **given})
        for sentence, given in (
            ("2 sequences against single states", {"x": np.ones((2, 2, 1))}),
            ("a single forward state for 2 sequences", {**PAIR, "h0_f": np.ones((1, 1))}),
            ("a single backward state for 2 sequences", {**PAIR, "h0_b": np.ones((1, 1))}),
            ("2 forward states for a single sequence", {"h0_f": np.ones((2, 1))}),
            ("2 backward states for a single sequence", {"h0_b": np.ones((2, 1))}),
            ("3 sequences against 2 states", {**PAIR, "x": np.ones((3, 2, 1))}),
        )
    ),
    cases=(
        case(
            x=[[[1.0], [0.0], [0.0]]],
            h0_f=[[0.0]],
            h0_b=[[0.0]],
            params_f=network(1.0, 1.0, 0.0),
            params_b=network(1.0, 1.0, 0.0),
        ),
        case(**PAIR),
        # A single step, and saturated states.
        case(**{**PLAIN, "x": np.array([[[0.5]]])}, tier="edge"),
        case(**{**PLAIN, "x": np.array([[[100.0], [-100.0], [1.0]]])}, tier="edge"),
    ),
    hints=(
        "The backward network is an ordinary one that is handed the sequence in another order. "
        "Which slice of x turns time round?",
        "Write one helper that runs a network over a sequence, and call it twice. To which step "
        "does the first answer of the backward call belong?",
        "forward = run(x, h0_f, params_f); backward = run(x[:, ::-1], h0_b, params_b)[:, ::-1]; "
        "return np.concatenate([forward, backward], axis=-1).",
    ),
)
