#!/usr/bin/env python3
"""Writes statistics of paired differences as SciPy and statsmodels compute them, or by brute force.

    pip install -r bench/peers/requirements-statistics.txt
    python bench/peers/study_statistics.py progloss-study/src/test/resources/golden/statistics

The same bytes each time.
"""
import argparse
import json
from pathlib import Path

import numpy as np
from scipy import optimize, stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestPower


def pairs(rng, sizes, digits, shift):
    """Two samples for each stratum, rounded so that few digits make ties."""
    return [(np.round(rng.normal(0.4 + shift, 0.05, n), digits), np.round(rng.normal(0.4, 0.05, n), digits))
            for n in sizes]


def sign_flips(rng):
    cases = []
    for sizes in ([2], [3], [5], [8], [12], [16], [3, 5], [5, 5], [2, 4, 6]):
        for digits, shift in ((2, 0.0), (2, 0.03), (4, 0.02), (15, 0.0), (15, 0.06)):
            samples = pairs(rng, sizes, digits, shift)
            first = np.concatenate([x for x, _ in samples])
            second = np.concatenate([y for _, y in samples])
            weights = np.concatenate([np.full(n, 1 / n / len(sizes)) for n in sizes])
            test = stats.permutation_test(
                (first, second), lambda x, y, axis: np.sum((x - y) * weights, axis=axis),
                permutation_type="samples", vectorized=True, n_resamples=np.inf, batch=4096)
            cases.append({"strata": [list(x - y) for x, y in samples], "p": float(test.pvalue)})
    return cases


def means(differences):
    """The means of all n^n resamples."""
    n = len(differences)
    sums = np.zeros(1)
    for _ in range(n):
        sums = np.add.outer(sums, differences).ravel()
    return sums / n


def tail(strata, level):
    """Share to cut off at each end; with one stratum, ExpandProbs of the R package "resample"."""
    sizes = np.array([len(d) for d in strata])
    parts = np.array([np.var(d, ddof=1) for d in strata]) / sizes
    widening = np.sqrt(parts.sum() / (parts * (sizes - 1) / sizes).sum())
    freedom = parts.sum() ** 2 / (parts ** 2 / (sizes - 1)).sum()
    if len(strata) == 1:
        assert np.isclose(widening, np.sqrt(sizes[0] / (sizes[0] - 1))) and np.isclose(freedom, sizes[0] - 1)
    return float(stats.norm.sf(widening * stats.t.isf((1 - level) / 2, freedom)))


def bootstraps(rng):
    cases = []
    for sizes in ([2], [3], [4], [5], [6], [7], [3, 4], [2, 5], [5, 5], [2, 2, 3]):
        for level in (0.5, 0.8, 0.95):
            strata = [rng.normal(0.01, 0.02 * (1 + s), n) for s, n in enumerate(sizes)]
            sums = np.zeros(1)
            for differences in strata:
                sums = np.add.outer(sums, means(differences)).ravel()
            values = sums / len(strata)
            share = tail(strata, level)
            cases.append({
                "strata": [list(d) for d in strata], "level": level,
                "low": float(np.quantile(values, share, method="inverted_cdf")),
                "high": float(-np.quantile(-values, share, method="inverted_cdf"))})
    return cases


def holm(rng):
    given = [[0.01, 0.04, 0.03], [0.5], [0.02, 0.02, 0.02, 0.9], [0.0, 1.0, 0.3]]
    given += [[float(p) for p in np.round(rng.uniform(size=n) ** 3, digits)] for n in (2, 5, 9) for digits in (2, 15)]
    return [{"p": ps, "adjusted": [float(a) for a in multipletests(ps, method="holm")[1]]} for ps in given]


def seen(noncentrality, freedom, alpha):
    critical = stats.t.isf(alpha / 2, freedom)
    below = stats.nct.sf(critical, freedom, -noncentrality)  # nct.cdf(-critical) is NaN where it is nearly 0
    return stats.nct.sf(critical, freedom, noncentrality) + below


def detectable(rng):
    cases = []
    for n in (2, 3, 4, 5, 6, 8, 10, 20, 60):
        for alpha, power in ((0.05, 0.8), (0.05, 0.9), (0.01, 0.8), (0.1, 0.5)):
            differences = rng.normal(0.01, 0.02, n)
            high = 1.0
            while seen(high, n - 1, alpha) < power:
                high *= 1.5
            root = optimize.brentq(lambda x: seen(x, n - 1, alpha) - power, 0.1, high, xtol=1e-11, rtol=1e-13)
            effect = float(root * np.std(differences, ddof=1) / np.sqrt(n))
            other = TTestPower().power(root / np.sqrt(n), n, alpha)
            assert np.isnan(other) or np.isclose(other, power, rtol=1e-9), (n, other)  # NaN as in seen()
            cases.append({"differences": list(differences), "alpha": alpha, "power": power, "effect": effect})
    return cases


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    for seed, (name, cases) in enumerate((
            ("sign-flips", sign_flips), ("bootstrap", bootstraps), ("holm", holm), ("detectable", detectable))):
        rows = cases(np.random.default_rng(seed))
        lines = ",\n".join(json.dumps(row) for row in rows)
        (folder / f"{name}.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
