import numpy as np


def wake_step(
    v: np.ndarray, generative: tuple[np.ndarray, np.ndarray], h: np.ndarray, lr: float
) -> tuple[np.ndarray, np.ndarray]:
    """Take one wake step of the wake-sleep algorithm: learn to imagine what was seen.

    A Helmholtz machine has two sets of weights between a visible layer and a hidden one. The
    recognition weights lead up, from what is seen to its causes; the generative weights lead down
    and say how probable each visible unit is, given the causes. By day, when the machine is awake,
    it sees ``v``; the recognition weights have proposed the causes ``h``, and the generative
    weights learn to bring back ``v`` from ``h``. With

        p = sigmoid(h @ W + b)

    the delta rule moves the weights by what was seen minus what was expected, times what it came
    from, averaged over the N examples:

        W + lr * h.T @ (v - p) / N,   b + lr * (sum of v - p over the examples) / N

    This is a step of gradient descent on the mean over the examples of ``-log P(v given h)``, the
    binary cross-entropy summed over the visible units.

    Args:
        v: ``(N, V)`` floats 0.0 or 1.0, the states of the visible units, N at least 1.
        generative: The pair ``(W, b)`` with ``W`` ``(H, V)`` and ``b`` ``(V,)``. The sums before
            sigmoid may be as large as 1e3, positive or negative: nothing may become nan.
        h: ``(N, H)`` floats 0.0 or 1.0, the sampled states of the hidden units.
        lr: The learning rate, a positive float.

    Returns:
        The new pair ``(W, b)`` in new arrays; the old ones stay as they are. Accurate to a few
        rounding errors of 1, or of the numbers themselves.

    Raises:
        ValueError: ``v`` and ``h`` have different numbers of rows, or the sizes of ``W`` or ``b``
            do not fit them. Nothing is broadcast.

    Example:
        >>> v, h = np.array([[1.0, 0.0]]), np.array([[1.0]])
        >>> W, b = wake_step(v, (np.zeros((1, 2)), np.zeros(2)), h, 0.5)
        >>> W.tolist(), b.tolist()  # expected was 0.5 of both; the first was on, the second off
        ([[0.25, -0.25]], [0.25, -0.25])

    Source:
        Hinton, Dayan, Frey and Neal, *The Wake-Sleep Algorithm for Unsupervised Neural Networks*
        (Science, 1995); Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 20.10.3.
    """
    ### BEGIN SOLUTION
    W, b = generative
    # The matrix product refuses other numbers of hidden units; the rest would be broadcast.
    if v.shape != (len(h), len(W.T)) or b.shape != (len(W.T),):
        raise ValueError(f"v {v.shape}, h {h.shape}, W {W.shape} and b {b.shape} do not fit")
    p = 0.5 * (1.0 + np.tanh(0.5 * (h @ W + b)))  # sigmoid, (N, V)
    step = lr * (v - p) / len(v)
    return W + h.T @ step, b + step.sum(axis=0)
    ### END SOLUTION
