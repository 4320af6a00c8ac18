"""A random window of images.

There is no one right answer, since positions are drawn as the student likes; laws judge. A right
answer breaks a bound on chance with a probability below 5e-7, all laws together.
"""

from __future__ import annotations

import numpy as np

from grader.declare import (
    Exercise,
    array,
    assert_equal,
    assert_shape,
    assert_that,
    computed,
    floats,
    generator,
    integers,
    law,
    misconception,
    refusal,
)

# 2 examples of 3 channels; every pixel is a number of its own.
PICTURES = np.arange(180.0).reshape(2, 3, 5, 6)


def corners(outs, numbered, height, width):
    """The top rows and the left columns of windows of numbered pixels; all is checked."""
    for out in outs:
        assert_shape(out, (*numbered.shape[:2], height, width))
    outs = np.stack(outs)
    # Pixels are numbered from the first image's first channel on, so that all of a window are as
    # far from those of the window in the corner as its first pixel is from 0.
    places = outs[:, 0, 0, 0, 0].astype(np.int64)
    tops, lefts = np.divmod(places, numbered.shape[3])
    free = numbered.shape[2] - height, numbered.shape[3] - width
    inside = (tops >= 0) & (tops <= free[0]) & (lefts <= free[1])
    assert_that(inside.all(), "no window of that size begins at the first pixel that came")
    assert_equal(outs, numbered[:, :, :height, :width] + places.reshape(-1, 1, 1, 1, 1))
    return tops, lefts


def surprise(found, trials, chances):
    """Chernoff: so many of trials with these chances come with a probability below exp(-surprise).

    Counts with chances of their own are further from their sum than one binomial count with the
    mean chance would tell.
    """
    tilts = np.linspace(-6.0, 6.0, 97)[:, None]
    return np.max(tilts[:, 0] * found - np.log1p(chances * np.expm1(tilts)) @ trials)


def seeds(rng, count, first=0):
    """Generators with seeds of their own."""
    return [type(rng)((rng.seed + first + k) % 2**31) for k in range(1, count + 1)]


@law(ordinary=15, edge=8)
def has_the_size_and_dtype_asked_for(random_crop, images, height, width, rng):
    """The result is as high and wide as asked for, and has the examples, the channels and the dtype
    of the images."""
    out = random_crop(images, height, width, rng)
    assert_shape(out, (*images.shape[:2], height, width))
    single = images.astype(np.float32)
    for given, answer in ((images, out), (single, random_crop(single, height, width, rng))):
        if answer.dtype != given.dtype:  # dtypes in words are dearer than all the rest
            assert_that(False, f"{given.dtype} went in and {answer.dtype} came out")


@law(like=has_the_size_and_dtype_asked_for)
def is_a_window_of_the_images(random_crop, images, height, width, rng):
    """The result is one window of neighbouring rows and columns, the same for all examples and
    channels."""
    numbered = np.arange(float(images.size)).reshape(images.shape)
    corners([random_crop(numbered, height, width, rng)], numbered, height, width)


@law(like=has_the_size_and_dtype_asked_for)
def keeps_the_numbers(random_crop, images, height, width, rng):
    """The window does not depend on what the images show."""
    numbered = np.arange(float(images.size)).reshape(images.shape)
    places = random_crop(numbered, height, width, rng)
    assert_shape(places, (*images.shape[:2], height, width))
    places = places.astype(np.int64)
    inside = np.all((places >= 0) & (places < images.size))
    assert_that(inside, "the result holds numbers that the images do not hold")
    assert_equal(random_crop(images, height, width, rng), images.reshape(-1)[places])


@law(ordinary=5, edge=5)
def a_window_of_full_size_is_the_whole_image(random_crop, images, rng):
    """Where the window is as large as the image there is only one position."""
    assert_equal(random_crop(images, images.shape[2], images.shape[3], rng), images)


@law(ordinary=1)
def draws_every_position_equally_often(random_crop, rng):
    """Every position of the window turns up, the first and the last too, and all are equally
    likely."""
    draws = 100
    # 2 by 3 positions.
    outs = [random_crop(PICTURES, 4, 4, seed) for seed in seeds(rng, draws)]
    tops, lefts = corners(outs, PICTURES, 4, 4)
    counts = np.bincount(3 * tops + lefts, minlength=6).reshape(2, 3)
    # A right answer misses one of 6 positions with probability 6 * (5/6)**100 = 7e-8.
    missing = np.argwhere(counts == 0).tolist()
    assert_that(not missing, f"in {draws} draws no window began at row and column {missing}")
    # 16.7 windows a position are expected; 41 and more come with probability 7e-9, by the binomial
    # distribution: 5e-8 in all.
    assert_that(counts.max() < 41, f"one position turned up {counts.max()} times in {draws} draws")


def regions(tops, lefts, rows, columns):
    """How many windows lie in each of some regions, and how likely that is."""
    upper, half = rows // 2, columns // 2
    high, left = tops < upper, lefts < half
    return {
        "at the top": (np.sum(tops == 0), 1 / rows),
        "at the bottom": (np.sum(tops == rows - 1), 1 / rows),
        "at the left": (np.sum(lefts == 0), 1 / columns),
        "at the right": (np.sum(lefts == columns - 1), 1 / columns),
        "in the upper half": (np.sum(high), upper / rows),
        "in the left half": (np.sum(left), half / columns),
        "in the upper left quarter": (np.sum(high & left), upper * half / (rows * columns)),
    }


@law(ordinary=1)
def moves_in_images_of_any_size(random_crop, rng):
    """Whatever the size of the image and of the window, the window moves wherever it has room to,
    up and down as well as left and right, and reaches both ends."""
    chance = np.random.default_rng(rng.seed)
    larger = chance.integers(3, 10, (6, 2))
    larger[0, 0] = larger[1, 1] = 1
    larger[-1] *= 4
    rooms = [(1, 2), (2, 1), (2, 2), (2, 3), (3, 2), *larger.tolist()]
    made, seen = 0, {}
    for rows, columns in rooms:
        # All of so many positions are the same with a probability below exp(-18.5) = 9e-9: 1e-7
        # in all 11 rooms.
        draws = 1 + max(17, int(np.ceil(18.5 / np.log(rows * columns))))
        examples, channels, height, width = chance.integers(1, 4, 4).tolist()
        shape = (examples, channels, rows + height - 1, columns + width - 1)
        images = np.arange(float(np.prod(shape))).reshape(shape)
        outs = [random_crop(images, height, width, seed) for seed in seeds(rng, draws, made)]
        tops, lefts = corners(outs, images, height, width)
        for name, (found, p) in regions(tops, lefts, rows, columns).items():
            seen.setdefault(name, []).append((found, draws, p))
        made += draws
        same = np.all(tops == tops[0]) and np.all(lefts == lefts[0])
        assert_that(not same, f"with {rows} by {columns} positions all of {draws} were the same")
    for name, counted in seen.items():
        found, trials, chances = np.array(counted).T
        # So far off with probability 2 exp(-18) = 3e-8 at most: 2.2e-7 in all 7 regions.
        assert_that(
            surprise(found.sum(), trials, chances) <= 18.0,
            f"{100 * found.sum() / trials.sum():.0f} percent of the windows lay {name}, not "
            f"{100 * chances @ trials / trials.sum():.0f} percent",
        )


@law(ordinary=5, room=integers(3, 12))
def takes_its_randomness_from_rng(random_crop, room, rng):
    """Two generators in the same state give the same window: no randomness comes from elsewhere."""
    images = np.arange(3.0 * (room + 1) * (room + 2)).reshape(1, 3, room + 1, room + 2)
    first = random_crop(images, 1, 2, rng)
    corners([first], images, 1, 2)
    assert_equal(random_crop(images, 1, 2, rng), first)


# --- mistakes -------------------------------------------------------------------------------------


# 7 by 8 positions, so that mistakes hardly ever meet.
WITNESS = {"images": np.arange(160.0).reshape(2, 1, 8, 10), "height": 2, "width": 3, "rng": 3}


def free(images, height, width):
    rows, columns = images.shape[2] - height, images.shape[3] - width
    if rows < 0 or columns < 0:
        raise ValueError("the window does not fit")
    return rows, columns


def window(images, top, left, height, width):
    return images[:, :, top : top + height, left : left + width]


@misconception(witness=WITNESS)
def always_cuts_the_middle(images, height, width, rng):
    """The window always lay in the middle. Draw its top row and its left column from rng."""
    rows, columns = free(images, height, width)
    return window(images, rows // 2, columns // 2, height, width)


@misconception(witness=WITNESS)
def always_cuts_the_corner(images, height, width, rng):
    """The window always lay in the top left corner. Draw its top row and its left column from
    rng."""
    free(images, height, width)
    return window(images, 0, 0, height, width)


@misconception(witness={**WITNESS, "rng": 5})
def never_reaches_the_last_position(images, height, width, rng):
    """The window never lay at the bottom or at the right. rng.integers leaves its end out: there
    are H - height + 1 rows to begin at."""
    rows, columns = free(images, height, width)
    top, left = rng.integers(max(rows, 1)), rng.integers(max(columns, 1))
    return window(images, top, left, height, width)


@misconception(witness={**WITNESS, "rng": 6})
def draws_a_window_for_each_example(images, height, width, rng):
    """Each example was cut at a place of its own. Draw once, before any example is cut."""
    rows, columns = free(images, height, width)
    cut = [
        window(image[None], rng.integers(rows + 1), rng.integers(columns + 1), height, width)
        for image in images
    ]
    return np.concatenate(cut) if cut else images[:, :, :height, :width]


@misconception(witness={**WITNESS, "rng": 7})
def exchanges_height_and_width(images, height, width, rng):
    """The window was as high as it should be wide. Rows are the last axis but one and belong to
    height; columns are the last and belong to width."""
    rows, columns = free(images, height, width)
    top, left = rng.integers(rows + 1), rng.integers(columns + 1)
    return window(images, top, left, width, height)


@misconception(witness={**WITNESS, "rng": 8})
def moves_along_the_diagonal(images, height, width, rng):
    """One number was drawn for both directions, so that the window only moves along the diagonal.
    Draw the top row and the left column each by itself."""
    rows, columns = free(images, height, width)
    start = rng.integers(min(rows, columns) + 1)
    return window(images, start, start, height, width)


@misconception(witness={**WITNESS, "rng": 9})
def picks_scattered_rows_and_columns(images, height, width, rng):
    """Rows and columns were picked one by one, so that the picture fell to pieces. Draw where the
    window begins and take neighbouring rows and columns from there."""
    free(images, height, width)
    rows = np.sort(rng.choice(images.shape[2], height, replace=False))
    columns = np.sort(rng.choice(images.shape[3], width, replace=False))
    return images[:, :, rows][..., columns]


@misconception(witness={**WITNESS, "rng": 10})
def lets_the_window_stick_out(images, height, width, rng):
    """The window could begin at any pixel and stuck out of the image, so that it was cut short. The
    last row to begin at is H - height."""
    free(images, height, width)
    top, left = rng.integers(images.shape[2]), rng.integers(images.shape[3])
    return window(images, top, left, height, width)


@misconception(witness={**WITNESS, "rng": 11})
def pushes_the_window_back_inside(images, height, width, rng):
    """The window was drawn too far out and pushed back, so that it lies at the edge too often. Draw
    only from the positions that fit."""
    rows, columns = free(images, height, width)
    top, left = rng.integers(images.shape[2]), rng.integers(images.shape[3])
    return window(images, min(top, rows), min(left, columns), height, width)


@misconception(witness={**WITNESS, "rng": 12})
def blackens_what_lies_outside(images, height, width, rng):
    """The images kept their size and were black outside the window. Return the window alone."""
    rows, columns = free(images, height, width)
    top, left = rng.integers(rows + 1), rng.integers(columns + 1)
    out = np.zeros_like(images)
    window(out, top, left, height, width)[...] = window(images, top, left, height, width)
    return out


@misconception(witness={**WITNESS, "rng": 13})
def brings_its_own_generator(images, height, width, rng):
    """The window is the same whatever generator is handed in, since another one, with a seed of its
    own, is made inside. Draw from the argument rng."""
    rows, columns = free(images, height, width)
    own = np.random.default_rng(42)
    return window(images, own.integers(rows + 1), own.integers(columns + 1), height, width)


GLOBAL = np.random.RandomState(0)  # stands for np.random itself, which must not be disturbed here


@misconception(witness={**WITNESS, "rng": 15})
def draws_from_the_global_generator(images, height, width, rng):
    """The position comes from np.random, so that nobody can repeat the crop. Draw from the argument
    rng: rng.integers."""
    rows, columns = free(images, height, width)
    top, left = GLOBAL.randint(rows + 1), GLOBAL.randint(columns + 1)
    return window(images, top, left, height, width)


@misconception(witness={**WITNESS, "rng": 14})
def draws_the_rows_only(images, height, width, rng):
    """The window only moved up and down. Its left column is drawn too."""
    rows, _ = free(images, height, width)
    return window(images, rng.integers(rows + 1), 0, height, width)


EXERCISE = Exercise(
    inputs={
        "images": array("N C H W", floats(-10, 10), floats(-1e6, 1e6, special=(0.0,))),
        "height": computed(lambda images: 1 + images.shape[2] // 2, moved=False),
        "width": computed(lambda images: 1 + images.shape[3] // 3, moved=False),
        "rng": generator(),
    },
    reference=None,
    sizes={"N": (1, 3), "C": (1, 3), "H": (1, 6), "W": (1, 7)},
    refusals=(
        refusal(ValueError, "a window too high", images=PICTURES, height=6, width=2, rng=0),
        refusal(ValueError, "a window too wide", images=PICTURES, height=2, width=7, rng=0),
        refusal(
            ValueError, "a window too large both ways", images=PICTURES, height=9, width=9, rng=1
        ),
    ),
    laws=(
        has_the_size_and_dtype_asked_for,
        is_a_window_of_the_images,
        keeps_the_numbers,
        a_window_of_full_size_is_the_whole_image,
        draws_every_position_equally_often,
        moves_in_images_of_any_size,
        takes_its_randomness_from_rng,
    ),
    misconceptions=(
        always_cuts_the_middle,
        always_cuts_the_corner,
        never_reaches_the_last_position,
        draws_a_window_for_each_example,
        exchanges_height_and_width,
        moves_along_the_diagonal,
        picks_scattered_rows_and_columns,
        lets_the_window_stick_out,
        pushes_the_window_back_inside,
        blackens_what_lies_outside,
        brings_its_own_generator,
        draws_from_the_global_generator,
        draws_the_rows_only,
    ),
    hints=(
        "At how many rows can a window of height 3 begin in an image of height 5? And how many "
        "random numbers describe a window's position?",
        "rng.integers(n) gives one of 0 .. n - 1. Refuse windows that do not fit, draw the top row "
        "and the left column once, and cut all images with one slice.",
        "top = rng.integers(H - height + 1); left = rng.integers(W - width + 1); "
        "images[:, :, top : top + height, left : left + width]",
    ),
)
