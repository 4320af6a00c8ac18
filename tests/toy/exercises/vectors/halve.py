def halve(n: int) -> int:
    """Halve a whole number, rounding down.

    Args:
        n: A whole number, negative ones too.

    Returns:
        The largest int that is at most ``n / 2``.

    Example:
        >>> halve(-3)
        -2
    """
    # YOUR CODE HERE
    raise NotImplementedError()
