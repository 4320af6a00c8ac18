import numpy as np


def autoencoder_loss(x: np.ndarray, params: dict[str, np.ndarray]) -> float:
    """Measure how badly an autoencoder reproduces its input.

    An autoencoder learns without labels: it squeezes each example through a few hidden units, the
    code, and is asked to give the example back. A sigmoid layer makes the code, a linear layer
    decodes it:

        A1 = sigmoid(x @ W1 + b1),   out = A1 @ W2 + b2

    Where the code has fewer units than the example has features, only what the examples have in
    common gets through. The loss is half the squared distance from each example to its
    reconstruction, averaged over the N examples (not over the features):

        loss = sum over n and d of 0.5 * (out[n, d] - x[n, d])**2 / N

    Args:
        x: ``(N, D)`` floats, one example a row, N at least 1; both the input and the target.
        params: The encoder ``W1`` ``(D, H)``, ``b1`` ``(H,)`` and the decoder ``W2`` ``(H, D)``,
            ``b2`` ``(D,)``. The sums before sigmoid may be as large as 1e3, positive or negative:
            nothing may become nan.

    Returns:
        The loss, a single number. It is accurate to a few rounding errors of itself, or of 1 where
        it is smaller, so that a sigmoid of nearly 0 may be rounded to 0.

    Raises:
        ValueError: ``W1`` has not D rows, ``W2`` has not the shape of ``W1`` transposed, or a bias
            has not one entry for each column of its weights. Nothing is broadcast.

    Example:
        >>> params = {"W1": np.array([[0.0], [0.0]]), "b1": np.array([0.0]),
        ...           "W2": np.array([[2.0, 4.0]]), "b2": np.array([0.0, 1.0])}
        >>> float(autoencoder_loss(np.array([[1.0, 5.0]]), params))  # code 0.5, output 1 and 3
        2.0

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), sections 14.1 and 14.3; Hinton and
        Salakhutdinov, *Reducing the Dimensionality of Data with Neural Networks* (Science, 2006).
    """
    ### BEGIN SOLUTION
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    # The matrix products refuse sizes that do not fit; the rest would be broadcast.
    if b1.shape != (len(W2),) or W2.shape != W1.T.shape or b2.shape != (len(W1),):
        raise ValueError("the sizes of encoder and decoder do not fit together")
    a1 = 0.5 * (1.0 + np.tanh(0.5 * (x @ W1 + b1)))  # sigmoid, (N, H)
    errors = a1 @ W2 + b2 - x  # (N, D)
    return 0.5 * np.sum(errors**2) / len(x)
    ### END SOLUTION
