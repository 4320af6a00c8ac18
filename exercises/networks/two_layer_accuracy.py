import numpy as np


def two_layer_accuracy(x: np.ndarray, labels: np.ndarray, params: dict[str, np.ndarray]) -> float:
    """Count how often a two-layer network's most probable class is the right one.

    The network has a sigmoid hidden layer and a softmax output,

        A1 = sigmoid(x @ W1 + b1),   Z2 = A1 @ W2 + b2,   P = softmax of each row of Z2

    and it decides for the class with the largest probability, the first one where several are
    equally large. The accuracy is the fraction of examples that it decides rightly.

    Args:
        x: ``(N, D)`` floats, one example a row, N at least 1.
        labels: ``(N,)`` ints, the right class of each example, from 0 to K - 1.
        params: The weights ``W1`` ``(D, H)``, ``b1`` ``(H,)``, ``W2`` ``(H, K)``, ``b2`` ``(K,)``;
            any scale, so that scores of 1000 must do no harm.

    Returns:
        A float from 0.0 to 1.0.

    Raises:
        ValueError: ``labels`` has not the shape ``(N,)``, ``x`` and the weights do not fit
            together, or a bias has not one entry for each column of its weights.

    Example:
        >>> params = {"W1": np.array([[100.0]]), "b1": np.array([0.0]),
        ...           "W2": np.array([[0.0, 2.0]]), "b2": np.array([1.0, 0.0])}
        >>> x = np.array([[-1.0], [1.0], [2.0], [3.0]])  # decided for 0, 1, 1 and 1
        >>> two_layer_accuracy(x, np.array([0, 1, 1, 0]), params)
        0.75

    Source:
        Saito, *Deep Learning from Scratch* (2016), sections 3.6 and 4.5.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
