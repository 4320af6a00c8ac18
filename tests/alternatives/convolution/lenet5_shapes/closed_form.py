def lenet5_shapes(n=32, c=3):
    """The side lengths in closed form: 4 pixels off, half of it, and both once more."""
    if n < 16:
        raise ValueError("too small")
    first = n - 4
    half = first // 2
    second = half - 4
    quarter = second // 2
    return [
        (6, first, first),
        (6, half, half),
        (16, second, second),
        (16, quarter, quarter),
        (120,),
        (84,),
        (10,),
    ]
