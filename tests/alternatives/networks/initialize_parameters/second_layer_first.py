import numpy as np


def initialize_parameters(n_x, n_h, n_y, rng):
    params = {}
    for layer, (rows, columns) in ((2, (n_h, n_y)), (1, (n_x, n_h))):
        params[f"W{layer}"] = rng.normal(loc=0.0, scale=0.01, size=(rows, columns))
        params[f"b{layer}"] = np.zeros((columns,))
    return params
