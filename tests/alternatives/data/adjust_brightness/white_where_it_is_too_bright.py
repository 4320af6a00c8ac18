"""White is written where the product is above 1, black where it is below 0."""


def adjust_brightness(images, factor):
    out = factor * images
    out[out > 1] = 1
    out[out < 0] = 0
    return out
