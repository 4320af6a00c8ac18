import numpy as np


def sequence_cross_entropy(logits, labels, mask):
    """Labels made harmless, log-softmax everywhere, then weighed by the mask."""
    if labels.shape != logits.shape[:-1] or mask.shape != logits.shape[:-1]:
        raise ValueError("shapes do not fit")
    weights = mask.astype(logits.dtype)
    shifted = logits - np.amax(logits, axis=2, keepdims=True)
    log_p = shifted - np.log(np.sum(np.exp(shifted), axis=2, keepdims=True))
    safe = np.where(mask == 1, labels, 0)
    n, t = np.indices(labels.shape)
    total = weights.sum()
    return float("nan") if total == 0 else float(-(log_p[n, t, safe] * weights).sum() / total)
