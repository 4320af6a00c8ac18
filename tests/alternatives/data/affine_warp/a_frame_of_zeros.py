"""Pixel by pixel, in images with a frame of zeros."""

import math

import numpy as np


def affine_warp(images, theta):
    height, width = images.shape[2:]
    framed = np.pad(images, [(0, 0), (0, 0), (1, 2), (1, 2)])
    (a, b, c), (d, e, f) = np.asarray(theta).tolist()
    out = np.zeros_like(images)
    for i in range(height):
        for j in range(width):
            x, y = (2 * j + 1) / width - 1, (2 * i + 1) / height - 1
            column = ((a * x + b * y + c + 1) * width - 1) / 2
            row = ((d * x + e * y + f + 1) * height - 1) / 2
            if not (-1 < row < height and -1 < column < width):
                continue
            r, s = math.floor(row), math.floor(column)
            u, v = row - r, column - s
            corner = framed[:, :, r + 1 : r + 3, s + 1 : s + 3]
            upper = (1 - v) * corner[:, :, 0, 0] + v * corner[:, :, 0, 1]
            lower = (1 - v) * corner[:, :, 1, 0] + v * corner[:, :, 1, 1]
            out[:, :, i, j] = (1 - u) * upper + u * lower
    return out
