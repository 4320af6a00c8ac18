import numpy as np


def pretrain_layers(x, layer_dims, lr, steps, rng):
    """Random decoders of Xavier's scale, all drawn beforehand; gradients summed one by one."""
    if layer_dims[0] != x.shape[1]:
        raise ValueError("the first width is that of x")
    start = []
    for n in range(len(layer_dims) - 1):
        d, h = layer_dims[n], layer_dims[n + 1]
        spread = np.sqrt(2 / (d + h))
        start.append([rng.normal(0, spread, (d, h)), np.zeros(h)])
        start[-1] += [rng.normal(0, spread, (h, d)), np.zeros(d)]
    layers, data = [], x
    for params in start:
        params = [p.astype(x.dtype) for p in params]
        for _ in range(steps):
            W, b, V, c = params
            code = 1 / (1 + np.exp(-(np.dot(data, W) + b)))
            miss = np.dot(code, V) + c - data
            delta = np.einsum("nd,hd->nh", miss, V) * (code - code**2)
            grads = [
                np.einsum("nd,nh->dh", data, delta) / len(x),
                delta.mean(axis=0),
                np.einsum("nh,nd->hd", code, miss) / len(x),
                miss.mean(axis=0),
            ]
            params = [(p - lr * g).astype(x.dtype) for p, g in zip(params, grads)]
        layers.append(tuple(params[:2]))
        data = 1 / (1 + np.exp(-(np.dot(data, params[0]) + params[1])))
    return layers
