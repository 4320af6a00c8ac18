"""Counted in bits, then changed to the base asked for."""

import math

import numpy as np


def self_information(p, base=math.e):
    return -np.log2(p) / math.log2(base)
