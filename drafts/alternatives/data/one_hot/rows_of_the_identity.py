"""Row k of the identity is the class k."""

import numpy as np


def one_hot(labels, num_classes):
    if len(labels) and (labels.min() < 0 or labels.max() >= num_classes):
        raise ValueError("a label names no class")
    return np.eye(num_classes)[labels]
