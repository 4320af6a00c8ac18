import numpy as np


def torch_gru_cell(x, h_prev, weight_ih, weight_hh, bias_ih, bias_hh):
    """1 / (1 + exp(-a)) overflows to inf far below 0 and is 0 then, as it should be."""
    if x.shape[0] != h_prev.shape[0]:
        raise ValueError("batch sizes differ")
    gi = np.dot(x, weight_ih.T) + bias_ih
    gh = np.dot(h_prev, weight_hh.T) + bias_hh
    i_r, i_z, i_n = np.hsplit(gi, 3)
    h_r, h_z, h_n = np.hsplit(gh, 3)
    reset = 1 / (1 + np.exp(-(i_r + h_r)))
    update = 1 / (1 + np.exp(-(i_z + h_z)))
    new = np.tanh(i_n + reset * h_n)
    return new - update * new + update * h_prev
