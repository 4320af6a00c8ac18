"""A loop that sorts every example into a table."""


def confusion_counts(y_true, y_pred):
    if y_true.shape != y_pred.shape:
        raise ValueError("shapes differ")
    table = [[0, 0], [0, 0]]
    for true, said in zip(y_true.tolist(), y_pred.tolist(), strict=True):
        table[int(true)][int(said)] += 1
    return [table[1][1], table[0][1], table[1][0], table[0][0]]
