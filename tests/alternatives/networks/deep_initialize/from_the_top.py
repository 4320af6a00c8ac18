import math

import numpy as np


def deep_initialize(layer_dims, rng):
    params = {}
    pairs = list(zip(layer_dims[:-1], layer_dims[1:]))
    for number in range(len(pairs), 0, -1):
        rows, columns = pairs[number - 1]
        units = [rng.normal(0.0, math.sqrt(2 / rows), rows) for _ in range(columns)]
        params["W" + str(number)] = np.column_stack(units)
        params["b" + str(number)] = np.zeros((columns,))
    return params
