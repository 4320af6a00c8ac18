"""A learning rate that falls by a factor in every epoch."""

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


def reference(lr: float, epoch: int, rate: float) -> torch.Tensor:
    # As torch.optim.lr_scheduler.ExponentialLR in closed form.
    return lr * torch.tensor(rate, dtype=torch.float64) ** epoch


def second_source(m, lr, epoch, rate):
    for _ in range(epoch):
        lr = lr * rate
    return lr


# --- laws -----------------------------------------------------------------------------------------


@law(edge=10)
def keeps_the_rate_of_the_last_epoch(exponential_decay, lr, epoch, rate):
    """From one epoch to the next the learning rate is multiplied by rate."""
    now = float(exponential_decay(lr, epoch, rate))
    assert_close(exponential_decay(lr, epoch + 1, rate), rate * now)


@law(edge=10)
def begins_with_the_whole_rate(exponential_decay, lr, rate):
    """In epoch 0 the learning rate is lr."""
    assert_close(exponential_decay(lr, 0, rate), lr)


# --- mistakes -------------------------------------------------------------------------------------


WITNESS = {"lr": 0.25, "epoch": 3, "rate": 0.75}


@misconception(witness=WITNESS)
def counts_epochs_from_1(lr, epoch, rate):
    """The rate was multiplied once too often. Epochs are counted from 0: in the first one, the
    learning rate is lr."""
    return lr * rate ** (epoch + 1)


@misconception(witness=WITNESS)
def waits_one_epoch_longer(lr, epoch, rate):
    """The rate was multiplied once too few. In epoch 1 it has already fallen once."""
    return lr * rate ** max(0, epoch - 1)


@misconception(witness=WITNESS)
def takes_the_rate_for_an_exponent(lr, epoch, rate):
    """The formula was lr * exp(-rate * epoch), another kind of exponential decay. Here rate is what
    is left after an epoch: lr * rate ** epoch."""
    return lr * np.exp(-rate * epoch)


@misconception(witness=WITNESS)
def takes_the_rate_for_a_loss(lr, epoch, rate):
    """The factor was 1 - rate, as if rate were what is lost. It is what is left: lr * rate **
    epoch."""
    return lr * (1 - rate) ** epoch


@misconception(witness=WITNESS)
def multiplies_by_the_epoch(lr, epoch, rate):
    """The rate was multiplied by the number of the epoch. Each epoch multiplies by rate again, so
    that the number is an exponent: rate ** epoch."""
    return lr * rate * epoch


@misconception(witness=WITNESS)
def falls_along_a_line(lr, epoch, rate):
    """The same amount was taken away in every epoch. The decay is a factor: lr * rate ** epoch."""
    return lr * (1 - (1 - rate) * epoch)


@misconception(witness=WITNESS)
def divides_by_the_rate(lr, epoch, rate):
    """The learning rate grows: it was divided by rate. Multiply by it in every epoch."""
    return lr / rate**epoch


@misconception(witness=WITNESS)
def decays_like_one_over_the_epoch(lr, epoch, rate):
    """The formula was lr / (1 + rate * epoch), which falls ever more slowly. Here every epoch
    multiplies by the same factor."""
    return lr / (1 + rate * epoch)


@misconception(witness=WITNESS)
def applies_the_power_to_the_learning_rate_too(lr, epoch, rate):
    """The power was taken of lr * rate together. Only rate is raised: lr * rate ** epoch, without
    brackets around the product."""
    return (lr * rate) ** epoch


@misconception(witness=WITNESS)
def exchanges_base_and_exponent(lr, epoch, rate):
    """The epoch was raised to the power of the rate. It is the rate that is multiplied again and
    again: rate ** epoch."""
    return lr * epoch**rate


@misconception(witness=WITNESS)
def decays_only_once(lr, epoch, rate):
    """The learning rate fell once and stayed there. It falls again in every epoch."""
    return lr * rate if epoch > 0 else lr


EXERCISE = Exercise(
    inputs={
        "lr": scalar(floats(0.001, 1.0), floats(1e-6, 10.0)),
        "epoch": scalar(integers(0, 30), integers(0, 200, special=(0, 1))),
        "rate": scalar(floats(0.5, 0.99), floats(0.1, 1.0, special=(1.0,))),
    },
    reference=reference,
    second_source=second_source,
    # exp(log(lr) + k * log(factor)) is right too, and rounds an exponent of up to 470.
    slack=10.0,
    cases=(
        case(lr=0.5, epoch=0, rate=0.5),
        case(lr=0.5, epoch=3, rate=0.5),
        case(lr=0.002, epoch=10, rate=0.95),
        case(lr=0.1, epoch=1, rate=0.9, tier="edge"),
        case(lr=0.1, epoch=200, rate=1.0, tier="edge"),
    ),
    laws=(keeps_the_rate_of_the_last_epoch, begins_with_the_whole_rate),
    misconceptions=(
        counts_epochs_from_1,
        waits_one_epoch_longer,
        takes_the_rate_for_an_exponent,
        takes_the_rate_for_a_loss,
        multiplies_by_the_epoch,
        falls_along_a_line,
        divides_by_the_rate,
        decays_like_one_over_the_epoch,
        applies_the_power_to_the_learning_rate_too,
        exchanges_base_and_exponent,
        decays_only_once,
    ),
    hints=(
        "By which factor has the learning rate changed after one epoch, after two, after three?",
        "Multiplying by the same factor n times is a power. Which epoch must leave lr as it is?",
        "lr * rate**epoch",
    ),
)
