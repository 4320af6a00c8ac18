def conv_output_size(n, f, padding=0, stride=1):
    if stride < 1 or padding < 0 or f > n + 2 * padding:
        raise ValueError("no such convolution")
    return len(range(0, n + 2 * padding - f + 1, stride))
