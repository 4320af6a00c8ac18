from typing import Any

import numpy as np


def run_graph(graph: list[dict[str, Any]], fetch: str, feed: dict[str, Any]) -> Any:
    """Evaluate one node of a computation graph.

    A graph only describes a computation; nothing is computed before a node is fetched. It is a
    list of nodes in any order: a node may stand before those that it depends on. Each is a dict
    with the keys ``name``, ``op``, ``inputs`` (a list of names) and ``value``:

    - ``placeholder``: its value comes from ``feed``, under its name; no inputs;
    - ``constant``, ``variable``: its value stands under ``value``; no inputs;
    - ``add``, ``sub``, ``mul``: elementwise, of two inputs in this order; they broadcast as NumPy;
    - ``matmul``: the matrix product of two inputs in this order, each with two axes;
    - ``square``, ``relu`` (``max(0, x)``), ``sigmoid``, ``exp``, ``log`` (natural): elementwise;
    - ``mean``, ``sum``: over all entries, a single number.

    One input may be named twice, as in ``mul`` of x and x. Only what ``fetch`` needs is evaluated,
    and each node once, however often it is used: a graph of 40 nodes that each add the one before
    to itself must not take 2**40 steps. What is not needed may be broken: it is never looked at.

    Args:
        graph: The nodes. Values are float arrays or floats. It must not be changed.
        fetch: The name of the node to evaluate.
        feed: Values of placeholders by name: of all that are needed, perhaps of others.

    Returns:
        The value of the node: an array, or a single float (0-d) such as a mean.

    Raises:
        ValueError: ``fetch``, or an input on the way to it, names no node; a name on the way stands
            for two nodes; an op on the way is unknown; a placeholder on the way is not fed; or the
            way leads back to a node that waits for itself (a cycle).

    Example:
        >>> graph = [
        ...     {"name": "loss", "op": "square", "inputs": ["error"], "value": None},
        ...     {"name": "error", "op": "sub", "inputs": ["x", "w"], "value": None},
        ...     {"name": "x", "op": "placeholder", "inputs": [], "value": None},
        ...     {"name": "w", "op": "variable", "inputs": [], "value": np.array([1.0, 5.0])},
        ... ]
        >>> run_graph(graph, "loss", {"x": np.array([3.0, 2.0])}).tolist()
        [4.0, 9.0]

    Source:
        Abadi et al., *TensorFlow: A System for Large-Scale Machine Learning* (OSDI 2016), section
        3; Goodfellow, Bengio and Courville, *Deep Learning* (2016), section 6.5.1.
    """
    # YOUR CODE HERE
    raise NotImplementedError()
