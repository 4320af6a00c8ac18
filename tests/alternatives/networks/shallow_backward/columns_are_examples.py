import numpy as np


def shallow_backward(x, y, params, cache):
    """The course notes' layout: everything transposed, the mean taken layer by layer."""
    if y.shape != cache["A2"].shape:
        raise ValueError("shapes of y and A2 differ")
    m = x.shape[0]
    X, Y, A1, A2 = x.T, y.T, cache["A1"].T, cache["A2"].T
    dZ2 = A2 - Y
    dW2 = np.dot(dZ2, A1.T) / m
    db2 = np.sum(dZ2, axis=1) / m
    dZ1 = np.multiply(np.dot(params["W2"], dZ2), 1 - np.power(A1, 2))
    dW1 = np.dot(dZ1, X.T) / m
    db1 = np.sum(dZ1, axis=1) / m
    return {"dZ1": dZ1, "W1": dW1.T, "b1": db1, "W2": dW2.T, "b2": db2}
