import numpy as np


def two_layer_gradients(
    x: np.ndarray, labels: np.ndarray, params: dict[str, np.ndarray]
) -> dict[str, np.ndarray]:
    """Find the gradients of a two-layer network's loss by backpropagation.

    The network has a sigmoid hidden layer and a softmax output,

        A1 = sigmoid(x @ W1 + b1),   Z2 = A1 @ W2 + b2,   P = softmax of each row of Z2

    and its loss is the mean over the N examples of ``-log P[n, labels[n]]``. Backwards, softmax and
    logarithm join into a difference; T is 1 at the label of each example and 0 elsewhere:

        dZ2 = (P - T) / N
        dW2 = A1.T @ dZ2,   db2 = sum of dZ2 over the examples
        dZ1 = (dZ2 @ W2.T) * A1 * (1 - A1)       elementwise; the slope of sigmoid
        dW1 = x.T @ dZ1,    db1 = sum of dZ1 over the examples

    Args:
        x: ``(N, D)`` floats, one example a row, N at least 1.
        labels: ``(N,)`` ints, the right class of each example, from 0 to K - 1.
        params: The weights ``W1`` ``(D, H)``, ``b1`` ``(H,)``, ``W2`` ``(H, K)``, ``b2`` ``(K,)``;
            any scale: scores of 1000 must not give nan.

    Returns:
        A dict of the gradients of the loss under the keys ``W1``, ``b1``, ``W2`` and ``b2``, each
        of the shape and dtype of the parameter of that name. Accurate to a few rounding errors of
        P, that is of 1, so that ``P - T`` may be computed as it stands.

    Raises:
        ValueError: ``labels`` has not the shape ``(N,)``, ``x`` and the weights do not fit
            together, or a bias has not one entry for each column of its weights.
        ValueError or IndexError: A label lies outside ``0..K-1``; also a negative one.

    Example:
        >>> params = {"W1": np.array([[0.0]]), "b1": np.array([0.0]),
        ...           "W2": np.array([[4.0, 0.0]]), "b2": np.array([-2.0, 0.0])}
        >>> grads = two_layer_gradients(np.array([[3.0]]), np.array([1]), params)  # P is 0.5, 0.5
        >>> {name: grads[name].tolist() for name in ("W1", "b1", "W2", "b2")}
        {'W1': [[1.5]], 'b1': [0.5], 'W2': [[0.25, -0.25]], 'b2': [0.5, -0.5]}

    Source:
        Saito, *Deep Learning from Scratch* (2016), sections 4.5 and 5.7; Bishop, *Pattern
        Recognition and Machine Learning* (2006), section 5.3.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
