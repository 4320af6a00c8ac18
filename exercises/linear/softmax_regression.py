import numpy as np


def softmax_regression(
    x: np.ndarray, labels: np.ndarray, W: np.ndarray, b: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray]:
    """Compute the loss of a softmax regression and its gradients, all at once.

    The scores ``z = x @ W + b`` of each example become probabilities by the softmax,

        p_nk = exp(z_nk) / (sum over j of exp(z_nj))

    The loss is the mean cross-entropy, where ``labels[n]`` is the true class of example n,

        loss = -sum over n of log(p_n,labels[n]) / N

    and with ``t_nk``, which is 1 where k is the true class of example n and 0 elsewhere,

        dW_dk = sum over n of x_nd * (p_nk - t_nk) / N
        db_k  = sum over n of (p_nk - t_nk) / N

    Args:
        x: ``(N, D)`` floats, one example a row, N at least 1.
        labels: ``(N,)`` integers, the true classes, from 0 to K - 1.
        W: ``(D, K)`` floats, one column of weights for each class.
        b: ``(K,)`` floats, one bias for each class. The scores may become as large as 1e3, positive
            or negative: nothing may overflow, and no logarithm of 0 be taken.

    Returns:
        The tuple ``(loss, dW, db)``: a single number, ``(D, K)`` and ``(K,)``, in the dtype of
        ``x``. The loss is right up to rounding errors of itself, or of 1 where it is smaller, and
        the gradients up to those of the largest feature.

    Raises:
        ValueError: ``labels`` has not N entries (an IndexError will do), ``W`` has not D rows, or
            ``b`` has not K entries. A single label or a single bias is not broadcast: ValueError.

    Example:
        >>> x, labels = np.array([[1.0, 2.0]]), np.array([1])
        >>> loss, dW, db = softmax_regression(x, labels, np.zeros((2, 2)), np.zeros(2))
        >>> round(float(loss), 4), dW.tolist(), db.tolist()  # log(2); both classes get a half
        (0.6931, [[0.5, -0.5], [1.0, -1.0]], [0.5, -0.5])

    Source:
        Bishop, *Pattern Recognition and Machine Learning* (2006), section 4.3.4; Zhang, Lipton, Li
        and Smola, *Dive into Deep Learning* (2023), section 4.1.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
