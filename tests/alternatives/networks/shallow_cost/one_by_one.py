import math


def shallow_cost(a2, y):
    if a2.shape != y.shape:
        raise ValueError("shapes differ")
    costs = []
    for p, t in zip(a2.ravel().tolist(), y.ravel().tolist()):
        if t == 1.0:
            costs.append(100.0 if p == 0.0 else min(100.0, -math.log(p)))
        else:
            costs.append(100.0 if p == 1.0 else min(100.0, -math.log1p(-p)))
    return math.fsum(costs) / len(costs)
