import numpy as np


def update_parameters(
    params: dict[str, np.ndarray], grads: dict[str, np.ndarray], lr: float
) -> dict[str, np.ndarray]:
    """Take one step of gradient descent with every parameter of a network.

    The gradient points uphill, so each parameter moves the other way:

        new = params[name] - lr * grads[name]

    Args:
        params: Arrays of floats by name, such as ``W1``, ``b1``, ``W2`` and ``b2``; any names, any
            number of them, any shapes. They must not be changed: make new arrays.
        grads: The gradients of the loss under the same names, each of its parameter's shape.
        lr: The learning rate, a float.

    Returns:
        A new dict of new arrays under the same names, each of the shape and dtype of its parameter.

    Raises:
        ValueError: ``params`` and ``grads`` have not the same names, or the shapes under a name
            differ (nothing is broadcast).

    Example:
        >>> params = {"W1": np.array([[1.0, 2.0]]), "b1": np.array([3.0, 4.0])}
        >>> grads = {"W1": np.array([[10.0, 0.0]]), "b1": np.array([-10.0, 20.0])}
        >>> new = update_parameters(params, grads, 0.1)
        >>> new["W1"].tolist(), new["b1"].tolist(), params["b1"].tolist()
        ([[0.0, 2.0]], [4.0, 2.0], [3.0, 4.0])

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 4.3.
    """
    ### BEGIN SOLUTION
    if params.keys() != grads.keys():
        raise ValueError(f"params has {sorted(params)}, grads has {sorted(grads)}")
    for name, values in params.items():
        if values.shape != grads[name].shape:
            raise ValueError(f"{name} has shape {values.shape}, its gradient another")
    return {name: values - lr * grads[name] for name, values in params.items()}
    ### END SOLUTION
