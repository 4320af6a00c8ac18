"""The sign as the difference of two comparisons."""


def l1_gradient(dW, W, lam, num_examples):
    if dW.shape != W.shape:
        raise ValueError("dW and W differ in shape")
    slope = (W > 0).astype(dW.dtype) - (W < 0).astype(dW.dtype)
    return dW + slope * lam / num_examples
