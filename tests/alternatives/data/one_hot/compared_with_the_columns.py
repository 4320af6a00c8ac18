"""Every column asks whether its number is the label."""

import numpy as np


def one_hot(labels, num_classes):
    if len(labels) and (labels.min() < 0 or labels.max() >= num_classes):
        raise ValueError("a label names no class")
    return (labels[:, None] == np.arange(num_classes)).astype(np.float64)
