import numpy as np


def shallow_forward(x, params):
    """The layout of older notes, examples as columns, and both activations from exponentials."""
    W1, W2 = params["W1"].T, params["W2"].T
    b1, b2 = params["b1"], params["b2"]
    if b1.shape != (len(W1),) or b2.shape != (len(W2),):
        raise ValueError("biases do not fit")
    Z1 = np.dot(W1, x.T) + b1[:, None]
    shrunk = np.exp(-2.0 * np.abs(Z1))
    A1 = np.sign(Z1) * (1.0 - shrunk) / (1.0 + shrunk)
    Z2 = np.dot(W2, A1) + b2[:, None]
    with np.errstate(over="ignore"):
        A2 = 1.0 / (1.0 + np.exp(-Z2))
    return {"Z1": Z1.T, "A1": A1.T, "Z2": Z2.T, "A2": A2.T}
