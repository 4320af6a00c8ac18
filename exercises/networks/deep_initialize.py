import numpy as np


def deep_initialize(layer_dims: list[int], rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Draw the first parameters of a network of any depth, at the scale that suits ReLU.

    Every weight of a layer is drawn on its own from a normal distribution with mean 0 and standard
    deviation ``sqrt(2 / fan_in)``, where ``fan_in`` is the number of the layer's inputs. ReLU sets
    about half of its inputs to 0, and the 2 makes up for it. Every bias is 0.

    Args:
        layer_dims: The L + 1 widths from the input to the output, such as ``[D, H, 1]``; at least
            two, each at least 1. Layer ``l`` leads from ``layer_dims[l - 1]`` to ``layer_dims[l]``.
        rng: The only source of randomness: draw from it, and from nothing else, so that an equal
            generator gives equal parameters. In which order you draw is up to you.

    Returns:
        A dict of float64 arrays, for ``l`` from 1 to L: ``W1``, ..., ``WL`` of the shapes
        ``(layer_dims[l - 1], layer_dims[l])`` and ``b1``, ..., ``bL`` of the shapes
        ``(layer_dims[l],)``.

    Example:
        >>> params = deep_initialize([3, 5, 1], np.random.default_rng(0))
        >>> {name: params[name].shape for name in ("W1", "b1", "W2", "b2")}
        {'W1': (3, 5), 'b1': (5,), 'W2': (5, 1), 'b2': (1,)}

    Source:
        He, Zhang, Ren and Sun, *Delving Deep into Rectifiers* (ICCV 2015), section 2.2.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
