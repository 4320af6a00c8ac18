import numpy as np


def lenet5_forward(x: np.ndarray, params: dict[str, np.ndarray]) -> np.ndarray:
    """Send images through a LeNet-5: two convolutions, two poolings, three affine layers.

    In this order:

    1. a convolution with ``W1`` and ``b1``, then ReLU, ``max(0, z)``;
    2. max pooling with windows of 2 by 2 and stride 2;
    3. a convolution with ``W2`` and ``b2``, then ReLU;
    4. max pooling with windows of 2 by 2 and stride 2;
    5. flattening: every image in one row, channel by channel, line by line;
    6. an affine layer ``a @ W3 + b3``, then ReLU;
    7. an affine layer ``a @ W4 + b4``, then ReLU;
    8. an affine layer ``a @ W5 + b5``. Nothing follows: its results are the logits.

    The convolutions have stride 1 and no padding and do not flip their kernels: output pixel
    ``(i, j)`` of filter o is ``b[o]`` plus the sum of the products of the kernel ``W[o]`` with the
    window whose top left corner is ``(i, j)``, over all channels. Pooling drops a last row or
    column that is too few for a window. (The network of 1998 had tanh and averages instead of ReLU
    and maxima.) In the true LeNet-5 W1 is ``(6, C, 5, 5)``, W2 ``(16, 6, 5, 5)``, and the affine
    layers have 120, 84 and 10 units; here all sizes follow from the parameters.

    Args:
        x: ``(N, C, H, W)`` floats, N images of C channels; H and W may differ.
        params: A dict of ``W1`` ``(F1, C, kH1, kW1)``, ``b1`` ``(F1,)``, ``W2``
            ``(F2, F1, kH2, kW2)``, ``b2`` ``(F2,)``, and of the matrices ``W3`` ``(D, U3)``, ``W4``
            ``(U3, U4)``, ``W5`` ``(U4, K)`` with their biases ``b3``, ``b4``, ``b5``. D is what
            flattening gives; kernels may be higher than wide.

    Returns:
        The logits, ``(N, K)`` in the dtype of ``x``. Accurate up to rounding errors of the largest
        of them.

    Raises:
        ValueError: Shapes that do not fit: another number of channels than the kernels have, a
            kernel or pooling window larger than its image, or D that differs from the rows of W3.

    Example:
        >>> x = np.arange(16.0).reshape(1, 1, 4, 4)
        >>> one = np.ones((1, 1))
        >>> params = {"W1": np.ones((1, 1, 1, 1)), "b1": np.array([-5.0]),  # pooled: 0 2, 8 10
        ...           "W2": np.ones((1, 1, 1, 1)), "b2": np.array([1.0]),   # pooled: 11
        ...           "W3": one, "b3": np.array([0.0]), "W4": one, "b4": np.array([0.0]),
        ...           "W5": -one, "b5": np.array([2.0])}
        >>> lenet5_forward(x, params).tolist()
        [[-9.0]]

    Source:
        LeCun, Bottou, Bengio and Haffner, *Gradient-Based Learning Applied to Document Recognition*
        (1998), section II.B.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
