from typing import Any

import numpy as np


def backprop_graph(graph: list[dict[str, Any]], fetch: str, feed: dict[str, Any]) -> dict[str, Any]:
    """Find the gradient of one node of a computation graph with respect to every variable.

    This is what automatic differentiation does. A graph is a list of nodes in any order, each a
    dict with the keys ``name``, ``op``, ``inputs`` (a list of names) and ``value``:

    - ``placeholder``: its value comes from ``feed``, under its name; no inputs;
    - ``constant``, ``variable``: its value stands under ``value``; no inputs;
    - ``add``, ``sub``, ``mul``: elementwise, of two inputs in this order; they broadcast as NumPy;
    - ``matmul``: the matrix product of two inputs in this order, each with two axes;
    - ``square``, ``relu`` (``max(0, x)``), ``sigmoid``, ``exp``, ``log`` (natural): elementwise;
    - ``mean``, ``sum``: over all entries, a single number.

    First evaluate what ``fetch`` needs. Then walk back from ``fetch``, whose gradient is 1: every
    node hands each of its inputs its own gradient times the slope of its op. Where a node is used
    several times (also twice by one node, as in ``mul`` of x and x), what comes back to it is added
    up, and it hands on only when everything has arrived. Where an input was broadcast, its gradient
    is summed over the copies, back to the input's own shape. The slope of ``relu`` at 0 is 0.

    Args:
        graph: The nodes; their names are unique. Values are float arrays or floats. It must not be
            changed.
        fetch: The name of the node to differentiate. Its value is a single number (no axes).
        feed: Values of placeholders by name: of all that are needed, perhaps of others.

    Returns:
        A dict with the gradient of ``fetch`` for every variable of the graph, by name, each of the
        shape and dtype of the variable's value; zeros for a variable that ``fetch`` does not reach.

    Raises:
        ValueError: ``fetch`` is not a single number; ``fetch``, or an input on the way to it, names
            no node; an op on the way is unknown; a placeholder on the way is not fed; or the way
            leads back to a node that waits for itself (a cycle). What is not on the way may be
            broken.

    Example:
        >>> graph = [
        ...     {"name": "loss", "op": "sum", "inputs": ["squares"], "value": None},
        ...     {"name": "squares", "op": "square", "inputs": ["error"], "value": None},
        ...     {"name": "error", "op": "sub", "inputs": ["x", "w"], "value": None},
        ...     {"name": "x", "op": "placeholder", "inputs": [], "value": None},
        ...     {"name": "w", "op": "variable", "inputs": [], "value": np.array([1.0])},
        ... ]
        >>> backprop_graph(graph, "loss", {"x": np.array([3.0, 2.0])})["w"].tolist()
        [-6.0]

    Source:
        Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 6.5.6; Abadi et al.,
        *TensorFlow: A System for Large-Scale Machine Learning* (OSDI 2016), section 4.1.
    """
    ### BEGIN SOLUTION
    nodes = {node["name"]: node for node in graph}
    values: dict[str, Any] = {}
    order: list[str] = []  # every node after its inputs
    waiting: set[str] = set()

    def evaluate(name: str) -> None:
        if name in values:
            return
        if name not in nodes or name in waiting:
            raise ValueError(f"{name!r} is no node, or depends on itself")
        waiting.add(name)
        node = nodes[name]
        op = node["op"]
        if op == "placeholder":
            if name not in feed:
                raise ValueError(f"the placeholder {name!r} is not fed")
            values[name] = feed[name]
        elif op in ("constant", "variable"):
            values[name] = node["value"]
        elif op in operations:
            for other in node["inputs"]:
                evaluate(other)
            values[name] = operations[op](*[values[other] for other in node["inputs"]])
        else:
            raise ValueError(f"{name!r} has the unknown op {op!r}")
        order.append(name)

    operations = {
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
    # What each input gets from the gradient g of a node with the value v.
    slopes = {
        "add": lambda g, v, a, b: (g, g),
        "sub": lambda g, v, a, b: (g, -g),
        "mul": lambda g, v, a, b: (g * b, g * a),
        "matmul": lambda g, v, a, b: (g @ b.T, a.T @ g),
        "square": lambda g, v, a: (2.0 * g * a,),
        "mean": lambda g, v, a: (g / np.size(a),),
        "sum": lambda g, v, a: (g,),
        "relu": lambda g, v, a: (g * (v > 0),),
        "sigmoid": lambda g, v, a: (g * v * (1.0 - v),),
        "exp": lambda g, v, a: (g * v,),
        "log": lambda g, v, a: (g / a,),
    }

    def fitted(g: Any, value: Any) -> Any:
        """The gradient in the shape of the value: a number spread out, copies summed."""
        g = g + np.zeros_like(value)
        while g.ndim > np.ndim(value):
            g = g.sum(axis=0)
        for axis, size in enumerate(np.shape(value)):
            if size < g.shape[axis]:
                g = g.sum(axis=axis, keepdims=True)
        return g

    evaluate(fetch)
    if np.ndim(values[fetch]) > 0:
        raise ValueError(f"{fetch!r} is not a single number")
    gradients = {fetch: np.ones_like(values[fetch])}
    while order:
        name = order.pop()  # all that use it come after it in the order, and have been here
        node = nodes[name]
        if node["op"] in slopes:
            inputs = [values[other] for other in node["inputs"]]
            shares = slopes[node["op"]](gradients[name], values[name], *inputs)
            for k, other in enumerate(node["inputs"]):
                gradients[other] = gradients.get(other, 0.0) + fitted(shares[k], values[other])
    return {
        name: gradients[name] if name in gradients else np.zeros_like(node["value"])
        for name, node in nodes.items()
        if node["op"] == "variable"
    }
    ### END SOLUTION
