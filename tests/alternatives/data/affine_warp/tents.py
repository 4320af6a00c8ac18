"""Every pixel of the image has a tent of weights around it, one pixel wide on each side."""

import numpy as np


def affine_warp(images, theta):
    height, width = images.shape[2:]
    y, x = np.meshgrid(np.arange(height), np.arange(width), indexing="ij")
    ones = np.ones((height, width))
    grid = np.stack([(x + 0.5) * 2 / width - 1, (y + 0.5) * 2 / height - 1, ones], axis=-1)
    place = grid @ np.asarray(theta, dtype=np.float64).T  # (H, W, 2)
    columns = (place[..., 0] + 1) * width / 2 - 0.5
    rows = (place[..., 1] + 1) * height / 2 - 0.5
    across = np.maximum(0, 1 - np.abs(columns[..., None] - np.arange(width)))
    along = np.maximum(0, 1 - np.abs(rows[..., None] - np.arange(height)))
    out = np.einsum("ncrs,ijr,ijs->ncij", images, along, across)
    return out.astype(images.dtype)
