"""Automatic differentiation: the gradients of a graph's node for all of its variables."""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import (
    Exercise,
    assert_close,
    case,
    choice,
    computed,
    floats,
    law,
    misconception,
    refusal,
    vjp,
)

SCALAR = True  # whether the node fetched must be a single number


def wanted(graph, fetch):
    """The names that fetch needs, every one after its inputs. Examples have no cycles."""
    nodes = {item["name"]: item for item in graph}
    order = []

    def visit(name):
        if name not in order:
            for other in nodes[name]["inputs"]:
                visit(other)
            order.append(name)

    visit(fetch)
    return [nodes[name] for name in order]


TORCH = {
    "add": torch.add,
    "sub": torch.sub,
    "mul": torch.mul,
    "matmul": torch.matmul,
    "square": torch.square,
    "mean": torch.mean,
    "sum": torch.sum,
    "relu": torch.relu,
    "sigmoid": torch.sigmoid,
    "exp": torch.exp,
    "log": torch.log,
}


def tensor(value):
    """Floats as 0-d float64, which never widens an array of float32."""
    return value if isinstance(value, torch.Tensor) else torch.tensor(value, dtype=torch.float64)


# --- graphs ---------------------------------------------------------------------------------------

UNARY = ("square", "relu", "sigmoid", "exp", "log", "mean", "sum")
BINARY = ("add", "sub", "mul", "matmul")
NUMPY = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "matmul": lambda a, b: a @ b,
    "square": lambda a: a * a,
    "mean": np.mean,
    "sum": np.sum,
    "relu": lambda a: np.maximum(a, 0.0),
    "sigmoid": lambda a: 0.5 * (1.0 + np.tanh(0.5 * a)),
    "exp": np.exp,
    "log": np.log,
}


def node(name, op, inputs=(), value=None):
    return {"name": name, "op": op, "inputs": list(inputs), "value": value}


def tame(op, inputs):
    """Whether an op is defined on its inputs, away from the kink of relu and from overflow."""
    if op == "matmul":
        return all(a.ndim == 2 for a in inputs) and inputs[0].shape[1] == inputs[1].shape[0]
    if op == "log":
        return inputs[0].min() > 0.05
    if op == "exp":
        return inputs[0].max() < 4.0
    if op == "relu":
        return np.abs(inputs[0]).min() > 0.01
    if len(inputs) == 2:
        try:
            np.broadcast_shapes(inputs[0].shape, inputs[1].shape)
        except ValueError:
            return False
    return True


def grown(seed, scalar):
    """A random graph, a node to fetch and a feed: all ops, in any order, some nodes unneeded."""
    rng = np.random.default_rng(seed)
    n, k = rng.choice([1, 2, 3, 4], 2, replace=False)
    shapes = [(n, k), (k, n), (k,), (1, k), (n, 1), (1,)]
    nodes, values, feed = [], {}, {}
    for letter in "uvwxyz"[: rng.integers(2, 7)]:
        value = np.round(rng.uniform(-2.0, 2.0, shapes[rng.integers(len(shapes))]), 2)
        op = ("placeholder", "constant", "variable", "variable")[rng.integers(4)]
        op = op if values else "variable"  # one at least
        if op == "placeholder":
            feed[letter] = value
        nodes.append(node(letter, op, value=None if op == "placeholder" else value))
        values[letter] = np.asarray(value)
    # The same graph on leaves moved a little shows where differences cancel: such ops are refused.
    moved = {name: v * (1.0 + 1e-9 * rng.choice([-1, 1], v.shape)) for name, v in values.items()}
    for step in range(int(rng.integers(1, 9))):
        for _ in range(20):
            op = (UNARY + BINARY + BINARY)[rng.integers(len(UNARY) + 2 * len(BINARY))]
            names = list(values)
            count = 2 if op in BINARY else 1
            # Late nodes are used more often, so that graphs become deep and not only wide.
            picked = [names[-1 - int(len(names) * rng.random() ** 1.5)] for _ in range(count)]
            inputs = [values[name] for name in picked]
            if not tame(op, inputs):
                continue
            found = np.asarray(NUMPY[op](*inputs))
            other = np.asarray(NUMPY[op](*[moved[name] for name in picked]))
            if np.abs(found).max() < 300.0 and np.all(
                np.abs(other - found) <= 1e-8 * np.abs(found)
            ):
                name = f"{op}_{step}"
                nodes.append(node(name, op, picked))
                values[name], moved[name] = found, other
                break
    fetch = list(values)[-1]
    if scalar and values[fetch].ndim:
        nodes.append(node("loss", ("mean", "sum")[rng.integers(2)], [fetch]))
        fetch = "loss"
    # Nodes that nobody needs, and that would fail if they were evaluated.
    nodes += [
        node("unfed", "placeholder"),
        node("hungry", "square", ["unfed"]),
        node("odd", "median", [fetch]),
        node("hen", "exp", ["egg"]),
        node("egg", "log", ["hen"]),
    ][int(rng.integers(6)) :]
    rng.shuffle(nodes)
    return nodes, fetch, feed


def reference(graph, fetch, feed):
    order = wanted(graph, fetch)
    variables = {n["name"]: tensor(n["value"]) for n in graph if n["op"] == "variable"}

    def value_of_fetch(variables):
        values = {}
        for item in order:
            name, op = item["name"], item["op"]
            if op in TORCH:
                values[name] = TORCH[op](*[values[other] for other in item["inputs"]])
            elif op == "variable":
                values[name] = variables[name]
            else:
                values[name] = tensor(feed[name] if op == "placeholder" else item["value"])
        return values[fetch]

    return vjp(value_of_fetch, torch.ones(()), variables)[0]


def second_source(m, graph, fetch, feed):
    """Every entry of every variable moved by 1e-15 up and down, in numbers of 50 digits."""
    order = wanted(graph, fetch)
    still = {}  # on which side of relu's kink each input lies

    def evaluate(changed, entry, step):
        precise = {
            **NUMPY,
            "mean": lambda a: np.sum(a) / np.size(a),
            "sigmoid": lambda a: 1 / (1 + m.exp(-a)),
            "exp": m.exp,
            "log": m.log,
        }
        values = {}
        for item in order:
            name, op = item["name"], item["op"]
            inputs = [values[other] for other in item["inputs"]]
            if op == "relu":
                side = still.setdefault(name, inputs[0] > 0)
                values[name] = m.where(side, inputs[0], 0 * inputs[0])
            elif op in precise:
                values[name] = precise[op](*inputs)
            else:
                values[name] = feed[name] if op == "placeholder" else item["value"]
                if name == changed:
                    values[name] = np.array(values[name], dtype=object)
                    values[name][entry] = values[name][entry] + step
        return values[fetch]

    evaluate("", (), 0)
    h, gradients = m.number(1.0) / 10**15, {}
    for item in graph:
        if item["op"] == "variable":
            slopes = np.zeros(np.shape(item["value"]), dtype=object)
            for entry in np.ndindex(slopes.shape):
                up, down = (evaluate(item["name"], entry, step) for step in (h, -h))
                slopes[entry] = (up - down) / (2 * h)
            gradients[item["name"]] = slopes
    return gradients


# --- laws -----------------------------------------------------------------------------------------


@law()
def the_order_of_the_nodes_is_free(backprop_graph, graph, fetch, feed):
    """Listing the nodes in another order changes no gradient."""
    once = backprop_graph(graph, fetch, feed)
    other = backprop_graph(graph[::-1], fetch, feed)
    for name in once:
        scale = 1.0 + float(np.abs(once[name]).max())
        assert_close(other[name], once[name], scale=scale, rtol=1e-10)


@law(factor=floats(-5, 5))
def is_linear_in_what_is_differentiated(backprop_graph, graph, fetch, feed, factor):
    """The gradients of a multiple of a number are that multiple of its gradients."""
    longer = [
        {"name": "multiple", "op": "mul", "inputs": ["factor", fetch], "value": None},
        *graph,
        {"name": "factor", "op": "constant", "inputs": [], "value": factor},
    ]
    once = backprop_graph(graph, fetch, feed)
    many = backprop_graph(longer, "multiple", feed)
    for name in once:
        scale = 1.0 + 5.0 * float(np.abs(once[name]).max())
        assert_close(many[name], factor * once[name], scale=scale, rtol=1e-10)


# --- mistakes -------------------------------------------------------------------------------------


SLOPES = {
    "add": lambda g, v, a, b: (g, g),
    "sub": lambda g, v, a, b: (g, -g),
    "mul": lambda g, v, a, b: (g * b, g * a),
    "matmul": lambda g, v, a, b: (g @ b.T, a.T @ g),
    "square": lambda g, v, a: (2.0 * g * a,),
    "mean": lambda g, v, a: (g / np.size(a),),
    "sum": lambda g, v, a: (g,),
    "relu": lambda g, v, a: (g * (a > 0),),
    "sigmoid": lambda g, v, a: (g * v * (1.0 - v),),
    "exp": lambda g, v, a: (g * v,),
    "log": lambda g, v, a: (g / a,),
}


def fitted(g, value):
    """A gradient summed over the copies, in the shape and dtype of the value."""
    wanted_shape, g = np.shape(value), np.asarray(g)
    g = g.sum(axis=tuple(range(max(0, g.ndim - len(wanted_shape)))))
    lead = len(wanted_shape) - g.ndim
    copied = tuple(k for k in range(g.ndim) if wanted_shape[lead + k] < g.shape[k])
    g = g.sum(axis=copied, keepdims=True)
    return np.broadcast_to(g, wanted_shape).astype(np.asarray(value).dtype)


def added(old, new):
    return old + new


def solved(graph, fetch, feed, fit=fitted, collect=added, **changed):
    """The right answer, or with another way to fit or to collect, or with some slopes changed."""
    nodes = {item["name"]: item for item in graph}
    slopes, values, order, waiting = {**SLOPES, **changed}, {}, [], set()

    def visit(name):
        if name in values:
            return
        if name not in nodes or name in waiting:
            raise ValueError("no such node, or a cycle")
        waiting.add(name)
        item = nodes[name]
        if item["op"] == "placeholder":
            if name not in feed:
                raise ValueError("not fed")
            values[name] = feed[name]
        elif item["op"] in ("constant", "variable"):
            values[name] = item["value"]
        elif item["op"] in NUMPY:
            for other in item["inputs"]:
                visit(other)
            values[name] = NUMPY[item["op"]](*[values[other] for other in item["inputs"]])
        else:
            raise ValueError("unknown op")
        order.append(name)

    visit(fetch)
    if np.ndim(values[fetch]):
        raise ValueError("no single number")
    found = {name: np.zeros_like(values[name]) for name in order}
    found[fetch] = np.ones_like(values[fetch])
    for name in reversed(order):
        if nodes[name]["op"] in NUMPY:
            inputs = [values[other] for other in nodes[name]["inputs"]]
            shares = slopes[nodes[name]["op"]](found[name], values[name], *inputs)
            for other, share in zip(nodes[name]["inputs"], shares, strict=True):
                found[other] = collect(found[other], fit(share, values[other]))
    return {
        name: found[name] if name in found else np.zeros_like(item["value"])
        for name, item in nodes.items()
        if item["op"] == "variable"
    }


def small(op, *inputs, middle=None):
    """The sum of one op on variables, perhaps through another op."""
    names = [f"v{k}" for k in range(len(inputs))]
    leaves = [node(n, "variable", value=np.array(v)) for n, v in zip(names, inputs, strict=True)]
    way = [node("out", "sum", ["m"]), node("m", op, names)]
    if middle:
        way = [node("out", "sum", ["k"]), node("k", middle, ["m"]), node("m", op, names)]
    return {"graph": [*way, *leaves], "fetch": "out", "feed": {}}


SHARED = {
    "graph": [
        node("v", "variable", value=np.array([2.0])),
        node("a", "square", ["v"]),
        node("b", "exp", ["v"]),
        node("c", "add", ["a", "b"]),
        node("out", "sum", ["c"]),
    ],
    "fetch": "out",
    "feed": {},
}


@misconception(witness=SHARED)
def keeps_the_last_of_several_gradients(graph, fetch, feed):
    """A node that is used several times kept only one of the gradients that came back. They are
    added up: += in place of =."""
    return solved(graph, fetch, feed, collect=lambda old, new: new)


@misconception(witness=small("mul", [3.0, 4.0], [2.0]))
def forgets_that_an_input_was_broadcast(graph, fetch, feed):
    """An input that was broadcast got a gradient of the larger shape. It was used once for each
    copy: sum its gradient over the copies, back to the input's own shape."""

    def fit(g, value):
        return np.broadcast_to(g, np.broadcast_shapes(np.shape(g), np.shape(value))).copy()

    return solved(graph, fetch, feed, fit=fit, collect=lambda old, new: new + old)


@misconception(witness=small("mul", [3.0, 5.0], [2.0]))
def averages_over_the_copies(graph, fetch, feed):
    """The gradient of a broadcast input was averaged over the copies. Every copy counts: sum."""

    def fit(g, value):
        return fitted(g, value) * (min(1.0, np.size(value) / max(1, np.size(g))))

    return solved(graph, fetch, feed, fit=fit)


@misconception(witness=small("mul", [3.0], [2.0]))
def exchanges_the_factors_shares(graph, fetch, feed):
    """In a product each factor got its own value as its slope. The slope for one factor is the
    other one."""
    return solved(graph, fetch, feed, mul=lambda g, v, a, b: (g * a, g * b))


@misconception(witness=small("sub", [3.0], [2.0]))
def forgets_the_minus_of_sub(graph, fetch, feed):
    """Both inputs of sub got the same gradient. For the second one the sign turns round."""
    return solved(graph, fetch, feed, sub=lambda g, v, a, b: (g, g))


@misconception(witness=small("square", [3.0]))
def forgets_the_two_of_square(graph, fetch, feed):
    """The slope of square was taken as x. The derivative of x**2 is 2 * x."""
    return solved(graph, fetch, feed, square=lambda g, v, a: (g * a,))


MEAN = {
    "graph": [
        node("v", "variable", value=np.array([2.0, 4.0])),
        node("out", "mean", ["v"]),
    ],
    "fetch": "out",
    "feed": {},
}


@misconception(witness=MEAN)
def forgets_to_divide_in_mean(graph, fetch, feed):
    """Through mean every entry got the whole gradient. Each entry counts 1 / size: divide."""
    return solved(graph, fetch, feed, mean=lambda g, v, a: (g,))


@misconception(witness=small("relu", [-2.0, 3.0]))
def lets_everything_through_relu(graph, fetch, feed):
    """The gradient passed relu everywhere. Where its input was not above 0, it stops."""
    return solved(graph, fetch, feed, relu=lambda g, v, a: (g,))


@misconception(witness=small("relu", [0.0, 3.0]))
def takes_the_slope_1_at_0(graph, fetch, feed):
    """The gradient passed relu where its input is exactly 0. The slope there is taken as 0: > 0,
    not >= 0."""
    return solved(graph, fetch, feed, relu=lambda g, v, a: (g * (a >= 0),))


@misconception(witness=small("sigmoid", [2.0]))
def takes_the_slope_of_sigmoid_at_its_input(graph, fetch, feed):
    """The slope of sigmoid was computed from its input. In s * (1 - s) stands s, its output."""
    return solved(graph, fetch, feed, sigmoid=lambda g, v, a: (g * a * (1.0 - a),))


@misconception(witness=small("log", [4.0]))
def multiplies_in_log(graph, fetch, feed):
    """The gradient of log was multiplied by its input. The derivative of log x is 1 / x: divide."""
    return solved(graph, fetch, feed, log=lambda g, v, a: (g * a,))


@misconception(witness=small("matmul", [[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 9.0]]))
def forgets_to_transpose_in_matmul(graph, fetch, feed):
    """The gradients of a matrix product were not transposed. They are g @ b.T for the left factor
    and a.T @ g for the right one."""
    return solved(graph, fetch, feed, matmul=lambda g, v, a, b: (g @ b, a @ g))


UNREACHED = {
    "graph": [
        node("v", "variable", value=np.array([2.0])),
        node("w", "variable", value=np.array([3.0, 4.0])),
        node("out", "sum", ["v"]),
    ],
    "fetch": "out",
    "feed": {},
}


@misconception(witness=UNREACHED)
def leaves_out_what_is_not_reached(graph, fetch, feed):
    """Variables that the number does not depend on are missing. Their gradient is 0: zeros of their
    shape."""
    found = solved(graph, fetch, feed)
    reached = {item["name"] for item in wanted(graph, fetch)}
    return {name: values for name, values in found.items() if name in reached}


@misconception(witness=small("exp", [1.0]))
def gives_the_values_of_the_variables(graph, fetch, feed):
    """The values of the variables came back, not the gradients of the fetched number."""
    solved(graph, fetch, feed)
    return {item["name"]: item["value"] for item in graph if item["op"] == "variable"}


# --- the graphs that are asked --------------------------------------------------------------------


def moved_a_little(graph, feed):
    """The same graph with every value of a leaf moved by 1e-9 of itself, up or down."""
    rng = np.random.default_rng(0)

    def other(value):
        return value * (1.0 + 1e-9 * rng.choice([-1.0, 1.0], np.shape(value)))

    leaves = [
        item if item["value"] is None else {**item, "value": other(item["value"])} for item in graph
    ]
    return leaves, {name: other(value) for name, value in feed.items()}


def steady(graph, fetch, feed):
    """Whether no gradient is nothing, or what little is left of shares that cancel."""
    once = solved(graph, fetch, feed)
    reached = {item["name"] for item in wanted(graph, fetch)} & set(once)
    if not all(once[name].any() for name in reached):
        return False
    leaves, fed = moved_a_little(graph, feed)
    other = solved(leaves, fetch, fed)
    return all(
        np.abs(other[name] - values).max() <= 6e-9 * np.abs(values).max()
        for name, values in once.items()
    )


GROWN = [grown(seed, SCALAR) for seed in range(280)]
POOL = [item for item in GROWN if steady(*item)]


def fetched(graph):
    return next(fetch for nodes, fetch, _ in POOL if nodes is graph)


def fed(graph):
    return next(feed for nodes, _, feed in POOL if nodes is graph)


ONE = node("v", "variable", value=np.ones(2))
TOTAL = node("out", "sum", ["d"])
DOUBLING = [node("n0", "variable", value=np.array([0.5])), node("out", "sum", ["n30"])]
DOUBLING += [node(f"n{k}", "add", [f"n{k - 1}"] * 2) for k in range(1, 31)]
# c waits for both of its users, one of which is reached later than the other.
LATE = [
    node("v", "variable", value=np.array([0.5, -1.5])),
    node("c", "square", ["v"]),
    node("d", "exp", ["c"]),
    node("e", "mul", ["d", "c"]),
    node("f", "add", ["c", "e"]),
    node("out", "mean", ["f"]),
]
EXERCISE = Exercise(
    inputs={
        "graph": choice(*[graph for graph, _, _ in POOL]),
        "fetch": computed(fetched),
        "feed": computed(fed),
    },
    reference=reference,
    second_source=second_source,
    # To the largest entry of each gradient: shares of several users may cancel in the others.
    accuracy="norm",
    cases=(
        case(graph=LATE, fetch="out", feed={}),
        case(**small("mul", [[1.0], [2.0]], [3.0, 4.0, 5.0], middle="sigmoid")),
        case(**small("add", [[1.0, 2.0, 4.0]], [[3.0], [4.0]], middle="square")),
        case(**small("log", [2.0, 0.25], middle="square")),
        case(graph=DOUBLING, fetch="out", feed={}, tier="edge"),
        case(
            graph=[
                node("out", "sub", ["x", "w"]),
                node("w", "variable", value=2.5),
                node("x", "placeholder"),
            ],
            fetch="out",
            feed={"x": 1.0, "y": 7.0},
            tier="edge",
        ),
        case(graph=[node("w", "variable", value=2.5)], fetch="w", feed={}, tier="edge"),
    ),
    laws=(the_order_of_the_nodes_is_free, is_linear_in_what_is_differentiated),
    misconceptions=(
        keeps_the_last_of_several_gradients,
        forgets_that_an_input_was_broadcast,
        averages_over_the_copies,
        exchanges_the_factors_shares,
        forgets_the_minus_of_sub,
        forgets_the_two_of_square,
        forgets_to_divide_in_mean,
        lets_everything_through_relu,
        takes_the_slope_1_at_0,
        takes_the_slope_of_sigmoid_at_its_input,
        multiplies_in_log,
        forgets_to_transpose_in_matmul,
        leaves_out_what_is_not_reached,
        gives_the_values_of_the_variables,
    ),
    refusals=(
        refusal(
            ValueError,
            "a fetch of shape (2,)",
            graph=[ONE, node("d", "exp", ["v"])],
            fetch="d",
            feed={},
        ),
        refusal(ValueError, "a fetch that is no node", graph=[ONE], fetch="d", feed={}),
        refusal(
            ValueError,
            "an input that is no node",
            graph=[ONE, TOTAL, node("d", "exp", ["e"])],
            fetch="out",
            feed={},
        ),
        refusal(
            ValueError,
            "an unknown op",
            graph=[ONE, TOTAL, node("d", "median", ["v"])],
            fetch="out",
            feed={},
        ),
        refusal(
            ValueError,
            "a placeholder that is not fed",
            graph=[node("d", "placeholder"), TOTAL],
            fetch="out",
            feed={},
        ),
        refusal(
            ValueError,
            "a cycle of two nodes",
            graph=[node("d", "add", ["v", "e"]), node("e", "exp", ["d"]), ONE, TOTAL],
            fetch="out",
            feed={},
        ),
    ),
    hints=(
        "Forwards, every node comes after its inputs. In which order must the way back visit the "
        "nodes, so that a node hands on only what is complete?",
        "Note the order in which nodes are finished on the way forward, and walk it backwards. "
        "Start all gradients at zeros, add what arrives, and sum over broadcast axes before that.",
        "evaluate fetch, keeping values and order; grads[fetch] = 1; for name in reversed(order): "
        "for each input i: grads[i] += unbroadcast(grads[name] * slope, shape of i); return the "
        "grads of all variables, zeros where there is none.",
    ),
)
