import numpy as np


def gru_cell_forward(x, c_prev, params):
    """Both gates from one matrix over input and memory; the mixture as an interpolation."""
    if len(x) != len(c_prev):
        raise ValueError("batch sizes differ")
    both = np.concatenate([x, c_prev], axis=1)
    h = c_prev.shape[1]
    weights = np.block([[params["Wu"], params["Wr"]], [params["Uu"], params["Ur"]]])
    z = both @ weights + np.concatenate([params["bu"], params["br"]])
    with np.errstate(over="ignore"):
        gates = 1 / (1 + np.exp(-z))
    u, r = gates[:, :h], gates[:, h:]
    c_tilde = np.tanh(
        np.hstack([x, r * c_prev]) @ np.vstack([params["Wc"], params["Uc"]]) + params["bc"]
    )
    return c_prev + u * (c_tilde - c_prev)
