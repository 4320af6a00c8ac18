"""Loops, and a helper for the penalty."""


def l2_penalty(weights, lam, num_examples):
    total = 0.0
    for w in weights:
        for value in w.ravel().tolist():
            total += value**2
    return lam * total / (2 * num_examples)


def objective(losses, weights, lam):
    cost = 0.0
    for loss in losses.tolist():
        cost += loss / len(losses)
    return cost + l2_penalty(weights, lam, len(losses))
