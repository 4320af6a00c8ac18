import numpy as np


def adam_step(
    params: dict[str, np.ndarray],
    grads: dict[str, np.ndarray],
    m: dict[str, np.ndarray],
    v: dict[str, np.ndarray],
    t: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Take one step of Adam: momentum and RMSprop together, both bias-corrected.

    For every parameter ``p`` with gradient ``g``, elementwise:

        m = beta1 * m + (1 - beta1) * g          running mean of the gradients
        v = beta2 * v + (1 - beta2) * g**2       running mean of their squares
        m_hat = m / (1 - beta1**t)               both means begin at zero and are too small
        v_hat = v / (1 - beta2**t)               at first: this corrects them
        p = p - lr * m_hat / (sqrt(v_hat) + eps)

    ``eps`` is added *after* the root. It is the uncorrected ``m`` and ``v`` that are handed on to
    the next step.

    Args:
        params: The parameters by name, float arrays of any shapes.
        grads: The gradient of the loss for each parameter: same names, same shapes.
        m: The running means before this step: same names, same shapes; zeros before the first.
        v: The running means of squares before this step, likewise; nothing in it is negative.
        t: The number of this step, an int; the first step has ``t = 1``.
        lr: The learning rate, above 0.
        beta1: How much of ``m`` is kept, in [0, 1).
        beta2: How much of ``v`` is kept, in [0, 1).
        eps: A small number above 0 that keeps the division finite.

    Returns:
        The tuple ``(params, m, v)`` of three new dicts with new arrays, of the same names, shapes
        and dtypes. The dicts and arrays that were passed in stay as they are. Gradients of 1e-8 get
        steps as accurate as large ones.

    Raises:
        ValueError: ``params``, ``grads``, ``m`` and ``v`` differ in their names, or in the shape of
            any array (a KeyError will do for a name that is missing).

    Example:
        >>> params, grads = {"w": np.array([1.0])}, {"w": np.array([2.0])}
        >>> zeros = {"w": np.array([0.0])}
        >>> params, m, v = adam_step(params, grads, zeros, zeros, t=1, lr=0.1)
        >>> params["w"].round(6).tolist(), m["w"].round(6).tolist(), v["w"].round(6).tolist()
        ([0.9], [0.2], [0.004])

    Source:
        Kingma and Ba, *Adam: A Method for Stochastic Optimization* (2015), algorithm 1.
    """
    ### BEGIN SOLUTION
    for state in (grads, m, v):
        if state.keys() != params.keys():
            raise ValueError(f"names differ: {sorted(params)} and {sorted(state)}")
        for name, p in params.items():
            if state[name].shape != p.shape:
                raise ValueError(f"shapes of {name!r}: {p.shape} and {state[name].shape}")
    first, second = 1.0 - beta1**t, 1.0 - beta2**t
    new_params, new_m, new_v = {}, {}, {}
    for name, p in params.items():
        g = grads[name]
        new_m[name] = beta1 * m[name] + (1.0 - beta1) * g
        new_v[name] = beta2 * v[name] + (1.0 - beta2) * g**2
        root = np.sqrt(new_v[name] / second)
        new_params[name] = p - lr * (new_m[name] / first) / (root + eps)
    return new_params, new_m, new_v
    ### END SOLUTION
