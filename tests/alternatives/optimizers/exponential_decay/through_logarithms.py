"""The power as an exponential of a logarithm."""

import math


def exponential_decay(lr, epoch, rate):
    return lr * math.exp(epoch * math.log(rate))
