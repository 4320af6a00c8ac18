def conv_output_size(n: int, f: int, padding: int = 0, stride: int = 1) -> int:
    """Count the positions at which a kernel fits along one axis of an image.

    The axis of ``n`` pixels gets ``padding`` zeros at *both* ends. A kernel of ``f`` pixels starts
    at the first of these ``n + 2 * padding`` places and moves on by ``stride`` as long as it fits
    whole. That gives

        floor((n + 2 * padding - f) / stride) + 1

    positions, and so many pixels has the output. Pixels that are left over at the end are not used.

    Args:
        n: Pixels of the input along this axis, an int of at least 1.
        f: Pixels of the kernel along this axis, an int of at least 1.
        padding: Zeros added at each of the two ends, an int of at least 0.
        stride: Pixels from one position to the next, an int of at least 1.

    Returns:
        The number of positions, a Python int (not a float) of at least 1.

    Raises:
        ValueError: The kernel is larger than the padded input (``f > n + 2 * padding``).
        ValueError: ``stride`` is below 1, or ``padding`` is negative.

    Example:
        >>> conv_output_size(32, 5)
        28
        >>> conv_output_size(6, 3, padding=1, stride=2)
        3

    Source:
        Dumoulin and Visin, *A guide to convolution arithmetic for deep learning* (2016),
        section 2.4.
    """
    ### BEGIN SOLUTION
    if stride < 1:
        raise ValueError(f"stride must be at least 1, not {stride}")
    if padding < 0:
        raise ValueError(f"padding must not be negative, as {padding} is")
    room = n + 2 * padding - f
    if room < 0:
        raise ValueError(f"a kernel of {f} does not fit into {n + 2 * padding} padded pixels")
    # Integer division rounds down: the last step is not made unless there is room for all of it.
    return room // stride + 1
    ### END SOLUTION
