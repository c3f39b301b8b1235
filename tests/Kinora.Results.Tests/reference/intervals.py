"""Prints what SciPy says: t quantiles and Wilson intervals.

The quantiles are the roots of SciPy's cdf: its ppf is off by up to 5e-10 in version 1.10 (cdf(ppf(0.6, 17)) misses 0.6 by 1e-10)."""
import json

from scipy import optimize, stats

print(json.dumps({
    "t": [[p, df, optimize.brentq(lambda t: stats.t.cdf(t, df) - p, 0, 100, xtol=1e-13, rtol=1e-14)] for p in (0.6, 0.8, 0.9, 0.975, 0.995) for df in list(range(1, 41)) + [99, 100, 1000]],
    "wilson": [
        [k, n, *stats.binomtest(k, n).proportion_ci(confidence_level=0.95, method="wilson")]
        for n in (1, 2, 9, 10, 90, 1530) for k in sorted({0, 1, n // 3, n // 2, n - 1, n})],
}))
