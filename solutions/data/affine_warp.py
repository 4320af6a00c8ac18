import numpy as np


def affine_warp(images: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """Rotate, scale, shear, mirror or shift images by an affine map.

    For every pixel of the result, ``theta`` says where to look in the image. Places have normalised
    coordinates: x runs along the width from -1 at the left border of the image to 1 at its right
    border, y along the height from -1 at the top to 1 at the bottom. Pixels are little squares, so
    the center of column j lies at ``x = (2 j + 1) / W - 1`` and that of row i at
    ``y = (2 i + 1) / H - 1``. The pixel of the result with the center ``(x, y)`` shows the place

        x' = theta[0, 0] * x + theta[0, 1] * y + theta[0, 2]
        y' = theta[1, 0] * x + theta[1, 1] * y + theta[1, 2]

    of the image, which is column ``((x' + 1) * W - 1) / 2`` and row ``((y' + 1) * H - 1) / 2``.
    These are seldom whole numbers, so the value there is bilinear: of the four pixels around the
    place, the one at row r and column c has the weight ``(1 - |row - r|) * (1 - |column - c|)``.
    Neighbours that lie outside the image count as 0, each by itself.

    This is PyTorch's ``affine_grid`` and ``grid_sample`` with ``align_corners=False``.

    Args:
        images: ``(N, C, H, W)`` floats; all sizes are at least 1.
        theta: ``(2, 3)`` floats, one map for all images.

    Returns:
        The shape and dtype of ``images``; right up to rounding errors of the largest pixel.

    Example:
        >>> images = np.array([[[[1.0, 2.0, 3.0]]]])
        >>> affine_warp(images, np.array([[-1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])).round(6).tolist()
        [[[[3.0, 2.0, 1.0]]]]
        >>> half_a_pixel = np.array([[1.0, 0.0, 1 / 3], [0.0, 1.0, 0.0]])
        >>> affine_warp(images, half_a_pixel).round(6).tolist()
        [[[[1.5, 2.5, 1.5]]]]

    Source:
        Jaderberg, Simonyan, Zisserman and Kavukcuoglu, *Spatial Transformer Networks* (2015),
        sections 3.2 and 3.3.
    """
    ### BEGIN SOLUTION
    height, width = images.shape[2:]
    x = (2 * np.arange(width) + 1) / width - 1  # (W,)
    y = (2 * np.arange(height)[:, None] + 1) / height - 1  # (H, 1)
    columns = ((theta[0, 0] * x + theta[0, 1] * y + theta[0, 2] + 1) * width - 1) / 2  # (H, W)
    rows = ((theta[1, 0] * x + theta[1, 1] * y + theta[1, 2] + 1) * height - 1) / 2
    left, top = np.floor(columns), np.floor(rows)
    out = np.zeros(images.shape)
    for r in (top, top + 1):
        for c in (left, left + 1):
            inside = (r >= 0) & (r < height) & (c >= 0) & (c < width)
            weights = np.where(inside, (1 - np.abs(rows - r)) * (1 - np.abs(columns - c)), 0.0)
            # Neighbours outside have no weight; any pixel will do for them.
            i = np.clip(r, 0, height - 1).astype(np.int64)
            j = np.clip(c, 0, width - 1).astype(np.int64)
            out += weights * images[:, :, i, j]
    return out.astype(images.dtype)
    ### END SOLUTION
