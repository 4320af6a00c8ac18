import numpy as np


def vertical_edges(image):
    height, width = image.shape
    if height < 3 or width < 3:
        raise ValueError("the image is too small")
    kernel = np.array([[1.0, 0.0, -1.0]] * 3)
    out = np.zeros((height - 2, width - 2), dtype=image.dtype)
    for i in range(height - 2):
        for j in range(width - 2):
            out[i, j] = np.sum(image[i : i + 3, j : j + 3] * kernel)
    return out
