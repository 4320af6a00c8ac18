import numpy as np


def prelu_backward(dout: np.ndarray, x: np.ndarray, a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Carry a gradient back through PReLU, to its input and to its slopes.

    The forward pass is ``out = x`` where ``x > 0`` and ``out = a[c] * x`` where ``x <= 0``, with
    one slope for each channel ``c``. With ``dout`` the gradient of a loss by ``out``,

    - ``dx`` is ``dout`` where ``x > 0`` and ``a[c] * dout`` where ``x <= 0`` (also at 0);
    - ``da[c]`` is the sum of ``dout * x`` over all entries of channel c with ``x <= 0``, over all
      axes but axis 1: every one of them was made with the same slope.

    Args:
        dout: Floats in the shape of ``x``, the gradient of the loss by the output.
        x: ``(N, C, ...)`` floats, what went into the forward pass: N examples, C channels, then
            any number of further axes, such as height and width (or none).
        a: ``(C,)`` floats, one slope per channel: any numbers.

    Returns:
        ``(dx, da)``: the gradients by ``x``, in its shape, and by ``a``, ``(C,)``, both in the
        dtype of ``x``. Sums over the examples, not means.

    Raises:
        ValueError: ``dout`` does not have the shape of ``x``, or ``a`` not the shape ``(C,)``.

    Example:
        >>> x = np.array([[-2.0, -2.0], [3.0, -4.0]])
        >>> dout = np.array([[1.0, 2.0], [3.0, 4.0]])
        >>> dx, da = prelu_backward(dout, x, np.array([0.5, 0.25]))
        >>> dx.tolist()
        [[0.5, 0.5], [3.0, 1.0]]
        >>> da.tolist()
        [-2.0, -20.0]

    Source:
        He, Zhang, Ren and Sun, *Delving Deep into Rectifiers* (2015), section 2.1.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
