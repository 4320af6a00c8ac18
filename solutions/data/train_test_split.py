import numpy as np


def train_test_split(
    x: np.ndarray, y: np.ndarray, test_fraction: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Set a random part of the examples aside for testing.

    ``int(N * test_fraction)`` examples, rounded down, go to the test set and all others to the
    training set: every example to exactly one of them. Which ones is left to chance, every choice
    of that many examples being equally likely. Each example keeps its target: row i of ``x_test``
    belongs to row i of ``y_test``, and likewise in training. The order within a set is up to you.

    Args:
        x: ``(N, D)`` floats, one example a row, N at least 1.
        y: ``(N,)`` or ``(N, K)``, the targets, of any dtype.
        test_fraction: A number from 0 to 1.
        rng: The only source of randomness: draw from it, and from nothing else, so that an equal
            generator gives an equal split. How you draw is up to you.

    Returns:
        The tuple ``(x_train, x_test, y_train, y_test)``, with the dtypes of ``x`` and ``y``. A part
        may have no rows: then it has the shape ``(0, D)``, for instance.

    Raises:
        ValueError: ``x`` and ``y`` have different numbers of rows.

    Example:
        >>> x, y = np.array([[1.0], [2.0], [3.0], [4.0]]), np.array([10, 20, 30, 40])
        >>> parts = train_test_split(x, y, 0.3, np.random.default_rng(0))
        >>> [part.shape for part in parts]
        [(3, 1), (1, 1), (3,), (1,)]
        >>> sorted(parts[2].tolist() + parts[3].tolist())
        [10, 20, 30, 40]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 5.3.
    """
    ### BEGIN SOLUTION
    if len(x) != len(y):
        raise ValueError(f"x has {len(x)} rows and y has {len(y)}")
    order = rng.permutation(len(x))
    count = int(len(x) * test_fraction)
    test, train = order[:count], order[count:]
    return x[train], x[test], y[train], y[test]
    ### END SOLUTION
