import numpy as np


def deep_rnn_forward(x, h0s, layers):
    """Step by step through the whole stack instead of layer by layer."""
    if len(h0s) != len(layers) or any(len(h) != len(x) for h in h0s):
        raise ValueError("shapes do not fit")
    hidden = [h.copy() for h in h0s]
    out = np.zeros((x.shape[0], x.shape[1], len(layers[-1]["b"])), dtype=x.dtype)
    for t in range(x.shape[1]):
        below = x[:, t]
        for level, layer in enumerate(layers):
            z = below.dot(layer["Wx"]) + hidden[level].dot(layer["Wh"]) + layer["b"]
            hidden[level] = below = np.tanh(z)
        out[:, t] = below
    return out
