import numpy as np


def deep_rnn_forward(x, h0s, layers):
    """Recursion over the layers; tanh through exp."""
    if len(h0s) != len(layers):
        raise ValueError("as many first states as layers")

    def tanh(z):
        small = np.exp(-2 * np.abs(z))
        return np.sign(z) * (1 - small) / (1 + small)

    def states(level):
        if level < 0:
            return x
        below = states(level - 1)
        layer, h = layers[level], h0s[level]
        if h.shape[0] != x.shape[0]:
            raise ValueError("batch sizes differ")
        share = np.einsum("ntd,dh->nth", below, layer["Wx"]) + layer["b"]
        out = np.empty_like(share)
        for t in range(share.shape[1]):
            h = tanh(share[:, t] + h @ layer["Wh"])
            out[:, t] = h
        return out

    return states(len(layers) - 1)
