import numpy as np


def normal_pdf(x: np.ndarray, mu: np.ndarray | float, sigma: np.ndarray | float) -> np.ndarray:
    """Give the density of the normal distribution, the bell curve of Gauss.

    ``exp(-(x - mu)**2 / (2 * sigma**2)) / (sigma * sqrt(2 * pi))``, for every entry, where the
    shapes of the three arguments are broadcast as NumPy does.

    Args:
        x: An array of floats, where the density is asked for.
        mu: The mean: a number, or an array that fits ``x``.
        sigma: The standard deviation (not the variance), above 0: a number, or an array that fits
            ``x``.

    Returns:
        The density in the dtype of ``x`` and in the shape to which the three shapes broadcast:
        above 0, and above 1 where sigma is small. Each answer is right up to rounding errors of
        itself and of the arguments, also far from the mean where it is tiny (as long as it is not
        too small for the dtype).

    Raises:
        ValueError: Any ``sigma`` is 0 or negative, or the shapes cannot be broadcast.

    Example:
        >>> normal_pdf(np.array([0.0, 1.0]), 0.0, 1.0).round(4).tolist()
        [0.3989, 0.242]
        >>> normal_pdf(np.array([5.0]), np.array([5.0, 3.0]), 2.0).round(4).tolist()
        [0.1995, 0.121]

    Source:
        Bishop, *Pattern Recognition and Machine Learning* (2006), section 1.2.4.
    """
    ### BEGIN SOLUTION
    if np.any(sigma <= 0):
        raise ValueError("every sigma must be above 0")
    z = (x - mu) / sigma
    return np.exp(-0.5 * z * z) / (sigma * float(np.sqrt(2.0 * np.pi)))
    ### END SOLUTION
