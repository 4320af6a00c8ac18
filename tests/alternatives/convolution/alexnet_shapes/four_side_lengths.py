def alexnet_shapes(n=227, c=3):
    """The padded convolutions keep the side length, so only four layers change it."""
    sides = [n]
    for window, stride in ((11, 4), (3, 2), (3, 2), (3, 2)):
        starts = range(0, sides[-1] - window + 1, stride)
        if len(starts) == 0:
            raise ValueError("too small")
        sides.append(len(starts))
    _, a, b, d, e = sides
    maps = [(96, a), (96, b), (256, b), (256, d), (384, d), (384, d), (256, d), (256, e)]
    return [(k, side, side) for k, side in maps] + [(4096,), (4096,), (1000,)]
