import math


def xavier_normal(fan_in, fan_out, rng, gain=1.0):
    mean_fan = (fan_in + fan_out) / 2
    # Column by column, transposed in the end.
    spread = gain / math.sqrt(mean_fan)
    return rng.normal(scale=spread, size=(fan_out, fan_in)).T
