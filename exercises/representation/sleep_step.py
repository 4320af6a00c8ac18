import numpy as np


def sleep_step(
    v: np.ndarray, recognition: tuple[np.ndarray, np.ndarray], h: np.ndarray, lr: float
) -> tuple[np.ndarray, np.ndarray]:
    """Take one sleep step of the wake-sleep algorithm: learn to recognise what was dreamt.

    A Helmholtz machine has two sets of weights between a visible layer and a hidden one. The
    generative weights lead down, from causes to what is seen; the recognition weights lead up and
    say how probable each cause is, given what is seen. By night the machine dreams: it draws causes
    ``h``, and the generative weights make ``v`` of them. For a dream the true causes are known, so
    that the recognition weights can learn to find ``h`` from ``v``. With

        q = sigmoid(v @ W + b)

    the delta rule moves the weights by the true causes minus those expected, times what they were
    expected from, averaged over the N dreams:

        W + lr * v.T @ (h - q) / N,   b + lr * (sum of h - q over the dreams) / N

    This is a step of gradient descent on the mean over the dreams of ``-log Q(h given v)``, the
    binary cross-entropy summed over the hidden units.

    Args:
        v: ``(N, V)`` floats 0.0 or 1.0, the dreamt states of the visible units, N at least 1.
        recognition: The pair ``(W, b)`` with ``W`` ``(V, H)`` and ``b`` ``(H,)``. The sums before
            sigmoid may be as large as 1e3, positive or negative: nothing may become nan.
        h: ``(N, H)`` floats 0.0 or 1.0, the states of the hidden units that v was dreamt from.
        lr: The learning rate, a positive float.

    Returns:
        The new pair ``(W, b)`` in new arrays; the old ones stay as they are. Accurate to a few
        rounding errors of 1, or of the numbers themselves.

    Raises:
        ValueError: ``v`` and ``h`` have different numbers of rows, or the sizes of ``W`` or ``b``
            do not fit them. Nothing is broadcast.

    Example:
        >>> v, h = np.array([[1.0, 0.0]]), np.array([[1.0]])
        >>> W, b = sleep_step(v, (np.zeros((2, 1)), np.zeros(1)), h, 0.5)
        >>> W.tolist(), b.tolist()  # expected was 0.5, and only the first unit was on
        ([[0.25], [0.0]], [0.25])

    Source:
        Hinton, Dayan, Frey and Neal, *The Wake-Sleep Algorithm for Unsupervised Neural Networks*
        (Science, 1995); Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 20.10.3.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
