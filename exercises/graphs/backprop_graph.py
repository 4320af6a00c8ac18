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
    # YOUR CODE HERE
    raise NotImplementedError()
