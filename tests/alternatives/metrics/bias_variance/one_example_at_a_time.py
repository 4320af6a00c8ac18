"""A loop over the examples, with the mean of squares minus the square of the mean."""


def bias_variance(predictions, targets):
    if targets.shape != (predictions.shape[1],):
        raise ValueError("targets must be (N,)")
    bias = variance = mse = 0.0
    count = len(targets)
    for n in range(count):
        column = [float(p) for p in predictions[:, n]]
        t = float(targets[n])
        mean = sum(column) / len(column)
        bias += (mean - t) ** 2 / count
        variance += (sum(p * p for p in column) / len(column) - mean * mean) / count
        mse += sum((p - t) ** 2 for p in column) / len(column) / count
    return [bias, variance, mse]
