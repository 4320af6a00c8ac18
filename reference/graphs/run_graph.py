"""Evaluating a computation graph: only what is needed, every node once."""

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
)

SCALAR = False  # whether the node fetched must be a single number


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


POOL = [grown(seed, SCALAR) for seed in range(260)]


def fetched(graph):
    return next(fetch for nodes, fetch, _ in POOL if nodes is graph)


def fed(graph):
    return next(feed for nodes, _, feed in POOL if nodes is graph)


def reference(graph, fetch, feed):
    values = {}
    for item in wanted(graph, fetch):
        name, op = item["name"], item["op"]
        if op in TORCH:
            values[name] = TORCH[op](*[values[other] for other in item["inputs"]])
        else:
            values[name] = tensor(feed[name] if op == "placeholder" else item["value"])
    return values[fetch]


def second_source(m, graph, fetch, feed):
    precise = {
        **NUMPY,
        "mean": lambda a: np.sum(a) / np.size(a),
        "relu": lambda a: m.where(a > 0, a, 0 * a),
        "sigmoid": lambda a: 1 / (1 + m.exp(-a)),
        "exp": m.exp,
        "log": m.log,
    }
    values = {}
    for item in wanted(graph, fetch):
        name, op = item["name"], item["op"]
        if op in precise:
            values[name] = precise[op](*[values[other] for other in item["inputs"]])
        else:
            values[name] = feed[name] if op == "placeholder" else item["value"]
    return values[fetch]


# --- laws -----------------------------------------------------------------------------------------


@law()
def sum_and_mean_look_at_all_entries(run_graph, graph, fetch, feed):
    """A sum of any node is the sum of all entries of its value, and a mean is that sum over their
    number."""
    value = np.asarray(run_graph(graph, fetch, feed))
    size = float(np.abs(value).sum())
    for op, expected in (("sum", value.sum()), ("mean", value.mean())):
        longer = [{"name": "whole", "op": op, "inputs": [fetch], "value": None}, *graph]
        assert_close(run_graph(longer, "whole", feed), float(expected), scale=size, rtol=1e-12)


@law(ordinary=8, a=floats(-5, 5), b=floats(-5, 5))
def what_is_fed_is_used(run_graph, a, b):
    """A difference of two placeholders is the difference of what they are fed, in that order."""
    graph = [
        {"name": "b", "op": "placeholder", "inputs": [], "value": None},
        {"name": "d", "op": "sub", "inputs": ["a", "b"], "value": None},
        {"name": "a", "op": "placeholder", "inputs": [], "value": None},
    ]
    found = run_graph(graph, "d", {"a": np.array([a]), "b": np.array([b])})
    assert_close(found, np.array([a - b]), scale=10.0, rtol=1e-15)


# --- mistakes -------------------------------------------------------------------------------------


def solved(graph, fetch, feed, eager=False, **changed):
    """The right answer, or with some ops changed, or with every node evaluated."""
    ops, values, waiting = {**NUMPY, **changed}, {}, set()

    def value_of(name):
        if name in values:
            return values[name]
        found = [item for item in graph if item["name"] == name]
        if len(found) != 1 or name in waiting:
            raise ValueError("no such node, several, or a cycle")
        waiting.add(name)
        op = found[0]["op"]
        if op == "placeholder":
            if name not in feed:
                raise ValueError("not fed")
            values[name] = feed[name]
        elif op in ("constant", "variable"):
            values[name] = found[0]["value"]
        elif op in ops:
            values[name] = ops[op](*[value_of(other) for other in found[0]["inputs"]])
        else:
            raise ValueError("unknown op")
        return values[name]

    if eager:
        for item in graph:
            value_of(item["name"])
    return value_of(fetch)


def small(op, *inputs):
    """A graph of one op on constants."""
    names = [f"c{k}" for k in range(len(inputs))]
    leaves = [
        node(name, "constant", value=np.array(v)) for name, v in zip(names, inputs, strict=True)
    ]
    return {"graph": [node("out", op, names), *leaves], "fetch": "out", "feed": {}}


@misconception(witness=small("sub", [5.0], [3.0]))
def subtracts_the_wrong_way_round(graph, fetch, feed):
    """The first input was subtracted from the second. sub is the first input minus the second."""
    return solved(graph, fetch, feed, sub=lambda a, b: b - a)


@misconception(witness=small("matmul", [[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]))
def multiplies_matrices_elementwise(graph, fetch, feed):
    """matmul multiplied entry by entry. It is the matrix product, @."""
    return solved(graph, fetch, feed, matmul=lambda a, b: a * b)


@misconception(witness=small("matmul", [[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 9.0]]))
def exchanges_the_factors(graph, fetch, feed):
    """The factors of matmul were exchanged. The first input stands on the left."""
    return solved(graph, fetch, feed, matmul=lambda a, b: b @ a)


@misconception(witness=small("mean", [[1.0, 2.0], [3.0, 6.0]]))
def averages_down_the_columns(graph, fetch, feed):
    """The mean was taken down the columns. mean runs over all entries and gives one number."""
    return solved(graph, fetch, feed, mean=lambda a: np.mean(a, axis=0))


@misconception(witness=small("mean", [1.0, 2.0, 6.0]))
def sums_where_a_mean_is_asked_for(graph, fetch, feed):
    """mean gave the sum. Divide by the number of entries."""
    return solved(graph, fetch, feed, mean=np.sum)


@misconception(witness=small("square", [3.0, -1.0]))
def doubles_instead_of_squaring(graph, fetch, feed):
    """square doubled its input. It multiplies the input with itself."""
    return solved(graph, fetch, feed, square=lambda a: 2.0 * a)


@misconception(witness=small("log", [4.0]))
def takes_logarithms_to_base_2(graph, fetch, feed):
    """log is to base 2. The natural logarithm is asked for: np.log."""
    return solved(graph, fetch, feed, log=np.log2)


@misconception(witness=small("relu", [-2.0, 3.0]))
def takes_absolute_values_for_relu(graph, fetch, feed):
    """relu turned negative numbers positive. It makes them 0."""
    return solved(graph, fetch, feed, relu=np.abs)


@misconception(witness=small("sigmoid", [1.0]))
def forgets_the_minus_in_sigmoid(graph, fetch, feed):
    """The minus in sigmoid, 1 / (1 + exp(-x)), is missing: large inputs gave small outputs."""
    return solved(graph, fetch, feed, sigmoid=lambda a: 1.0 / (1.0 + np.exp(a)))


BACKWARDS = {
    "graph": [
        node("out", "exp", ["sum"]),
        node("sum", "add", ["c", "c"]),
        node("c", "constant", value=np.array([0.5])),
    ],
    "fetch": "out",
    "feed": {},
}


@misconception(witness=BACKWARDS)
def evaluates_in_the_order_of_the_list(graph, fetch, feed):
    """The nodes were evaluated in the order of the list, where a node may stand before its inputs.
    Start from fetch and evaluate what it needs first."""
    values = {}
    for item in graph:
        op = item["op"]
        if op in NUMPY:
            values[item["name"]] = NUMPY[op](*[values[other] for other in item["inputs"]])
        else:
            values[item["name"]] = feed.get(item["name"], item["value"])
    return values[fetch]


UNNEEDED = {
    "graph": [
        node("c", "constant", value=np.array([2.0])),
        node("x", "placeholder"),
        node("out", "square", ["c"]),
    ],
    "fetch": "out",
    "feed": {},
}


@misconception(witness=UNNEEDED)
def evaluates_everything(graph, fetch, feed):
    """Every node was evaluated, also those that fetch does not need and whose placeholders are not
    fed. Evaluate on demand: begin at fetch."""
    return solved(graph, fetch, feed, eager=True)


TWICE = {
    "graph": [node("c", "constant", value=np.array([3.0])), node("out", "mul", ["c", "c"])],
    "fetch": "out",
    "feed": {},
}


@misconception(witness=TWICE)
def counts_a_repeated_input_once(graph, fetch, feed):
    """A node that names the same input twice got it once. The list of inputs may repeat a name:
    take the values in its order, and make no set of it."""
    once = [{**item, "inputs": list(dict.fromkeys(item["inputs"]))} for item in graph]
    return solved(once, fetch, feed)


DOUBLING = [node("n0", "constant", value=np.array([1.0, -0.5]))]
DOUBLING += [node(f"n{k}", "add", [f"n{k - 1}"] * 2) for k in range(1, 41)]
CYCLE = [
    node("a", "add", ["b", "c"]),
    node("b", "exp", ["a"]),
    node("c", "constant", value=np.ones(2)),
]
ONE = node("c", "constant", value=np.ones(2))
EXERCISE = Exercise(
    inputs={
        "graph": choice(*[graph for graph, _, _ in POOL]),
        "fetch": computed(fetched),
        "feed": computed(fed),
    },
    reference=reference,
    second_source=second_source,
    cases=(
        case(**small("mean", [[1.0, 2.0], [3.0, 6.0]])),
        case(**small("sigmoid", [0.0, 1000.0, -1000.0]), tier="edge"),
        case(**small("relu", [0.0, -0.0, 1e-9]), tier="edge"),
        case(**small("mul", [[1.0], [2.0]], [3.0, 4.0, 5.0])),
        case(graph=DOUBLING, fetch="n40", feed={}, tier="edge"),
        case(
            graph=[node("w", "variable", value=2.5), node("x", "placeholder")],
            fetch="w",
            feed={},
            tier="edge",
        ),
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
    ),
    laws=(sum_and_mean_look_at_all_entries, what_is_fed_is_used),
    misconceptions=(
        subtracts_the_wrong_way_round,
        multiplies_matrices_elementwise,
        exchanges_the_factors,
        averages_down_the_columns,
        sums_where_a_mean_is_asked_for,
        doubles_instead_of_squaring,
        takes_logarithms_to_base_2,
        takes_absolute_values_for_relu,
        forgets_the_minus_in_sigmoid,
        evaluates_in_the_order_of_the_list,
        evaluates_everything,
        counts_a_repeated_input_once,
    ),
    refusals=(
        refusal(ValueError, "a fetch that is no node", graph=[ONE], fetch="d", feed={}),
        refusal(
            ValueError,
            "an input that is no node",
            graph=[ONE, node("d", "exp", ["e"])],
            fetch="d",
            feed={},
        ),
        refusal(
            ValueError,
            "an unknown op",
            graph=[ONE, node("d", "median", ["c"])],
            fetch="d",
            feed={},
        ),
        refusal(
            ValueError,
            "two nodes of the same name",
            graph=[ONE, node("d", "exp", ["c"]), ONE],
            fetch="d",
            feed={},
        ),
        refusal(
            ValueError,
            "a placeholder that is not fed",
            graph=[node("x", "placeholder"), node("d", "exp", ["x"])],
            fetch="d",
            feed={"y": np.ones(2)},
        ),
        refusal(ValueError, "a cycle of two nodes", graph=CYCLE, fetch="a", feed={}),
        refusal(
            ValueError,
            "a node that is its own input",
            graph=[node("a", "exp", ["a"])],
            fetch="a",
            feed={},
        ),
    ),
    hints=(
        "To know a node you need its inputs first, and theirs before. Which kind of function calls "
        "itself for each input?",
        "Keep a dict of the values found so far, so that no node is evaluated twice, and a set of "
        "the nodes begun but not finished: meeting one of those again is a cycle.",
        "value_of(name): return it if it is known; find its one node or raise ValueError; if it is "
        "begun already, raise; then take feed[name], or node['value'], or apply the op to "
        "[value_of(i) for i in node['inputs']]; keep and return it.",
    ),
)
