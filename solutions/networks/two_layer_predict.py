import numpy as np


def two_layer_predict(x: np.ndarray, params: dict[str, np.ndarray]) -> np.ndarray:
    """Let a two-layer network give the probability of every class.

    The hidden layer is a sigmoid, ``1 / (1 + exp(-z))`` elementwise; the output is a softmax over
    the classes of each example:

        A1 = sigmoid(x @ W1 + b1)                        H hidden units
        Z2 = A1 @ W2 + b2                                one score for every class
        P[n, k] = exp(Z2[n, k]) / sum over j of exp(Z2[n, j])

    Args:
        x: ``(N, D)`` floats, one example a row.
        params: The weights ``W1`` ``(D, H)``, ``b1`` ``(H,)``, ``W2`` ``(H, K)``, ``b2`` ``(K,)``.

    Returns:
        ``(N, K)`` in the dtype of ``x``, in ``[0, 1]``; every row sums to 1. Accurate to a rounding
        error of 1 at any scale of the weights, also where scores are 1000 or -1000; never nan.

    Raises:
        ValueError: ``x`` and ``W1``, or ``W1`` and ``W2``, do not fit together, or a bias has not
            one entry for each column of its weights: a single bias for several units is refused.

    Example:
        >>> params = {"W1": np.array([[0.0, 0.0]]), "b1": np.array([0.0, 0.0]),
        ...           "W2": np.array([[2.0, 0.0], [0.0, 2.0]]), "b2": np.array([np.log(3.0), 0.0])}
        >>> two_layer_predict(np.array([[5.0]]), params).round(2).tolist()
        [[0.75, 0.25]]

    Source:
        Saito, *Deep Learning from Scratch* (2016), sections 3.4 and 4.5.
    """
    ### BEGIN SOLUTION
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    # The matrix products refuse sizes that do not fit; only biases would be broadcast.
    if b1.shape != W1.shape[1:] or b2.shape != W2.shape[1:]:
        raise ValueError("a bias has not one entry for each column of its weights")
    # sigmoid, written with tanh: there is no exponential that could overflow.
    a1 = 0.5 * (1.0 + np.tanh(0.5 * (x @ W1 + b1)))  # (N, H)
    z2 = a1 @ W2 + b2  # (N, K)
    weights = np.exp(z2 - z2.max(axis=1, keepdims=True))  # the largest is exp(0)
    return weights / weights.sum(axis=1, keepdims=True)
    ### END SOLUTION
