import numpy as np


def shallow_forward(x: np.ndarray, params: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Pass a batch through a network with one hidden layer, and keep what is computed on the way.

    The hidden layer is tanh; the output is a single sigmoid unit, the probability that y = 1:

        Z1 = x @ W1 + b1,   A1 = tanh(Z1)        H hidden units
        Z2 = A1 @ W2 + b2,  A2 = sigmoid(Z2)     sigmoid(z) = 1 / (1 + exp(-z))

    All four are returned, because backpropagation needs them again.

    Args:
        x: ``(N, D)`` floats, one example a row.
        params: The weights ``W1`` ``(D, H)``, ``b1`` ``(H,)``, ``W2`` ``(H, 1)``, ``b2`` ``(1,)``.

    Returns:
        A dict with the keys ``Z1`` and ``A1``, both ``(N, H)``, and ``Z2`` and ``A2``, both
        ``(N, 1)``, in the dtype of ``x``. ``A1`` and ``A2`` are accurate to a rounding error of 1
        for any ``Z1`` and ``Z2``, also where those are 1000 or -1000; never nan.

    Raises:
        ValueError: ``x`` and ``W1``, or ``W1`` and ``W2``, do not fit together, or a bias has not
            one entry for each column of its weights: a single bias for several units is refused.

    Example:
        >>> params = {"W1": np.array([[1.0, 0.0]]), "b1": np.array([-2.0, 0.0]),
        ...           "W2": np.array([[5.0], [3.0]]), "b2": np.array([np.log(3.0)])}
        >>> cache = shallow_forward(np.array([[2.0]]), params)
        >>> cache["Z1"].tolist(), cache["A1"].tolist(), cache["A2"].round(2).tolist()
        ([[0.0, 0.0]], [[0.0, 0.0]], [[0.75]])

    Source:
        Bishop, *Pattern Recognition and Machine Learning* (2006), section 5.1.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
