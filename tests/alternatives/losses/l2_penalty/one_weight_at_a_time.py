"""A loop over the weights; a Python float as the answer."""


def l2_penalty(weights, lam, num_examples):
    total = 0.0
    for w in weights:
        for value in w.ravel().tolist():
            total += value * value
    return lam * total / (2 * num_examples)
