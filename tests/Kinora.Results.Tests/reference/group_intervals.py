"""95 % intervals of the accuracy in a scores.csv over its groups, by SciPy's own t interval and bootstrap."""
import csv
import json
import sys

import numpy as np
from scipy import stats

with open(sys.argv[1], newline="", encoding="utf-8") as file:
    rows = list(csv.DictReader(file))
groups = sorted({row["group"] for row in rows})
right = [np.array([row["truth"] == row["predicted"] for row in rows if row["group"] == group], float) for group in groups]
means = np.array([values.mean() for values in right])
result = {"t_of_means": stats.t.interval(0.95, len(means) - 1, means.mean(), stats.sem(means))}
# The ratio of two sums, resampled together: accuracy with whole groups drawn.
hits, sizes = np.array([values.sum() for values in right]), np.array([len(values) for values in right])
interval = stats.bootstrap(
    (hits, sizes), lambda h, s, axis: h.sum(axis) / s.sum(axis), paired=True, vectorized=True,
    n_resamples=200_000, method="percentile", random_state=0).confidence_interval
result["bootstrap"] = [interval.low, interval.high]
print(json.dumps(result))
