import numpy as np


def rnn_outputs(hs: np.ndarray, Wy: np.ndarray, by: np.ndarray) -> np.ndarray:
    """Turn the hidden states of every step into probabilities of K classes.

    At each step of each sequence the state is sent through one affine layer, the same at all
    steps, and the scores are turned into probabilities by softmax over the classes:

        z = hs @ Wy + by
        y[n, t, k] = exp(z[n, t, k]) / sum over j of exp(z[n, t, j])

    Adding one number to all the scores of a step changes nothing, which is the way out where
    ``exp`` would overflow.

    Args:
        hs: ``(N, T, H)`` floats, the hidden states of N sequences of T steps.
        Wy: ``(H, K)`` floats, weights from the state to the scores of the classes.
        by: ``(K,)`` floats, the bias.

    Returns:
        Probabilities ``(N, T, K)`` in the dtype of ``hs``; those of each step sum to 1. Right up to
        rounding errors of 1, and never nan or infinite however large the scores get.

    Raises:
        ValueError: ``hs`` and ``Wy`` differ in H.

    Example:
        >>> hs = np.array([[[0.0], [1.0]]])  # one sequence of two steps
        >>> rnn_outputs(hs, np.array([[np.log(3.0), 0.0]]), np.zeros(2)).round(2).tolist()
        [[[0.5, 0.5], [0.75, 0.25]]]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 10.2, equations 10.10 and
        10.11.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
