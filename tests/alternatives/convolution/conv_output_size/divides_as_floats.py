import numpy as np


def conv_output_size(n, f, padding=0, stride=1):
    if stride <= 0:
        raise ValueError("stride")
    if padding < 0:
        raise ValueError("padding")
    size = int(np.floor((n + 2 * padding - f) / stride)) + 1
    if size <= 0:
        raise ValueError("kernel too large")
    return size
