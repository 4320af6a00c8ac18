import numpy as np


def autoencoder_gradients(x: np.ndarray, params: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Find the gradients of an autoencoder's loss by backpropagation.

    The autoencoder makes a sigmoid code of each example and decodes it linearly,

        A1 = sigmoid(x @ W1 + b1),   out = A1 @ W2 + b2

    and its loss is the mean over the N examples of half the squared distance between ``out`` and
    the example itself. Nobody needs to label anything: the target is the input. Backwards,

        dOut = (out - x) / N
        dW2 = A1.T @ dOut,   db2 = sum of dOut over the examples
        dZ1 = (dOut @ W2.T) * A1 * (1 - A1)      elementwise; the slope of sigmoid
        dW1 = x.T @ dZ1,     db1 = sum of dZ1 over the examples

    Args:
        x: ``(N, D)`` floats, one example a row, N at least 1; both the input and the target.
        params: The encoder ``W1`` ``(D, H)``, ``b1`` ``(H,)`` and the decoder ``W2`` ``(H, D)``,
            ``b2`` ``(D,)``. The sums before sigmoid may be as large as 1e3, positive or negative:
            nothing may become nan.

    Returns:
        A dict of the gradients of the loss under the keys ``W1``, ``b1``, ``W2`` and ``b2``, each
        of the shape and dtype of the parameter of that name. They are accurate to a few rounding
        errors of the numbers that are added up on the way.

    Raises:
        ValueError: ``W1`` has not D rows, ``W2`` has not the shape of ``W1`` transposed, or a bias
            has not one entry for each column of its weights. Nothing is broadcast.

    Example:
        >>> params = {"W1": np.array([[0.0], [0.0]]), "b1": np.array([0.0]),
        ...           "W2": np.array([[2.0, 4.0]]), "b2": np.array([0.0, 1.0])}
        >>> grads = autoencoder_gradients(np.array([[2.0, 5.0]]), params)  # errors -1 and -2
        >>> {name: grads[name].tolist() for name in ("W1", "b1", "W2", "b2")}
        {'W1': [[-5.0], [-12.5]], 'b1': [-2.5], 'W2': [[-0.5, -1.0]], 'b2': [-1.0, -2.0]}

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), sections 6.5 and 14.1; Rumelhart,
        Hinton and Williams, *Learning Representations by Back-Propagating Errors* (Nature, 1986).
    """
    # YOUR CODE HERE
    raise NotImplementedError()
