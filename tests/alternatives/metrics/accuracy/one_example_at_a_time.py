"""A loop over the examples."""


def accuracy(y_true, y_pred):
    if y_true.shape != y_pred.shape:
        raise ValueError("shapes differ")
    if len(y_true) == 0:
        raise ValueError("no examples")
    right = 0
    for a, b in zip(y_true, y_pred, strict=True):
        if a == b:
            right += 1
    return right / len(y_true)
