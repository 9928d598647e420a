#!/usr/bin/env python3
"""Draws the candidates of `progloss tune` once more, from the description of their stream alone.

    python bench/peers/search_stream.py > progloss-study/src/test/resources/golden/search/candidates.tsv

Columns: search seed, range, index, then start and end of class weight, box weight and o2m weight.
"""
import math
from decimal import Context, Decimal, ROUND_HALF_EVEN

MASK = (1 << 64) - 1
GAMMA = 0x9E3779B97F4A7C15
THREE_DIGITS = Context(prec=3, rounding=ROUND_HALF_EVEN)


class SplitMix64:
    def __init__(self, seed):
        self.state = seed & MASK

    def bits(self):
        self.state = (self.state + GAMMA) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def number(self):
        return (self.bits() >> 11) * 2.0 ** -53


def printed(number):
    return format(THREE_DIGITS.create_decimal_from_float(number).normalize(), "f")


def candidate(seed, low, high, index):
    seeds = SplitMix64(seed)
    for _ in range(index):
        seeds.bits()
    random = SplitMix64(seeds.bits())
    first, last = math.log(low), math.log(high)
    terms = [math.exp(first + (last - first) * random.number()) for _ in range(4)]
    branches = [0.05 + 0.9 * random.number() for _ in range(2)]
    return [printed(each) for each in terms + branches]


for seed, low, high in ((0, "0.25", "4"), (7, "0.25", "4"), (-1, "0.01", "100"), (0, "0.9", "1.1")):
    for index in range(2, 9):
        row = [seed, f"{low}..{high}", index] + candidate(seed, float(low), float(high), index)
        print("\t".join(str(each) for each in row))
