import numpy as np


def mutual_information(joint: np.ndarray) -> np.ndarray:
    """Measure how much two things tell about each other, from their joint probabilities.

    ``I(A; B) = sum_ab P(a, b) log(P(a, b) / (P(a) P(b)))`` with the natural logarithm, where
    ``P(a)`` is the sum of row a and ``P(b)`` that of column b. A cell with ``P(a, b) = 0`` adds
    nothing. It is 0 when A and B have nothing to do with each other, and the entropy of A when B
    gives A away.

    Whatever is computed from B afterwards, it knows no more about A than B did: replacing ``joint``
    by ``joint @ channel``, where each row of ``channel`` is a distribution, never raises the
    answer. This is the data-processing inequality.

    Args:
        joint: ``(A, B)`` floats, the probability of every pair: at least 0, summing to 1 over the
            whole table. Cells, and also whole rows or columns, may be 0.

    Returns:
        One number in the dtype of ``joint``, in nats, at least 0 up to rounding. Right up to a
        rounding error of 1.

    Example:
        Two coins that always agree, and two that ignore each other:

        >>> round(float(mutual_information(np.array([[0.5, 0.0], [0.0, 0.5]]))), 4)
        0.6931
        >>> float(mutual_information(np.full((2, 2), 0.25)))
        0.0

    Source:
        Cover and Thomas, *Elements of Information Theory* (2nd edition, 2006), sections 2.3 and
        2.8.
    """
    ### BEGIN SOLUTION
    rows = joint.sum(axis=1, keepdims=True)  # (A, 1), P(a)
    columns = joint.sum(axis=0)  # (B,), P(b): lines up with the columns
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = joint * (np.log(joint) - np.log(rows) - np.log(columns))  # (A, B)
    return np.where(joint > 0, terms, 0.0).sum()
    ### END SOLUTION
