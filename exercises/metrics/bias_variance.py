import numpy as np


def bias_variance(predictions: np.ndarray, targets: np.ndarray) -> tuple[float, float, float]:
    """Split the error of many models into what they share and how they differ.

    M models, trained on different samples of the data, predict the same N examples. With ``m_n``
    the mean of the M predictions for example n,

    - the squared bias is the mean over n of ``(m_n - t_n)**2``: how far the average model is off;
    - the variance is the mean over n of the mean over the models of ``(p_kn - m_n)**2``: how far
      the models scatter around their average (divided by M, not by M - 1);
    - the mean squared error is the mean of ``(p_kn - t_n)**2`` over models and examples.

    The third is the sum of the first two. A model too simple has a large bias, one too flexible a
    large variance.

    Args:
        predictions: ``(M, N)`` floats, ``p_kn`` in row k and column n: model k's prediction for
            example n. M and N are at least 1.
        targets: ``(N,)`` floats, ``t_n``, in the dtype of ``predictions``.

    Returns:
        ``(bias_squared, variance, mse)``, three floats of at least 0, in the squared unit of the
        targets. Right up to rounding errors of the mean squared error, and of 1.

    Raises:
        ValueError: ``targets`` is not of shape ``(N,)`` (nothing is broadcast).

    Example:
        >>> predictions = np.array([[1.0, 4.0], [3.0, 4.0]])
        >>> bias_squared, variance, mse = bias_variance(predictions, np.array([1.0, 5.0]))
        >>> float(bias_squared), float(variance), float(mse)  # (1 + 1) / 2, (1 + 0) / 2
        (1.0, 0.5, 1.5)

    Source:
        Geman, Bienenstock and Doursat, *Neural networks and the bias/variance dilemma* (1992);
        Bishop, *Pattern Recognition and Machine Learning* (2006), section 3.2, equations 3.45 to
        3.47.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
