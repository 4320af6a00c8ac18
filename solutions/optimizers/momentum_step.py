import numpy as np


def momentum_step(
    params: dict[str, np.ndarray],
    grads: dict[str, np.ndarray],
    velocity: dict[str, np.ndarray],
    lr: float,
    beta: float = 0.9,
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Take one step of gradient descent with momentum.

    For every parameter ``p`` with gradient ``g`` and velocity ``v``, elementwise:

        v = beta * v + g
        p = p - lr * v

    The velocity is updated first, and the new one moves the parameter. This is PyTorch's
    convention: the gradient enters in full (it is not multiplied by ``1 - beta``), and ``lr``
    multiplies the velocity when it moves the parameter, not when it is built up.

    Args:
        params: The parameters by name, float arrays of any shapes.
        grads: The gradient of the loss for each parameter: same names, same shapes.
        velocity: The velocities before this step: same names, same shapes; zeros before the first.
        lr: The learning rate, above 0.
        beta: How much of the velocity is kept, in [0, 1).

    Returns:
        The tuple ``(params, velocity)`` of two new dicts with new arrays, of the same names, shapes
        and dtypes. The dicts and arrays that were passed in stay as they are.

    Raises:
        ValueError: ``params``, ``grads`` and ``velocity`` differ in their names, or in the shape of
            any array (a KeyError will do for a name that is missing).

    Example:
        >>> params, grads = {"w": np.array([1.0])}, {"w": np.array([2.0])}
        >>> velocity = {"w": np.array([4.0])}
        >>> params, velocity = momentum_step(params, grads, velocity, lr=0.25, beta=0.5)
        >>> params["w"].tolist(), velocity["w"].tolist()
        ([0.0], [4.0])

    Source:
        Polyak, *Some methods of speeding up the convergence of iteration methods* (1964);
        Sutskever, Martens, Dahl and Hinton, *On the importance of initialization and momentum in
        deep learning* (2013), section 2.
    """
    ### BEGIN SOLUTION
    for state in (grads, velocity):
        if state.keys() != params.keys():
            raise ValueError(f"names differ: {sorted(params)} and {sorted(state)}")
        for name, p in params.items():
            if state[name].shape != p.shape:
                raise ValueError(f"shapes of {name!r}: {p.shape} and {state[name].shape}")
    new_velocity = {name: beta * velocity[name] + grads[name] for name in params}
    new_params = {name: p - lr * new_velocity[name] for name, p in params.items()}
    return new_params, new_velocity
    ### END SOLUTION
