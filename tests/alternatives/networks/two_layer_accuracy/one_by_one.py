import math


def two_layer_accuracy(x, labels, params):
    W1, b1 = params["W1"].tolist(), params["b1"].tolist()
    W2, b2 = params["W2"].tolist(), params["b2"].tolist()
    if len(b1) != len(W1[0]) or len(b2) != len(W2[0]) or labels.shape != (len(x),):
        raise ValueError("sizes differ")
    right = 0
    for row, label in zip(x.tolist(), labels.tolist()):
        hidden = []
        for h in range(len(b1)):
            z = b1[h] + sum(v * W1[d][h] for d, v in enumerate(row))
            hidden.append(1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z)))
        best, winner = -math.inf, None
        for k in range(len(b2)):
            score = b2[k] + sum(a * W2[h][k] for h, a in enumerate(hidden))
            if score > best:
                best, winner = score, k
        right += winner == label
    return right / len(x)
