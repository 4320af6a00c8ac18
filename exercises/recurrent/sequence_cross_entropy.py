import numpy as np


def sequence_cross_entropy(logits: np.ndarray, labels: np.ndarray, mask: np.ndarray) -> float:
    """Average the cross-entropy over the real steps of padded sequences.

    Sequences of different lengths share an array by padding the shorter ones. ``mask`` is 1 at a
    real step and 0 at a padded one. At each real step the loss is minus the logarithm of the
    probability that softmax gives to the true class:

        loss[n, t] = log(sum over j of exp(logits[n, t, j])) - logits[n, t, labels[n, t]]

    The answer is the sum of the losses of the real steps divided by the number of real steps, over
    all sequences together: long sequences count more than short ones.

    Args:
        logits: ``(N, T, K)`` floats, finite scores of K classes at every step, of any size.
        labels: ``(N, T)`` integers, the true classes: 0 to K - 1 where the mask is 1. Where it is 0
            there may stand anything, such as -100 or a number above K.
        mask: ``(N, T)`` of ones and zeros: floats, integers or booleans.

    Returns:
        The mean loss, a number; nan where no step is real. Accurate to rounding errors of 1 and of
        the loss, and never infinite however large the logits get.

    Raises:
        ValueError: ``labels`` or ``mask`` has another shape than ``(N, T)``, also one that would
            broadcast.

    Example:
        >>> logits = np.array([[[0.0, 0.0], [np.log(3.0), 0.0], [5.0, 9.0]]])
        >>> loss = sequence_cross_entropy(logits, np.array([[1, 1, -100]]), np.array([[1, 1, 0]]))
        >>> round(float(loss), 4)  # (log 2 + log 4) / 2
        1.0397

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), sections 6.2.2.3 and 10.2.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
