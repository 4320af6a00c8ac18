"""White is written where the product is above 1."""


def adjust_brightness(images, factor):
    out = factor * images
    out[out > 1] = 1
    return out
