import numpy as np


def gaussian_nll(y: np.ndarray, y_hat: np.ndarray, sigma: float) -> np.ndarray:
    """Say how unlikely data are under predictions with Gaussian noise: least squares in disguise.

    The negative log-likelihood of all of ``y``, the sum over all entries of
    ``0.5 * log(2 * pi * sigma**2) + (y - y_hat)**2 / (2 * sigma**2)``, with the natural logarithm.
    Only the squares depend on the predictions: who minimises it by ``y_hat``, minimises the sum of
    squares.

    Args:
        y: Floats of any shape, what was measured.
        y_hat: What was predicted, in the shape of ``y``.
        sigma: The standard deviation of the noise, one number above 0.

    Returns:
        One number: the sum over all entries, not the mean. It may be negative, since densities may
        be above 1. Right up to a rounding error of 1 or, where they are larger, of the terms that
        are added.

    Raises:
        ValueError: ``y`` and ``y_hat`` have different shapes, or ``sigma`` is 0 or negative.

    Example:
        >>> y, y_hat = np.array([1.0, 2.0]), np.array([1.0, 4.0])
        >>> round(float(gaussian_nll(y, y_hat, 1.0)), 4)
        3.8379
        >>> round(float(gaussian_nll(y, y_hat, 2.0)), 4)
        3.7242

    Source:
        Bishop, *Pattern Recognition and Machine Learning* (2006), sections 1.2.5 and 3.1.1.
    """
    ### BEGIN SOLUTION
    if y.shape != y_hat.shape:
        raise ValueError(f"y and y_hat must have one shape, but have {y.shape}, {y_hat.shape}")
    if sigma <= 0:
        raise ValueError(f"sigma must be above 0, but is {sigma}")
    constant = 0.5 * np.log(2.0 * np.pi * sigma**2)  # the same for every entry
    squares = np.sum((y - y_hat) ** 2)
    return y.size * constant + squares / (2.0 * sigma**2)
    ### END SOLUTION
