import numpy as np


def xavier_normal(
    fan_in: int, fan_out: int, rng: np.random.Generator, gain: float = 1.0
) -> np.ndarray:
    """Draw the weights of a layer at the scale of Glorot and Bengio (Xavier initialisation).

    Every weight is drawn on its own from a normal distribution with mean 0 and standard deviation

        gain * sqrt(2 / (fan_in + fan_out))

    so that neither the signals on their way forward nor the gradients on their way back grow or
    shrink much from layer to layer.

    Args:
        fan_in: The number of inputs of the layer, at least 1.
        fan_out: The number of its outputs, at least 1.
        rng: The only source of randomness: draw from it, and from nothing else, so that an equal
            generator gives equal weights. In which order you draw is up to you.
        gain: A factor above 0 that makes up for the activation, such as 5 / 3 for tanh.

    Returns:
        ``(fan_in, fan_out)`` float64.

    Example:
        >>> W = xavier_normal(30, 20, np.random.default_rng(0))
        >>> W.shape
        (30, 20)
        >>> bool(0.18 < W.std() < 0.22)  # sqrt(2 / 50) is 0.2
        True

    Source:
        Glorot and Bengio, *Understanding the Difficulty of Training Deep Feedforward Neural
        Networks* (AISTATS 2010), section 4.2.1.
    """
    ### BEGIN SOLUTION
    return gain * np.sqrt(2.0 / (fan_in + fan_out)) * rng.standard_normal((fan_in, fan_out))
    ### END SOLUTION
