import numpy as np


def two_layer_loss(x: np.ndarray, labels: np.ndarray, params: dict[str, np.ndarray]) -> float:
    """Measure a two-layer network's mean cross-entropy.

    The network has a sigmoid hidden layer and a softmax output,

        A1 = sigmoid(x @ W1 + b1),   Z2 = A1 @ W2 + b2,   P = softmax of each row of Z2

    and the loss is the mean over the N examples of ``-log P[n, labels[n]]``, natural logarithm. It
    must be right at any scale of the weights: where P underflows to 0 the loss is large, but finite
    and exact. Compute the logarithm from the scores, not from P:

        log P[n, k] = Z2[n, k] - log(sum over j of exp(Z2[n, j]))

    and take the largest score of each row out of the sum first.

    Args:
        x: ``(N, D)`` floats, one example a row, N at least 1.
        labels: ``(N,)`` ints, the right class of each example, from 0 to K - 1.
        params: The weights ``W1`` ``(D, H)``, ``b1`` ``(H,)``, ``W2`` ``(H, K)``, ``b2`` ``(K,)``.

    Returns:
        A float, at least 0, in nats: accurate to a rounding error of 1 where it is below 1, and to
        one of itself above.

    Raises:
        ValueError: ``labels`` has not the shape ``(N,)``, ``x`` and the weights do not fit
            together, or a bias has not one entry for each column of its weights.
        ValueError or IndexError: A label lies outside ``0..K-1``; also a negative one.

    Example:
        >>> params = {"W1": np.array([[0.0]]), "b1": np.array([0.0]),
        ...           "W2": np.array([[0.0, 0.0]]), "b2": np.array([0.0, 0.0])}
        >>> round(two_layer_loss(np.array([[1.0], [2.0]]), np.array([0, 1]), params), 4)  # log 2
        0.6931
        >>> params["b2"] = np.array([3000.0, 0.0])
        >>> two_layer_loss(np.array([[1.0], [2.0]]), np.array([0, 1]), params)
        1500.0

    Source:
        Saito, *Deep Learning from Scratch* (2016), section 4.5; Goodfellow, Bengio and Courville,
        *Deep Learning* (2016), section 6.2.2.3.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
