from itertools import pairwise

import numpy as np


def pretrain_layers(
    x: np.ndarray, layer_dims: list[int], lr: float, steps: int, rng: np.random.Generator
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Train the layers of a deep encoder one after the other, each as an autoencoder.

    Through many sigmoid layers the gradient fades, so that the first ones hardly learn. Greedy
    layer-wise pre-training avoids the depth: the first layer learns to reproduce ``x``; then its
    codes are the data from which the second layer learns, and so on. No labels are needed, and what
    comes out is a good start for training the whole network.

    For each layer, with its input ``A`` (``x``, later the codes of the layer below), train

        code = sigmoid(A @ W + b),   out = code @ V + c
        loss = mean over the N examples of 0.5 * (sum of (out - A)**2 over the features)

    by plain gradient descent: each step takes the gradients over all N examples (full batch) and
    moves ``W``, ``b``, ``V`` and ``c`` by ``-lr`` times their own, all with the same forward pass.
    Then keep the encoder ``(W, b)``, throw the decoder ``(V, c)`` away, and hand the codes that the
    trained encoder makes on to the next layer.

    The encoder's weights start from random numbers of any usual scale, and all biases from 0. How
    the decoder's weights start is your choice; zeros and random numbers will both do. What a layer
    starts from depends on ``rng`` and on ``layer_dims`` alone, not on ``x``, ``lr`` or ``steps``.

    Args:
        x: ``(N, D)`` floats, one example a row.
        layer_dims: The widths ``[D, H1, ...]`` from the input to the last code, at least two.
        lr: The learning rate, a float; with 0 the first weights come back.
        steps: The number of steps for each layer, an int from 0.
        rng: The only source of randomness, for the first weights.

    Returns:
        A list of the encoders ``(W, b)``, first layer first, in the dtype of ``x``: ``W`` is
        ``(layer_dims[l], layer_dims[l + 1])`` and ``b`` ``(layer_dims[l + 1],)`` for l from 0 on.

        Training is judged by what it achieves: on data of low rank with noise, the best linear
        decoder of a layer's codes reproduces the layer's input clearly better than with untrained
        weights, nearly as well as any code of so few numbers allows.

    Raises:
        ValueError: ``layer_dims`` does not begin with D.

    Example:
        >>> x = np.array([[-2.0, -1.0], [-1.0, -0.5], [1.0, 0.5], [2.0, 1.0]])  # all on a line
        >>> layers = pretrain_layers(x, [2, 1], 0.5, 500, np.random.default_rng(0))
        >>> [(W.shape, b.shape) for W, b in layers]
        [((2, 1), (1,))]
        >>> codes = 1 / (1 + np.exp(-(x @ layers[0][0] + layers[0][1])))  # in order along the line
        >>> abs(int(np.sign(np.diff(codes[:, 0])).sum()))
        3

    Source:
        Bengio, Lamblin, Popovici and Larochelle, *Greedy Layer-Wise Training of Deep Networks*
        (NIPS 2006), section 3; Hinton and Salakhutdinov, *Reducing the Dimensionality of Data with
        Neural Networks* (Science, 2006).
    """
    # YOUR CODE HERE
    raise NotImplementedError()
