"""Loops over the pairs that can happen; the answer is a Python float."""

import math


def mutual_information(joint):
    table = joint.tolist()
    columns = [math.fsum(column) for column in zip(*table, strict=True)]
    total = 0.0
    for row in table:
        for pair, column in zip(row, columns, strict=True):
            if pair > 0:
                total += pair * math.log(pair / math.fsum(row) / column)
    return total
