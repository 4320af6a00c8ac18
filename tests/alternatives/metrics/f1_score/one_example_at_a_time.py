"""A loop over the examples."""


def f1_score(y_true, y_pred):
    if y_true.shape != y_pred.shape:
        raise ValueError("shapes differ")
    if len(y_true) == 0:
        raise ValueError("no examples")
    part = whole = 0
    for true, said in zip(y_true.tolist(), y_pred.tolist(), strict=True):
        whole += bool(true) + bool(said)
        part += 2 * bool(true and said)
    if whole == 0:
        return 0.0
    return part / whole
