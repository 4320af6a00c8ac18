"""The rate lowered in a loop, epoch by epoch."""


def exponential_decay(lr, epoch, rate):
    for _ in range(epoch):
        lr *= rate
    return lr
