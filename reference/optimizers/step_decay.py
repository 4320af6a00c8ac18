"""A learning rate that falls in steps."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    assert_close,
    case,
    floats,
    integers,
    law,
    misconception,
    scalar,
)


def reference(lr: float, epoch: int, drop: float, every: int) -> torch.Tensor:
    # As torch.optim.lr_scheduler.StepLR in closed form.
    steps = torch.div(torch.tensor(epoch), every, rounding_mode="floor")
    return lr * torch.tensor(drop, dtype=torch.float64) ** steps


def second_source(m, lr, epoch, drop, every):
    rate = lr
    for passed in range(1, epoch + 1):
        if passed % every == 0:
            rate = rate * drop
    return rate


# --- laws -----------------------------------------------------------------------------------------


@law(edge=10)
def drops_once_in_so_many_epochs(step_decay, lr, epoch, drop, every):
    """As many epochs later as lie between two steps, the rate is drop times what it is now."""
    now = float(step_decay(lr, epoch, drop, every))
    assert_close(step_decay(lr, epoch + every, drop, every), drop * now)


@law(edge=10)
def begins_with_the_whole_rate(step_decay, lr, drop, every):
    """In epoch 0, and in the last epoch before the first step, the rate is lr."""
    assert_close(step_decay(lr, 0, drop, every), lr)
    assert_close(step_decay(lr, every - 1, drop, every), lr)


# --- mistakes -------------------------------------------------------------------------------------


WITNESS = {"lr": 0.5, "epoch": 7, "drop": 0.5, "every": 3}


@misconception(witness=WITNESS)
def decays_smoothly(lr, epoch, drop, every):
    """The exponent was epoch / every with its decimals, so that the rate falls in every epoch. It
    stays the same for `every` epochs: use epoch // every."""
    return lr * drop ** (epoch / every)


@misconception(witness=WITNESS)
def drops_in_every_epoch(lr, epoch, drop, every):
    """The rate dropped in every epoch; `every` had no effect. The exponent is epoch // every."""
    return lr * drop**epoch


@misconception(witness=WITNESS)
def multiplies_by_the_number_of_steps(lr, epoch, drop, every):
    """The rate was multiplied by drop * (epoch // every). Each step multiplies by drop again, so
    that the number of steps is an exponent: drop ** (epoch // every)."""
    return lr * drop * (epoch // every)


@misconception(witness={**WITNESS, "epoch": 9})
def drops_only_once(lr, epoch, drop, every):
    """The rate dropped once and stayed there. It drops again after every so many epochs."""
    return lr * drop if epoch >= every else lr


@misconception(witness=WITNESS)
def takes_the_remainder(lr, epoch, drop, every):
    """The exponent was the remainder, epoch % every. It is the number of steps so far, epoch //
    every."""
    return lr * drop ** (epoch % every)


@misconception(witness=WITNESS)
def subtracts_the_drop(lr, epoch, drop, every):
    """The drop was subtracted at every step. It is a factor: multiply by it."""
    return lr - drop * (epoch // every)


@misconception(witness=WITNESS)
def divides_by_the_drop(lr, epoch, drop, every):
    """The rate grows: it was divided by drop. Multiply by it at every step."""
    return lr / drop ** (epoch // every)


@misconception(witness=WITNESS)
def applies_the_power_to_the_rate_too(lr, epoch, drop, every):
    """The power was taken of lr * drop together. Only drop is raised: lr * drop ** n, without
    brackets around the product."""
    return (lr * drop) ** (epoch // every)


@misconception(witness={"lr": 0.5, "epoch": 5, "drop": 0.5, "every": 3})
def counts_epochs_from_1(lr, epoch, drop, every):
    """The first step came one epoch too early. Epochs are counted from 0, so that the rate stays at
    lr for epochs 0 to every - 1."""
    return lr * drop ** ((epoch + 1) // every)


@misconception(witness={"lr": 0.5, "epoch": 6, "drop": 0.5, "every": 3})
def waits_one_epoch_longer(lr, epoch, drop, every):
    """The steps came one epoch too late. Epochs are counted from 0, so that the first step belongs
    to epoch number `every`."""
    return lr * drop ** (max(0, epoch - 1) // every)


@misconception(witness={"lr": 0.5, "epoch": 5, "drop": 0.25, "every": 3})
def rounds_the_number_of_steps(lr, epoch, drop, every):
    """epoch / every was rounded to the nearest whole number. The remainder is cut off: use epoch //
    every."""
    return lr * drop ** int(np.floor(epoch / every + 0.5))


EXERCISE = Exercise(
    inputs={
        "lr": scalar(floats(0.001, 1.0), floats(1e-6, 10.0)),
        "epoch": scalar(integers(0, 40), integers(0, 200, special=(0, 1))),
        "drop": scalar(floats(0.1, 0.95), floats(0.1, 1.0, special=(1.0,))),
        "every": scalar(integers(1, 10), integers(1, 50, special=(1, 10))),
    },
    reference=reference,
    second_source=second_source,
    # exp(log(lr) + k * log(factor)) is right too, and rounds an exponent of up to 470.
    slack=10.0,
    cases=(
        case(lr=0.5, epoch=0, drop=0.5, every=3),
        case(lr=0.5, epoch=2, drop=0.5, every=3),
        case(lr=0.5, epoch=3, drop=0.5, every=3),
        # A common first rate, halved every 10 epochs.
        case(lr=0.002, epoch=25, drop=0.5, every=10),
        case(lr=0.1, epoch=9, drop=0.5, every=10, tier="edge"),
        case(lr=0.1, epoch=10, drop=0.5, every=10, tier="edge"),
        case(lr=0.1, epoch=3, drop=0.1, every=1, tier="edge"),
    ),
    laws=(drops_once_in_so_many_epochs, begins_with_the_whole_rate),
    misconceptions=(
        decays_smoothly,
        drops_in_every_epoch,
        multiplies_by_the_number_of_steps,
        drops_only_once,
        takes_the_remainder,
        subtracts_the_drop,
        divides_by_the_drop,
        applies_the_power_to_the_rate_too,
        counts_epochs_from_1,
        waits_one_epoch_longer,
        rounds_the_number_of_steps,
    ),
    hints=(
        "How often has the rate dropped by epoch 7, if it drops every 3 epochs? And by epoch 8?",
        "Python's // divides and cuts the remainder off. Multiplying by a factor n times is a "
        "power.",
        "lr * drop ** (epoch // every)",
    ),
)
