import numpy as np


def sgd_step(
    params: dict[str, np.ndarray], grads: dict[str, np.ndarray], lr: float
) -> dict[str, np.ndarray]:
    """Take one step of gradient descent.

    For every parameter ``p`` with gradient ``g``, elementwise:

        p = p - lr * g

    The step is called stochastic (SGD) because the gradients usually come from a random batch.

    Args:
        params: The parameters by name, float arrays of any shapes.
        grads: The gradient of the loss for each parameter: same names, same shapes.
        lr: The learning rate, above 0.

    Returns:
        A new dict with new arrays, of the same names, shapes and dtypes. The dicts and arrays that
        were passed in stay as they are.

    Raises:
        ValueError: ``params`` and ``grads`` differ in their names, or in the shape of any array (a
            KeyError will do for a name that is missing).

    Example:
        >>> params = {"w": np.array([1.0, 2.0]), "b": np.array([0.5])}
        >>> grads = {"w": np.array([2.0, -4.0]), "b": np.array([1.0])}
        >>> new = sgd_step(params, grads, lr=0.25)
        >>> new["w"].tolist(), new["b"].tolist()
        ([0.5, 3.0], [0.25])

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 8.3.1.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
