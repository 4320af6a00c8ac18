"""The whole forward pass of LeNet-5, in its modern dress."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    array,
    assert_close,
    case,
    floats,
    law,
    misconception,
    record,
    refusal,
)


def reference(x: torch.Tensor, params: dict[str, torch.Tensor]) -> torch.Tensor:
    functional = torch.nn.functional
    a = x
    for layer in "12":
        z = functional.conv2d(a, params[f"W{layer}"], params[f"b{layer}"])
        a = functional.max_pool2d(functional.relu(z), 2)
    a = a.flatten(1)
    for layer in "34":
        a = functional.relu(functional.linear(a, params[f"W{layer}"].T, params[f"b{layer}"]))
    return functional.linear(a, params["W5"].T, params["b5"])


def pixel_by_pixel(m, x, params):
    """Each layer by its definition."""
    a = x
    for layer in "12":
        W, b = params[f"W{layer}"], params[f"b{layer}"]
        kernel_h, kernel_w = W.shape[2:]
        rows, columns = (a.shape[2] - kernel_h + 1) // 2, (a.shape[3] - kernel_w + 1) // 2
        out = np.zeros((len(x), len(W), rows, columns), dtype=object)
        for n, o, i, j in np.ndindex(out.shape):
            corners = [(2 * i + p, 2 * j + q) for p in (0, 1) for q in (0, 1)]
            seen = [a[n, :, i : i + kernel_h, j : j + kernel_w] for i, j in corners]
            out[n, o, i, j] = max(0, *(np.sum(window * W[o]) + b[o] for window in seen))
        a = out
    a = np.array([image.ravel() for image in a], dtype=object)
    for layer in "34":
        a = m.maximum(a @ params[f"W{layer}"] + params[f"b{layer}"], 0)
    return a @ params["W5"] + params["b5"]


# --- inputs ---------------------------------------------------------------------------------------


def plan(x):
    """Shapes of parameters for these images, decided by the numbers in them."""
    rng = np.random.default_rng([*x.shape, *np.ravel(x).view(np.uint64).tolist()])
    first, second, units, more, classes = (int(k) for k in rng.integers(1, 4, size=5))
    sides = list(x.shape[2:])
    kernels = []
    for room in (3, 1):  # what the layers behind need at least
        kernel = [int(rng.integers(1, min(3, side - room) + 1)) for side in sides]
        kernels.append(kernel)
        sides = [(side - k + 1) // 2 for side, k in zip(sides, kernel, strict=True)]
    return {
        "W1": (first, x.shape[1], *kernels[0]),
        "b1": (first,),
        "W2": (second, first, *kernels[1]),
        "b2": (second,),
        "W3": (second * sides[0] * sides[1], units),
        "b3": (units,),
        "W4": (units, more),
        "b4": (more,),
        "W5": (more, classes),
        "b5": (classes,),
    }


def planned(name):
    return lambda x: plan(x)[name]


NAMES = ("W1", "b1", "W2", "b2", "W3", "b3", "W4", "b4", "W5", "b5")


# --- laws -----------------------------------------------------------------------------------------


@law()
def images_do_not_see_one_another(lenet5_forward, x, params):
    """The logits of an image are the same whether it comes alone or among others."""
    alone = [lenet5_forward(x[n : n + 1], params) for n in range(len(x))]
    assert_close(lenet5_forward(x, params), np.concatenate(alone), rtol=1e-10)


@law(lift=floats(-10, 10))
def the_last_bias_moves_the_logits(lenet5_forward, x, params, lift):
    """Nothing follows the last layer: raising its bias by a number raises every logit by it."""
    lifted = {**params, "b5": params["b5"] + lift}
    before = lenet5_forward(x, params)
    scale = float(np.abs(before).max()) + abs(lift)
    assert_close(lenet5_forward(x, lifted), before + lift, rtol=1e-12, scale=scale)


# --- mistakes -------------------------------------------------------------------------------------


def relu(z):
    return np.maximum(z, 0.0)


def convolve(a, W, b, flip=False):
    if a.shape[1] != W.shape[1]:
        raise ValueError("channels differ")
    W = W[:, :, ::-1, ::-1] if flip else W
    windows = np.lib.stride_tricks.sliding_window_view(a, W.shape[2:], axis=(2, 3))
    return np.einsum("ncijuv,ocuv->noij", windows, W) + b[:, None, None]


def pool(a, stride=2, size=2, mean=False):
    windows = np.lib.stride_tricks.sliding_window_view(a, (size, size), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    return windows.mean(axis=(4, 5)) if mean else windows.max(axis=(4, 5))


def run(x, params, act=relu, pooled=pool, row=None, flip=False, dense=relu, last=None):
    """The network with one of its parts replaced."""
    a = x
    for layer in "12":
        a = pooled(act(convolve(a, params[f"W{layer}"], params[f"b{layer}"], flip)))
    a = a.reshape(len(x), -1) if row is None else row(a)
    for layer in "34":
        a = dense(a @ params[f"W{layer}"] + params[f"b{layer}"])
    out = a @ params["W5"] + params["b5"]
    return out if last is None else last(out)


def run_dense(a, params):
    for layer in "34":
        a = relu(a @ params[f"W{layer}"] + params[f"b{layer}"])
    return a @ params["W5"] + params["b5"]


def network(**given):
    """Parameters that hand a number on unchanged, but for those given."""
    params = {f"W{k}": np.ones((1, 1, 1, 1) if k < 3 else (1, 1)) for k in range(1, 6)}
    params.update({f"b{k}": np.zeros(1) for k in range(1, 6)})
    params.update({name: np.array(value, dtype=float) for name, value in given.items()})
    return params


SMALL = {
    "x": np.array(
        [[[[1.0, 2.0, 0.0, 4.0], [3.0, 5.0, 6.0, 7.0], [8.0, 1.0, 9.0, 2.0], [4.0, 3.0, 1.0, 0.0]]]]
    ),
    "params": network(W5=[[2.0]], b5=[1.0]),
}
DARK = {"x": -SMALL["x"], "params": network(b5=[3.0], W1=[[[[0.5]]]], W4=[[-1.0]], b4=[4.0])}
TALL = {
    "x": np.arange(1.0, 25.0).reshape(1, 1, 6, 4) % 7.0,
    "params": network(W1=[[[[1.0], [10.0]]]], W3=[[1.0]], b5=[0.5]),
}
WIDE = {
    "x": np.arange(1.0, 33.0).reshape(1, 1, 4, 8) % 9.0,
    "params": network(
        W2=[[[[1.0]]], [[[2.0]]]], b2=[0.0, 1.0], W3=[[1.0], [10.0], [100.0], [1000.0]]
    ),
}


@misconception(witness=DARK)
def forgets_relu_after_the_convolutions(x, params):
    """The convolutions came without ReLU. What is negative becomes 0 before the pooling."""
    return run(x, params, act=lambda z: z)


@misconception(witness={**SMALL, "params": network(W3=[[-1.0]], W4=[[2.0]], b4=[1.0])})
def forgets_relu_between_the_affine_layers(x, params):
    """The first two affine layers came without ReLU. Only the last one goes without."""
    return run(x, params, dense=lambda z: z)


@misconception(witness={**SMALL, "params": network(W5=[[-2.0]], b5=[1.0])})
def puts_relu_at_the_end(x, params):
    """The logits went through ReLU. Nothing follows the last layer: logits may be negative."""
    return run(x, params, last=relu)


@misconception(witness={**SMALL, "params": network(W5=[[1.0, 2.0]], b5=[0.0, -8.0])})
def returns_probabilities(x, params):
    """These are probabilities. The network answers with the logits, without softmax."""

    def softmax(z):
        weights = np.exp(z - z.max(axis=1, keepdims=True))
        return weights / weights.sum(axis=1, keepdims=True)

    return run(x, params, last=softmax)


@misconception(witness=SMALL)
def averages_in_the_poolings(x, params):
    """The poolings took the mean, as those of 1998 did. These keep the largest pixel."""
    return run(x, params, pooled=lambda a: pool(a, mean=True))


@misconception(witness={**SMALL, "params": network(b1=[1.0], W5=[[3.0]])})
def squashes_with_tanh(x, params):
    """The layers went through tanh, as those of 1998 did. These take ReLU."""
    return run(x, params, act=np.tanh, dense=np.tanh)


@misconception(witness=TALL)
def flips_the_kernels(x, params):
    """The kernels were turned upside down and left to right. In deep learning they stay as they
    are: W[0, 0] meets the top left pixel of the window."""
    return run(x, params, flip=True)


@misconception(witness=WIDE)
def flattens_the_channels_last(x, params):
    """The images were flattened pixel by pixel. Flattening goes channel by channel: all pixels of
    channel 0 first, which is what reshape(N, -1) does."""
    return run(x, params, row=lambda a: a.transpose(0, 2, 3, 1).reshape(len(a), -1))


@misconception(witness={**SMALL, "x": SMALL["x"] * 2.0})
def pools_with_stride_1(x, params):
    """The pooling windows moved by one pixel. They lie side by side, so that height and width are
    halved."""
    a = x
    for layer in "12":
        a = pool(relu(convolve(a, params[f"W{layer}"], params[f"b{layer}"])), stride=1)
    return run_dense(a.reshape(len(x), -1)[:, : len(params["W3"])], params)


@misconception(witness={**SMALL, "params": network(b1=[2.0], b2=[3.0], W5=[[0.5]])})
def forgets_the_biases_of_the_convolutions(x, params):
    """The biases b1 and b2 are missing. Every filter adds its bias to each of its pixels."""
    bare = {**params, "b1": 0.0 * params["b1"], "b2": 0.0 * params["b2"]}
    return run(x, bare)


@misconception(witness={**SMALL, "params": network(b3=[2.0], b4=[5.0], b5=[1.5])})
def forgets_the_biases_of_the_affine_layers(x, params):
    """The biases b3, b4 and b5 are missing. Every unit adds its own."""
    bare = {**params, **{name: 0.0 * params[name] for name in ("b3", "b4", "b5")}}
    return run(x, bare)


EXERCISE = Exercise(
    inputs={
        "x": array("N C H W", floats(-3, 3), floats(-100, 100, special=(0.0,))),
        "params": record(
            {
                name: array(planned(name), floats(-2, 2), floats(-10, 10, special=(0.0,)))
                for name in NAMES
            }
        ),
    },
    reference=reference,
    accuracy="norm",  # rounding errors of the largest logit
    second_source=pixel_by_pixel,
    sizes={"N": (1, 3), "C": (1, 3), "H": (4, 8), "W": (4, 8)},
    ordinary=60,
    edge=24,
    laws=(images_do_not_see_one_another, the_last_bias_moves_the_logits),
    misconceptions=(
        forgets_relu_after_the_convolutions,
        forgets_relu_between_the_affine_layers,
        puts_relu_at_the_end,
        returns_probabilities,
        averages_in_the_poolings,
        squashes_with_tanh,
        flips_the_kernels,
        flattens_the_channels_last,
        pools_with_stride_1,
        forgets_the_biases_of_the_convolutions,
        forgets_the_biases_of_the_affine_layers,
    ),
    refusals=(
        refusal(
            ValueError,
            "2 channels in x against kernels for one",
            x=np.ones((1, 2, 4, 4)),
            params=network(),
        ),
        refusal(
            ValueError,
            "1 channel in x against kernels for two",
            x=np.ones((1, 1, 4, 4)),
            params=network(W1=np.ones((1, 2, 1, 1))),
        ),
        refusal(
            ValueError,
            "1 map against kernels for two in the second layer",
            x=np.ones((1, 1, 4, 4)),
            params=network(W2=np.ones((1, 2, 1, 1))),
        ),
        refusal(
            ValueError,
            "an image of 2 by 8, of which two poolings leave no row",
            x=np.ones((1, 1, 2, 8)),
            params=network(W3=np.ones((2, 1))),
        ),
        refusal(
            ValueError,
            "an image of 8 by 3, of which two poolings leave no column",
            x=np.ones((1, 1, 8, 3)),
            params=network(W3=np.ones((2, 1))),
        ),
        refusal(
            ValueError,
            "a kernel larger than what the first pooling leaves",
            x=np.ones((1, 1, 4, 4)),
            params=network(W2=np.ones((1, 1, 3, 3))),
        ),
        refusal(
            ValueError,
            "4 flattened pixels against a W3 of 2 rows",
            x=np.ones((1, 1, 8, 8)),
            params=network(W3=np.ones((2, 1))),
        ),
    ),
    cases=(
        case(x=np.arange(16.0).reshape(1, 1, 4, 4), params=network(b1=[-5.0], b2=[1.0], b5=[2.0])),
        case(**WIDE),
        # The true kernels of 5 by 5 on the smallest image that they allow.
        case(
            x=np.sin(np.arange(256.0)).reshape(1, 1, 16, 16),
            params=network(
                W1=np.cos(np.arange(50.0)).reshape(2, 1, 5, 5),
                b1=[0.5, -0.5],
                W2=np.cos(np.arange(150.0) * 0.7).reshape(3, 2, 5, 5),
                b2=[1.0, 2.0, -1.0],
                W3=np.sin(np.arange(12.0)).reshape(3, 4),
                b3=[1.0, 0.0, 2.0, 1.0],
                W4=np.cos(np.arange(12.0)).reshape(4, 3),
                b4=[1.0, 1.0, 1.0],
                W5=np.sin(np.arange(6.0) + 1.0).reshape(3, 2),
                b5=[0.0, 1.0],
            ),
        ),
        # Rows and columns left over at both poolings.
        case(
            x=(np.arange(63.0) * 11.0 % 17.0).reshape(1, 1, 7, 9),
            params=network(W3=[[1.0], [2.0]]),
            tier="edge",
        ),
    ),
    hints=(
        "Which of the functions of this chapter do you need, and in which order? Write them down "
        "as helpers inside this file.",
        "z1 = convolution, a1 = pool(relu(z1)), and the same once more with W2 and b2. Then every "
        "image becomes a row, and three affine layers follow. Which one has no ReLU?",
        "After the second pooling: a = a.reshape(len(x), -1); a = np.maximum(a @ W3 + b3, 0); "
        "a = np.maximum(a @ W4 + b4, 0); return a @ W5 + b5.",
    ),
)
