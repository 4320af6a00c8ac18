"""A loop over the weights; a Python float as the answer."""


def l1_penalty(weights, lam, num_examples):
    total = 0.0
    for w in weights:
        for value in w.ravel().tolist():
            total += value if value > 0 else -value
    return lam * (total / num_examples)
