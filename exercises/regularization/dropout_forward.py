import numpy as np


def dropout_forward(
    x: np.ndarray, p: float, rng: np.random.Generator, training: bool = True
) -> tuple[np.ndarray, np.ndarray]:
    """Drop random entries of a layer while training, and scale up those that stay.

    In training every entry is set to 0 with probability ``p``, independently of all the others;
    an entry that stays becomes ``x / (1 - p)``, so that the expected output is ``x``. When not
    training, the output is ``x``, unchanged (the array itself or a copy): no entry is dropped and
    none is scaled.

    Args:
        x: Floats of any shape.
        p: The probability that an entry is dropped (not: kept), from 0 to 1. 0 drops nothing, 1
            drops everything.
        rng: The only source of randomness: draw from it, and from nothing else, so that an equal
            generator gives an equal mask. How you draw is up to you.
        training: Whether the network is being trained.

    Returns:
        ``(out, mask)``. ``out`` has the shape and dtype of ``x``; all zeros for ``p = 1``, never
        nan. ``mask`` has the shape of ``x`` and dtype bool: True where the entry was kept, also
        where that entry is 0 itself; all True when not training.

    Raises:
        ValueError: ``p`` lies outside ``[0, 1]``.

    Example:
        >>> out, mask = dropout_forward(np.ones(1000), 0.25, np.random.default_rng(0))
        >>> bool((out[mask] == 1 / 0.75).all()), bool((out[~mask] == 0).all())
        (True, True)
        >>> bool(200 < (~mask).sum() < 300)
        True
        >>> dropout_forward(np.array([1.0, 2.0]), 0.25, np.random.default_rng(0), training=False)
        (array([1., 2.]), array([ True,  True]))

    Source:
        Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, *Dropout: A Simple Way to
        Prevent Neural Networks from Overfitting* (JMLR 15, 2014), sections 4 and 10.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
