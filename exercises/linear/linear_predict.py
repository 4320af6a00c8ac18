import numpy as np


def linear_predict(x: np.ndarray, w: np.ndarray, b: float) -> np.ndarray:
    """Predict with a linear model: one number for each example.

    For every example, with D features x_1 to x_D,

        prediction = x_1 * w_1 + ... + x_D * w_D + b

    Args:
        x: ``(N, D)`` floats, one example a row. N may be 0.
        w: ``(D,)`` floats, one weight for each feature.
        b: The intercept, a number: the prediction where all features are 0.

    Returns:
        ``(N,)`` floats, the predictions, in the dtype of ``x``.

    Raises:
        ValueError: ``w`` has another length than the rows of ``x``.

    Example:
        >>> x = np.array([[1.0, 2.0], [3.0, 4.0]])
        >>> linear_predict(x, np.array([10.0, 1.0]), 0.5).tolist()
        [12.5, 34.5]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 5.1.4; Zhang, Lipton, Li
        and Smola, *Dive into Deep Learning* (2023), section 3.1.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
