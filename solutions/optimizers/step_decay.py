def step_decay(lr: float, epoch: int, drop: float, every: int) -> float:
    """Lower the learning rate in steps: multiply it by ``drop`` after every so many epochs.

    In epoch number ``epoch``, counted from 0, the learning rate is

        lr * drop ** (epoch // every)

    where ``//`` is division without the remainder: the rate stays the same for ``every`` epochs,
    then falls at once.

    Args:
        lr: The learning rate of the first epoch, above 0.
        epoch: The number of the epoch, an int of at least 0; the first is 0.
        drop: The factor at each step, above 0 and at most 1.
        every: How many epochs lie between two steps, an int of at least 1.

    Returns:
        The learning rate of this epoch, a single number.

    Example:
        >>> [step_decay(0.5, epoch, 0.5, 3) for epoch in range(7)]
        [0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 8.3.1; Zhang, Lipton, Li
        and Smola, *Dive into Deep Learning* (2023), section 12.11.
    """
    ### BEGIN SOLUTION
    return lr * drop ** (epoch // every)
    ### END SOLUTION
