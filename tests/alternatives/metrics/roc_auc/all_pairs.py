"""Two loops over the pairs."""


def roc_auc(y_true, scores):
    if y_true.shape != scores.shape:
        raise ValueError("shapes differ")
    pairs = list(zip(y_true.tolist(), scores.tolist(), strict=True))
    positive = [s for t, s in pairs if t]
    negative = [s for t, s in pairs if not t]
    if not positive or not negative:
        raise ValueError("one class only")
    won = 0.0
    for p in positive:
        for n in negative:
            won += 1.0 if p > n else 0.5 if p == n else 0.0
    return won / (len(positive) * len(negative))
