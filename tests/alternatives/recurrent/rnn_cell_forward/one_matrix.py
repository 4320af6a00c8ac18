import numpy as np


def rnn_cell_forward(x, h_prev, Wx, Wh, b):
    """Input and state side by side against one stacked matrix."""
    both = np.concatenate([x, h_prev], axis=1)  # refuses rows that differ
    return np.tanh(both @ np.concatenate([Wx, Wh], axis=0) + b)
