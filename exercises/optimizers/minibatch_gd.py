import numpy as np


def minibatch_gd(
    x: np.ndarray,
    y: np.ndarray,
    w: np.ndarray,
    lr: float,
    epochs: int,
    batch_size: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """Fit a linear model by mini-batch gradient descent: every step looks at a few examples.

    The predictions are ``x @ w`` (there is no intercept), and the loss of a batch is half the mean
    of its squared errors. In every epoch the examples are shuffled anew by one call

        order = rng.permutation(N)

    and cut into batches: the examples ``order[0:batch_size]``, then
    ``order[batch_size:2 * batch_size]`` and so on. The last batch is smaller where ``batch_size``
    does not divide N; it counts too. Each batch of m examples is one step:

        w = w - lr * (sum over the batch of (x_n @ w - y_n) * x_n) / m

    Nothing else is drawn from ``rng``.

    Args:
        x: ``(N, D)`` floats, one example a row, N at least 1.
        y: ``(N,)`` floats, the numbers to be predicted.
        w: ``(D,)`` floats, the weights to start from; they must not be changed.
        lr: The learning rate, above 0.
        epochs: How many times to go through all examples, an int; 0 leaves the weights as they are.
        batch_size: How many examples a batch has, an int of at least 1; may be larger than N.
        rng: The source of randomness.

    Returns:
        ``(D,)`` floats in the dtype of ``x``: the weights after the last step.

    Raises:
        ValueError: ``y`` is not a flat array of N numbers (a column ``(N, 1)`` would broadcast to a
            table), or ``w`` has another length than the rows of ``x``.

    Example:
        >>> x, y = np.array([[1.0], [3.0]]), np.array([2.0, 4.0])
        >>> rng = np.random.default_rng(0)
        >>> minibatch_gd(x, y, np.array([0.0]), 0.5, 1, batch_size=2, rng=rng).tolist()
        [3.5]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 8.1.3; Zhang, Lipton, Li
        and Smola, *Dive into Deep Learning* (2023), section 12.5.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
