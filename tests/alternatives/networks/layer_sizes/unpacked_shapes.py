def layer_sizes(x, y, hidden=4):
    (rows, n_x), (others, n_y) = x.shape, y.shape
    if rows != others:
        raise ValueError("x and y hold different examples")
    return [n_x, hidden, n_y]
