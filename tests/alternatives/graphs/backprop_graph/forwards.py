import numpy as np


def backprop_graph(graph, fetch, feed):
    """Forward mode: the derivative along one entry of one variable at a time."""
    nodes = {n["name"]: n for n in graph}

    def run(moved, entry):
        done, busy = {}, set()

        def go(name):
            if name in done:
                return done[name]
            if name in busy or name not in nodes:
                raise ValueError(name)
            busy.add(name)
            node = nodes[name]
            op = node["op"]
            if op in ("placeholder", "constant", "variable"):
                if op == "placeholder" and name not in feed:
                    raise ValueError("feed " + name)
                v = np.asarray(feed[name] if op == "placeholder" else node["value"])
                d = np.zeros_like(v)
                if name == moved:
                    d[entry] = 1
            else:
                pairs = [go(i) for i in node["inputs"]]
                a, da = pairs[0]
                b, db = pairs[-1]
                if op == "add":
                    v, d = a + b, da + db
                elif op == "sub":
                    v, d = a - b, da - db
                elif op == "mul":
                    v, d = a * b, da * b + a * db
                elif op == "matmul":
                    v, d = a @ b, da @ b + a @ db
                elif op == "square":
                    v, d = a * a, 2 * a * da
                elif op == "mean":
                    v, d = a.mean(), da.mean()
                elif op == "sum":
                    v, d = a.sum(), da.sum()
                elif op == "relu":
                    v, d = np.where(a > 0, a, 0), np.where(a > 0, da, 0)
                elif op == "sigmoid":
                    v = 1 / (1 + np.exp(-a))
                    d = v * (1 - v) * da
                elif op == "exp":
                    v = np.exp(a)
                    d = v * da
                elif op == "log":
                    v, d = np.log(a), da / a
                else:
                    raise ValueError(op)
            done[name] = (v, d)
            return done[name]

        return go(fetch)

    if np.ndim(run("", ())[0]):
        raise ValueError("not a single number")
    grads = {}
    for name, node in nodes.items():
        if node["op"] == "variable":
            value = np.asarray(node["value"])
            grads[name] = np.zeros_like(value)
            for entry in np.ndindex(value.shape):
                grads[name][entry] = run(name, entry)[1]
    return grads
