import numpy as np


def sigmoid(a):
    e = np.exp(-np.abs(a))
    return np.where(np.asarray(a) >= 0, 1 / (1 + e), e / (1 + e)).astype(np.asarray(a).dtype)


def run_graph(graph, fetch, feed):
    """A stack of names; a node is finished when all of its inputs are."""
    nodes, repeated = {}, set()
    for node in graph:
        if node["name"] in nodes:
            repeated.add(node["name"])
        nodes[node["name"]] = node
    done, stack, open_names = {}, [fetch], []
    while stack:
        name = stack[-1]
        if name in done:
            stack.pop()
            continue
        if name not in nodes or name in repeated:
            raise ValueError(name)
        node = nodes[name]
        op = node["op"]
        if op == "placeholder":
            if name not in feed:
                raise ValueError("feed " + name)
            done[name] = feed[name]
        elif op in ("constant", "variable"):
            done[name] = node["value"]
        else:
            missing = [i for i in node["inputs"] if i not in done]
            if missing:
                if name in open_names:
                    raise ValueError("cycle")
                open_names.append(name)
                for i in dict.fromkeys(missing):
                    if i in open_names:
                        raise ValueError("cycle")
                stack.extend(dict.fromkeys(missing))
                # Reopen when the inputs are finished.
                open_names = [n for n in open_names if n in stack]
                stack_top = stack[-1]
                if stack_top == name:
                    raise ValueError("cycle")
                continue
            args = [done[i] for i in node["inputs"]]
            if op == "add":
                done[name] = np.add(*args)
            elif op == "sub":
                done[name] = np.subtract(*args)
            elif op == "mul":
                done[name] = np.multiply(*args)
            elif op == "matmul":
                done[name] = np.dot(*args)
            elif op == "square":
                done[name] = args[0] ** 2
            elif op == "mean":
                done[name] = np.sum(args[0]) / np.size(args[0])
            elif op == "sum":
                done[name] = np.asarray(args[0]).ravel().sum()
            elif op == "relu":
                done[name] = args[0] * (args[0] > 0)
            elif op == "sigmoid":
                done[name] = sigmoid(args[0])
            elif op == "exp":
                done[name] = np.exp(args[0])
            elif op == "log":
                done[name] = np.log(args[0])
            else:
                raise ValueError("unknown op")
        stack.pop()
    return done[fetch]
