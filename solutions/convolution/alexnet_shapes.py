def alexnet_shapes(n: int = 227, c: int = 3) -> list[tuple[int, ...]]:
    """List the shapes of what the layers of AlexNet hand on.

    The network takes images of ``n`` by ``n`` pixels with ``c`` channels. In this order:

    1. a convolution with 96 kernels of 11 by 11, stride 4,
    2. a pooling with windows of 3 by 3 and stride 2,
    3. a convolution with 256 kernels of 5 by 5, padding 2,
    4. a pooling with windows of 3 by 3 and stride 2,
    5. a convolution with 384 kernels of 3 by 3, padding 1,
    6. a convolution with 384 kernels of 3 by 3, padding 1,
    7. a convolution with 256 kernels of 3 by 3, padding 1,
    8. a pooling with windows of 3 by 3 and stride 2,
    9. a fully connected layer of 4096 units,
    10. a fully connected layer of 4096 units,
    11. the output layer of 1000 units.

    Where nothing else is said, stride is 1 and padding 0. A kernel or window of f pixels that moves
    by s over n pixels, with p zeros at both ends, has ``floor((n + 2 * p - f) / s) + 1`` places; a
    pooling keeps the number of channels.

    The number of channels that come in decides how many weights the first layer has, but changes
    no shape in this list.

    Args:
        n: Height and width of the images, an int of at least 1.
        c: Channels of the images, an int of at least 1.

    Returns:
        A list of eleven tuples of ints, the output shape of each layer without the batch axis:
        ``(channels, height, width)`` after a convolution or a pooling, ``(units,)`` after a fully
        connected layer. The input is not in it.

    Raises:
        ValueError: The image is too small for one of its layers (n below 67).

    Example:
        >>> shapes = alexnet_shapes()
        >>> shapes[:4]
        [(96, 55, 55), (96, 27, 27), (256, 27, 27), (256, 13, 13)]
        >>> shapes[4:8]
        [(384, 13, 13), (384, 13, 13), (256, 13, 13), (256, 6, 6)]
        >>> shapes[8:]
        [(4096,), (4096,), (1000,)]

    Source:
        Krizhevsky, Sutskever and Hinton, *ImageNet Classification with Deep Convolutional Neural
        Networks* (2012), section 3.5.
    """
    ### BEGIN SOLUTION
    # (filters, or None for a pooling; window, stride, padding)
    layers = [
        (96, 11, 4, 0),
        (None, 3, 2, 0),
        (256, 5, 1, 2),
        (None, 3, 2, 0),
        (384, 3, 1, 1),
        (384, 3, 1, 1),
        (256, 3, 1, 1),
        (None, 3, 2, 0),
    ]
    shapes = []
    channels, side = c, n
    for filters, window, stride, padding in layers:
        room = side + 2 * padding - window
        if room < 0:
            raise ValueError(f"an image of {n} by {n} pixels is too small for AlexNet")
        side = room // stride + 1
        if filters is not None:  # a pooling keeps the channels
            channels = filters
        shapes.append((channels, side, side))
    return [*shapes, (4096,), (4096,), (1000,)]
    ### END SOLUTION
