import numpy as np


def gradient_norms(x: np.ndarray, y: np.ndarray, params: dict[str, np.ndarray]) -> list[float]:
    """Make the vanishing gradient visible: how large the gradient is at every layer.

    Every layer of the network is a sigmoid. With ``A0 = x`` and for ``l`` from 1 to L,

        Zl = A(l-1) @ Wl + bl,   Al = sigmoid(Zl) = 1 / (1 + exp(-Zl))

    and the loss is half the squared error, summed over the outputs and averaged over the examples:

        loss = 0.5 * mean over n of (sum over k of (AL[n, k] - y[n, k])**2)

    For each layer the answer is the norm of the gradient of the loss with respect to its weights,
    ``sqrt(sum of dWl**2)`` over all entries of ``dWl``. Backwards,

        dZL = (AL - y) / N * AL * (1 - AL)
        dWl = A(l-1).T @ dZl,   dZ(l-1) = (dZl @ Wl.T) * A(l-1) * (1 - A(l-1))

    The slope of a sigmoid is at most 1/4: that is why the norms of the first layers become so small
    in a deep network.

    Args:
        x: ``(N, D)`` floats, one example a row, N at least 1.
        y: ``(N, K)`` floats, the right answers.
        params: ``W1, b1, ..., WL, bL`` and nothing else, in any order; ``Wl`` is
            ``(fan_in, fan_out)`` and ``bl`` ``(fan_out,)``; the last layer has K units. L, half of
            their number, may exceed 9.

    Returns:
        A list of L floats, at least 0, the first layer's norm first, accurate to a rounding error
        of 1 (for inputs and weights of moderate size).

    Raises:
        ValueError: ``y`` has not the shape of ``AL``, the sizes of two layers do not fit, or a bias
            has not one entry for each column of its weights.

    Example:
        >>> params = {"W1": np.array([[0.0]]), "b1": np.array([0.0]),
        ...           "W2": np.array([[8.0]]), "b2": np.array([-4.0])}  # A1 and A2 are 0.5
        >>> gradient_norms(np.array([[2.0]]), np.array([[1.5]]), params)  # dZ2 is -1 * 0.25
        [1.0, 0.125]

    Source:
        Nielsen, *Neural Networks and Deep Learning* (2015), chapter 5; Hochreiter, *The Vanishing
        Gradient Problem* (1998).
    """
    # YOUR CODE HERE
    raise NotImplementedError()
