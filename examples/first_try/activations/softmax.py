import numpy as np


def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    """A first try, as many people write it: right in class, wrong in life."""
    weights = np.exp(x)
    return weights / weights.sum(axis=axis, keepdims=True)
