"""The backward pass of inverted dropout, while training."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    assert_equal,
    boolean,
    case,
    floats,
    law,
    misconception,
    refusal,
    scalar,
    vjp,
)


def reference(dout: torch.Tensor, mask: torch.Tensor, p: float) -> torch.Tensor:
    def forward(x):
        # For p = 1 nothing is kept, and any scale will do.
        return torch.where(mask, x / (1.0 - p if p < 1.0 else 1.0), torch.zeros_like(x))

    (dx,) = vjp(forward, dout, torch.ones_like(dout))
    return dx


def second_source(m, dout, mask, p):
    """Entry by entry."""
    dx = np.zeros(dout.shape, dtype=object)
    for index in np.ndindex(dout.shape):
        if mask[index]:
            dx[index] = dout[index] / (1 - p)
    return dx


def nothing_is_kept_for_1(mask, p):
    """What a forward pass can have drawn: with p = 1 no entry stays."""
    return p < 1.0 or not np.any(mask)


# --- laws -----------------------------------------------------------------------------------------


@law(edge=10)
def stops_where_the_entry_was_dropped(dropout_backward, dout, mask, p):
    """Where the mask is False the gradient is 0, however large dout is there."""
    dx = dropout_backward(dout, mask, p)
    assert_equal(np.where(mask, 0.0, dx), np.zeros(dout.shape))


@law()
def undoes_the_scale_of_the_forward_pass(dropout_backward, dout, mask, p):
    """Where the mask is True, (1 - p) times the gradient gives dout back."""
    dx = dropout_backward(dout, mask, p)
    assert_close(np.where(mask, dx * (1 - p), 0.0), np.where(mask, dout, 0.0), rtol=1e-12)


# --- mistakes -------------------------------------------------------------------------------------


WITNESS = {"dout": [1.0, 2.0, 3.0], "mask": np.array([True, False, True]), "p": 0.25}


def check(dout, mask):
    if np.shape(dout) != np.shape(mask):
        raise ValueError("the mask does not fit")


def scale(p):
    return 1 / (1 - p) if p < 1 else 0.0


@misconception(witness=WITNESS)
def forgets_the_scale(dout, mask, p):
    """The kept entries were not divided by 1 - p. The forward pass scaled them up, so their
    gradient is scaled by the same factor."""
    check(dout, mask)
    return dout * mask


@misconception(witness=WITNESS)
def multiplies_by_1_minus_p(dout, mask, p):
    """The gradient was multiplied by 1 - p. The forward pass divided by it, and so does the
    backward pass: the derivative of x / (1 - p) is 1 / (1 - p)."""
    check(dout, mask)
    return dout * mask * (1 - p)


@misconception(witness=WITNESS)
def divides_by_p(dout, mask, p):
    """The gradient was divided by p, the probability of dropping. Divide by 1 - p, the probability
    of keeping."""
    check(dout, mask)
    return dout * mask / p if p > 0 else np.zeros_like(dout)


@misconception(witness=WITNESS)
def forgets_the_mask(dout, mask, p):
    """Gradient also came through the dropped entries. They were 0 whatever x was, so their
    gradient is 0: look at the mask."""
    check(dout, mask)
    return dout * scale(p)


@misconception(witness=WITNESS)
def keeps_what_was_dropped(dout, mask, p):
    """The mask was read the wrong way round. It is True where an entry was kept: there the
    gradient passes, and elsewhere it is 0."""
    check(dout, mask)
    return dout * ~mask * scale(p)


@misconception(witness=WITNESS)
def passes_the_gradient_on_unchanged(dout, mask, p):
    """dout came back as it was. That is right when not training; here entries were dropped and the
    others scaled."""
    check(dout, mask)
    return dout.copy()


@misconception(witness=WITNESS)
def scales_twice(dout, mask, p):
    """The gradient was divided by 1 - p twice. The mask holds True and False and no scale of its
    own, but one division is enough."""
    check(dout, mask)
    return dout * mask * scale(p) ** 2


@misconception(witness=WITNESS)
def scales_by_what_was_really_kept(dout, mask, p):
    """The scale was taken from the part of the mask that is True. The forward pass divided by
    1 - p, the probability, however many entries chance has kept."""
    check(dout, mask)
    return dout * mask / max(mask.mean(), 1e-12) if mask.size else dout.copy()


@misconception(witness={"dout": [1.0, 2.0], "mask": np.array([False, False]), "p": 1.0})
def divides_0_by_0(dout, mask, p):
    """With p = 1 everything is dropped, and 0 / (1 - p) is 0 / 0, which is nan. The gradient is 0
    there: treat p = 1 on its own."""
    check(dout, mask)
    return dout * mask / np.float64(1 - p)


@misconception(witness={**WITNESS, "dout": [4.0, 5.0, 6.0]})
def writes_into_dout(dout, mask, p):
    """The zeros were written into dout, which belongs to the caller. Make a new array."""
    check(dout, mask)
    dout[~mask] = 0.0
    dout *= scale(p)
    return dout


EXERCISE = Exercise(
    inputs={
        "dout": array("... D", floats(-10, 10), floats(-1e6, 1e6, special=(0.0,))),
        "mask": array("... D", boolean()),
        "p": scalar(floats(0.05, 0.95), floats(0.0, 0.99, special=(0.0, 0.5))),
    },
    reference=reference,
    second_source=second_source,
    where=nothing_is_kept_for_1,
    empty="D",
    cases=(
        case(dout=[1.0, 2.0, 3.0], mask=np.array([True, False, True]), p=0.5),
        case(dout=[[1.0, -2.0]], mask=np.array([[True, True]]), p=0.0, tier="edge"),
        case(dout=[[1.0, -2.0]], mask=np.array([[False, False]]), p=1.0, tier="edge"),
        case(dout=[[5.0], [0.0]], mask=np.array([[False], [False]]), p=1.0, tier="edge"),
    ),
    refusals=(
        refusal(
            ValueError,
            "one row of a mask for two rows of gradients",
            dout=np.ones((2, 3)),
            mask=np.array([[True, False, True]]),
            p=0.5,
        ),
        refusal(
            ValueError,
            "a mask of shape (3,) for gradients of shape (2, 3)",
            dout=np.ones((2, 3)),
            mask=np.array([True, False, True]),
            p=0.5,
        ),
        refusal(
            ValueError,
            "a mask of shape (3, 1) for gradients of shape (3,)",
            dout=np.ones(3),
            mask=np.array([[True], [False], [True]]),
            p=0.5,
        ),
    ),
    laws=(stops_where_the_entry_was_dropped, undoes_the_scale_of_the_forward_pass),
    misconceptions=(
        forgets_the_scale,
        multiplies_by_1_minus_p,
        divides_by_p,
        forgets_the_mask,
        keeps_what_was_dropped,
        passes_the_gradient_on_unchanged,
        scales_twice,
        scales_by_what_was_really_kept,
        divides_0_by_0,
        writes_into_dout,
    ),
    hints=(
        "Look at one entry alone. If it was dropped, what does the output change when x changes? "
        "If it was kept, the output is x / (1 - p): what is the derivative of that?",
        "The mask chooses between two values for each entry, and one of them is 0. Compare the "
        "shapes first, and think of p = 1, where 1 - p is 0.",
        "dx = np.where(mask, dout, 0.0); dx[mask] /= 1 - p: with p = 1 there is nothing to divide.",
    ),
)
