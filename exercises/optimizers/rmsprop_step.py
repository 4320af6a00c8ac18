import numpy as np


def rmsprop_step(
    params: dict[str, np.ndarray],
    grads: dict[str, np.ndarray],
    cache: dict[str, np.ndarray],
    lr: float,
    beta: float = 0.99,
    eps: float = 1e-8,
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Take one step of RMSprop: gradients divided by their own recent size.

    For every parameter ``p`` with gradient ``g`` and cache ``c``, elementwise:

        c = beta * c + (1 - beta) * g**2        running mean of the squared gradients
        p = p - lr * g / (sqrt(c) + eps)

    The cache is updated first, and the new one scales the step. As in PyTorch, ``eps`` is added
    *after* the root, and nothing is corrected for the cache having begun at zero.

    Args:
        params: The parameters by name, float arrays of any shapes.
        grads: The gradient of the loss for each parameter: same names, same shapes.
        cache: The running means before this step: same names, same shapes; zeros before the first.
            Nothing in it is negative.
        lr: The learning rate, above 0.
        beta: How much of the cache is kept, in [0, 1).
        eps: A small number above 0 that keeps the division finite.

    Returns:
        The tuple ``(params, cache)`` of two new dicts with new arrays, of the same names, shapes
        and dtypes. The dicts and arrays that were passed in stay as they are. Gradients of 1e-8 get
        steps as accurate as large ones.

    Raises:
        ValueError: ``params``, ``grads`` and ``cache`` differ in their names, or in the shape of
            any array (a KeyError will do for a name that is missing).

    Example:
        >>> params, grads = {"w": np.array([1.0])}, {"w": np.array([2.0])}
        >>> cache = {"w": np.array([12.0])}
        >>> params, cache = rmsprop_step(params, grads, cache, lr=0.75, beta=0.75)
        >>> params["w"].round(6).tolist(), cache["w"].tolist()  # 1 - 0.75 * 2 / sqrt(10)
        ([0.525658], [10.0])

    Source:
        Hinton, Srivastava and Swersky, *Neural Networks for Machine Learning* (2012), lecture 6e;
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 8.5.2.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
