import numpy as np


def lenet5_forward(x, params):
    """Maps as matrices: rows of windows times kernels; the maximum over four shifted maps."""

    def convolution(image, W, b):
        c, height, width = image.shape
        kernel_h, kernel_w = W.shape[2:]
        rows, columns = height - kernel_h + 1, width - kernel_w + 1
        if c != W.shape[1] or min(rows, columns) < 1:
            raise ValueError("shapes do not fit")
        windows = [
            image[:, i : i + kernel_h, j : j + kernel_w].ravel()
            for i in range(rows)
            for j in range(columns)
        ]
        out = np.array(windows) @ W.reshape(len(W), -1).T + b  # (rows * columns, F)
        return np.maximum(out.T.reshape(len(W), rows, columns), 0)

    def pooling(maps):
        rows, columns = maps.shape[1] // 2 * 2, maps.shape[2] // 2 * 2
        if rows == 0 or columns == 0:
            raise ValueError("nothing to pool")
        maps = maps[:, :rows, :columns]
        up, down = maps[:, 0::2], maps[:, 1::2]
        high = np.maximum(up, down)
        return np.maximum(high[:, :, 0::2], high[:, :, 1::2])

    logits = []
    for image in x:
        maps = pooling(convolution(image, params["W1"], params["b1"]))
        maps = pooling(convolution(maps, params["W2"], params["b2"]))
        a = maps.ravel()
        a = np.maximum(a @ params["W3"] + params["b3"], 0)
        a = np.maximum(a @ params["W4"] + params["b4"], 0)
        logits.append(a @ params["W5"] + params["b5"])
    return np.array(logits)
