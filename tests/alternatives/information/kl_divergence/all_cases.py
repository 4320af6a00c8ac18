"""np.select over the cases, as scipy.special.rel_entr has them."""

import numpy as np


def kl_divergence(p, q):
    if p.shape != q.shape:
        raise ValueError("p and q have different shapes")
    with np.errstate(all="ignore"):
        ordinary = p * np.log(p / q)
    cases = [(p > 0) & (q > 0), p == 0]
    return np.select(cases, [ordinary, np.zeros_like(p)], default=p.dtype.type(np.inf)).sum(-1)
