"""The power as an exponential of a logarithm."""

import math

import numpy as np


def step_decay(lr, epoch, drop, every):
    return np.float64(lr) * np.exp(math.floor(epoch / every) * math.log(drop))
