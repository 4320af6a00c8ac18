import numpy as np


def minibatches(
    x: np.ndarray, y: np.ndarray, batch_size: int, rng: np.random.Generator
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Cut shuffled examples into batches, for one pass over the data.

    The N examples are put into a random order, all orders being equally likely, and cut into
    batches of ``batch_size``. Every example is in exactly one batch. Where ``batch_size`` does not
    divide N, the last batch holds the examples that are left over; it is not dropped, and no empty
    batch follows. Each example keeps its target: row i of ``xb`` belongs to row i of ``yb``.

    Args:
        x: ``(N, D)`` floats, one example a row, N at least 1.
        y: ``(N,)`` or ``(N, K)``, the targets, of any dtype.
        batch_size: An int of at least 1; may be larger than N.
        rng: The only source of randomness: draw from it, and from nothing else, so that an equal
            generator gives equal batches. How you draw is up to you.

    Returns:
        A list of tuples ``(xb, yb)``: ``(B, D)`` and ``(B,)`` or ``(B, K)`` with B equal to
        ``batch_size`` in all batches but perhaps the last, and the dtypes of ``x`` and ``y``.

    Raises:
        ValueError: ``x`` and ``y`` have different numbers of rows.

    Example:
        >>> x, y = np.array([[1.0], [2.0], [3.0]]), np.array([10, 20, 30])
        >>> batches = minibatches(x, y, 2, np.random.default_rng(0))
        >>> [xb.shape for xb, yb in batches]
        [(2, 1), (1, 1)]
        >>> sorted(float(n) for xb, yb in batches for n in yb - 10 * xb[:, 0])
        [0.0, 0.0, 0.0]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 8.1.3.
    """
    ### BEGIN SOLUTION
    if len(x) != len(y):
        raise ValueError(f"x has {len(x)} rows and y has {len(y)}")
    order = rng.permutation(len(x))
    cuts = range(batch_size, len(x), batch_size)
    return [(x[rows], y[rows]) for rows in np.split(order, cuts)]
    ### END SOLUTION
