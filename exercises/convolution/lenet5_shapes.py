def lenet5_shapes(n: int = 32, c: int = 3) -> list[tuple[int, ...]]:
    """List the shapes of what the layers of LeNet-5 hand on.

    The network takes images of ``n`` by ``n`` pixels with ``c`` channels. In this order:

    1. a convolution with 6 kernels of 5 by 5,
    2. a pooling with windows of 2 by 2 and stride 2,
    3. a convolution with 16 kernels of 5 by 5,
    4. a pooling with windows of 2 by 2 and stride 2,
    5. a fully connected layer of 120 units,
    6. a fully connected layer of 84 units,
    7. the output layer of 10 units.

    The convolutions have stride 1 and no padding. A kernel or window of f pixels that moves by s
    over n pixels has ``floor((n - f) / s) + 1`` places; a pooling keeps the number of channels.

    The number of channels that come in decides how many weights the first layer has, but changes
    no shape in this list.

    Args:
        n: Height and width of the images, an int of at least 1.
        c: Channels of the images, an int of at least 1.

    Returns:
        A list of seven tuples of ints, the output shape of each layer without the batch axis:
        ``(channels, height, width)`` after a convolution or a pooling, ``(units,)`` after a fully
        connected layer. The input is not in it.

    Raises:
        ValueError: The image is too small for one of its layers (n below 16).

    Example:
        >>> for shape in lenet5_shapes():
        ...     print(shape)
        (6, 28, 28)
        (6, 14, 14)
        (16, 10, 10)
        (16, 5, 5)
        (120,)
        (84,)
        (10,)

    Source:
        LeCun, Bottou, Bengio and Haffner, *Gradient-Based Learning Applied to Document Recognition*
        (1998), section II.B.
    """

    # YOUR CODE HERE
    raise NotImplementedError()
