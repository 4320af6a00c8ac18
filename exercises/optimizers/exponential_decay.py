def exponential_decay(lr: float, epoch: int, rate: float) -> float:
    """Lower the learning rate a little in every epoch: multiply it by ``rate``.

    In epoch number ``epoch``, counted from 0, the learning rate is

        lr * rate ** epoch

    Args:
        lr: The learning rate of the first epoch, above 0.
        epoch: The number of the epoch, an int of at least 0; the first is 0.
        rate: What is left of the learning rate from one epoch to the next, above 0 and at most 1.

    Returns:
        The learning rate of this epoch, a single number.

    Example:
        >>> [exponential_decay(0.5, epoch, 0.5) for epoch in range(4)]
        [0.5, 0.25, 0.125, 0.0625]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 8.3.1; Zhang, Lipton, Li
        and Smola, *Dive into Deep Learning* (2023), section 12.11.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
