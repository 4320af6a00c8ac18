"""H(A) + H(B) - H(A, B)."""

import numpy as np


def mutual_information(joint):
    def entropy(p):
        p = p[p > 0]
        return -(p * np.log(p)).sum()

    return entropy(joint.sum(axis=1)) + entropy(joint.sum(axis=0)) - entropy(joint)
