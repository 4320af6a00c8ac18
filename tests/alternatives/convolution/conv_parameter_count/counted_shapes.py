import numpy as np


def conv_parameter_count(c_in, c_out, kernel, bias=True):
    """The sizes of the two arrays that such a layer would hold."""
    weights = np.broadcast_to(0.0, (c_out, c_in, kernel, kernel)).size
    biases = np.broadcast_to(0.0, (c_out,)).size
    return weights + biases if bias else weights
