def conv_parameter_count(c_in: int, c_out: int, kernel: int, bias: bool = True) -> int:
    """Count the parameters of a convolution layer.

    The layer has ``c_out`` filters. Each filter has a kernel of ``kernel`` by ``kernel`` weights
    for every one of the ``c_in`` input channels, and, if ``bias`` is true, one bias, once for all
    channels. All the places that a kernel visits share its weights, so that neither the size of
    the image nor stride nor padding changes the number.

    Args:
        c_in: Channels of the input, an int of at least 1.
        c_out: Filters, which are the channels of the output, an int of at least 1.
        kernel: Height and width of the square kernels, an int of at least 1.
        bias: Whether every filter has a bias.

    Returns:
        The number of weights and biases, a Python int.

    Example:
        >>> conv_parameter_count(3, 6, 5)  # (5 * 5 * 3 + 1) * 6
        456
        >>> conv_parameter_count(3, 6, 5, bias=False)
        450

    Source:
        LeCun, Bottou, Bengio and Haffner, *Gradient-Based Learning Applied to Document Recognition*
        (1998), section II.A.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
