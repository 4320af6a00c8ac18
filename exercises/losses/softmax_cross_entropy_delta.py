import numpy as np


def softmax_cross_entropy_delta(z: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Differentiate the mean cross-entropy of softmax by the scores.

    The loss is ``L = -mean_n log p[n, labels[n]]``, the mean over the N rows, where ``p`` is
    softmax of each row of ``z``. Return ``dL/dz``. Work it out on paper first: almost everything
    cancels.

    Args:
        z: ``(N, K)`` scores of any size (-1000 too), floats; N and K at least 1.
        labels: ``(N,)`` integers, the right classes ``0 .. K-1``.

    Returns:
        ``(N, K)`` in the dtype of ``z``. Every row sums to 0; only the entry of the right class is
        negative. Right up to a rounding error of 1, so that values below 1e-16 may come out as 0;
        never nan.

    Raises:
        ValueError: ``labels`` is not of shape ``(N,)``. (An ``IndexError`` does as well.)

    Example:
        >>> z = np.array([[0.0, 0.0], [0.0, np.log(3.0)]])
        >>> softmax_cross_entropy_delta(z, np.array([0, 1])).round(4).tolist()
        [[-0.25, 0.25], [0.125, -0.125]]

    Source:
        Bishop, *Pattern Recognition and Machine Learning* (2006), section 4.3.4, equation 4.109.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
