import numpy as np


def initialize_parameters(
    n_x: int, n_h: int, n_y: int, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Draw the first parameters of a network with one hidden layer.

    Every weight is ``0.01`` times a number of its own from the standard normal distribution (mean
    0, standard deviation 1); every bias is 0. Weights that were all equal would keep the hidden
    units equal for ever, since equal units get equal gradients: chance breaks this symmetry.

    Args:
        n_x: The number of inputs, at least 1.
        n_h: The number of hidden units, at least 1.
        n_y: The number of outputs, at least 1.
        rng: The only source of randomness: draw from it, and from nothing else, so that an equal
            generator gives equal parameters. In which order you draw is up to you.

    Returns:
        A dict of float64 arrays: ``W1`` ``(n_x, n_h)``, ``b1`` ``(n_h,)``, ``W2`` ``(n_h, n_y)``
        and ``b2`` ``(n_y,)``.

    Example:
        >>> params = initialize_parameters(3, 4, 1, np.random.default_rng(0))
        >>> {name: params[name].shape for name in ("W1", "b1", "W2", "b2")}
        {'W1': (3, 4), 'b1': (4,), 'W2': (4, 1), 'b2': (1,)}
        >>> bool(np.abs(params["W1"]).max() < 0.1), params["b1"].tolist()
        (True, [0.0, 0.0, 0.0, 0.0])

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 8.4.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
