import numpy as np


def two_layer_fit(
    x: np.ndarray,
    labels: np.ndarray,
    hidden: int,
    lr: float,
    steps: int,
    batch_size: int,
    rng: np.random.Generator,
) -> tuple[dict[str, np.ndarray], list[float]]:
    """Train a two-layer network on mini-batches, and keep the history of its loss.

    The network has ``hidden`` sigmoid units and a softmax output over K classes, where K is
    ``labels.max() + 1``:

        A1 = sigmoid(x @ W1 + b1),   Z2 = A1 @ W2 + b2,   P = softmax of each row of Z2

    Start from random weights and zero biases. Every step takes ``batch_size`` rows and looks at
    them alone: its loss is the mean of ``-log P[n, label of n]`` over the batch. Note that
    loss down, then move every parameter by ``-lr`` times its gradient, all by the same gradients:

        dZ2 = (P - T) / batch_size               T is 1 at the labels, 0 elsewhere
        dZ1 = (dZ2 @ W2.T) * A1 * (1 - A1)
        dW2 = A1.T @ dZ2,   dW1 = x.T @ dZ1,     db2 and db1: sums over the examples

    The distribution and the scale of the first weights are your choice, and so is how batches are
    drawn (a new drawing at each step, or slices of a shuffled pass; with or without repeats in a
    batch), as long as every row gets its turn about equally often. Neither depends on ``lr``.

    Args:
        x: ``(N, D)`` floats, one example a row.
        labels: ``(N,)`` ints, the right class of each example, from 0 on.
        hidden: The number H of hidden units, at least 1.
        lr: The learning rate, a float; with 0 the first weights come back.
        steps: The number of steps (batches, not passes over the data), an int from 0.
        batch_size: The number of rows in a batch, from 1 to N; N is a multiple of it.
        rng: The only source of randomness, for weights and batches.

    Returns:
        ``(params, history)``. ``params`` is a dict of the trained parameters in the dtype of ``x``:
        ``W1`` ``(D, H)``, ``b1`` ``(H,)``, ``W2`` ``(H, K)`` and ``b2`` ``(K,)``. ``history`` is a
        list (or a flat array) of ``steps`` floats: the batch's loss at every step, before that
        step's update, in nats.

        Training is judged by what it achieves: three clouds of points that lie well apart are told
        apart, and the history falls.

    Raises:
        ValueError: ``labels`` has not the shape ``(N,)``.

    Example:
        >>> x = np.array([[-2.0], [-1.0], [1.0], [2.0]])
        >>> labels = np.array([0, 0, 1, 1])
        >>> rng = np.random.default_rng(0)
        >>> params, history = two_layer_fit(x, labels, 3, 1.0, 200, 2, rng)
        >>> params["W2"].shape, len(history), bool(history[-1] < 0.1 < history[0])
        ((3, 2), 200, True)

    Source:
        Saito, *Deep Learning from Scratch* (2016), section 4.5.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
