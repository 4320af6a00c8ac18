"""The rate lowered in a loop, epoch by epoch."""


def step_decay(lr, epoch, drop, every):
    for passed in range(1, epoch + 1):
        if passed % every == 0:
            lr *= drop
    return lr
