"""All positions are numbered, and one number is drawn."""


def random_crop(images, height, width, rng):
    rows, columns = images.shape[2] - height + 1, images.shape[3] - width + 1
    if min(rows, columns) < 1:
        raise ValueError("the window does not fit")
    top, left = divmod(int(rng.integers(0, rows * columns)), columns)
    return images[:, :, top : top + height, left : left + width].copy()
