import numpy as np


def mse_network_regression(
    x: np.ndarray, y: np.ndarray, params: dict[str, np.ndarray]
) -> tuple[float, dict[str, np.ndarray]]:
    """Find the loss and all gradients of a network that predicts numbers.

    A network for regression has a linear output. With ``A0 = x`` and for ``l`` from 1 to L,

        Zl = A(l-1) @ Wl + bl,   Al = relu(Zl) = max(0, Zl) for l below L

    and its prediction is ``ZL``. The loss is the mean squared error over all N * K entries (not
    halved, and averaged over the outputs too, as PyTorch's ``mse_loss``):

        loss = mean over n and k of (ZL[n, k] - y[n, k])**2

    Backwards, with the slope of ReLU at 0 taken as 0,

        dZL = 2 * (ZL - y) / (N * K)
        dWl = A(l-1).T @ dZl,   dbl = sum of dZl over the examples
        dZ(l-1) = (dZl @ Wl.T) where Z(l-1) > 0, and 0 elsewhere

    Args:
        x: ``(N, D)`` floats, one example a row, N at least 1.
        y: ``(N, K)`` floats, the numbers to predict.
        params: ``W1, b1, ..., WL, bL`` and nothing else, in any order; ``Wl`` is
            ``(fan_in, fan_out)`` and ``bl`` ``(fan_out,)``; the last layer has K units. L, half of
            their number, may exceed 9 and may be 1: then this is linear regression.

    Returns:
        ``(loss, grads)``: a float, and a dict of the gradients of the loss under the keys of
        ``params``, each of the shape and dtype of the parameter of that name.

    Raises:
        ValueError: ``y`` has not the shape of ``ZL``, such as ``(N,)`` in place of ``(N, 1)``, the
            sizes of two layers do not fit, or a bias has not one entry for each column of its
            weights.

    Example:
        >>> params = {"W1": np.array([[1.0, -1.0]]), "b1": np.array([1.0, 1.0]),
        ...           "W2": np.array([[2.0], [1.0]]), "b2": np.array([0.5])}
        >>> loss, grads = mse_network_regression(np.array([[2.0]]), np.array([[5.0]]), params)
        >>> float(loss), {name: grads[name].tolist() for name in ("W1", "b1", "W2", "b2")}
        (2.25, {'W1': [[12.0, 0.0]], 'b1': [6.0, 0.0], 'W2': [[9.0], [0.0]], 'b2': [3.0]})

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), sections 6.2.2.1 and 6.5.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
