"""Paired comparisons by SciPy and NumPy. usage: paired.py FIRST.csv SECOND.csv"""
import csv
import json
import sys

import numpy as np
from scipy import stats


def right(path):
    with open(path, newline="") as file:
        return {row["file"]: (row["group"], int(row["truth"] == row["predicted"])) for row in csv.DictReader(file)}


mcnemar = [[b, c, float(stats.binomtest(b, b + c, 0.5).pvalue)] for b, c in [(1, 0), (5, 5), (2, 11), (40, 17), (900, 1000), (3, 1500)]]
differences = [0.02, -0.01, 0.05, 0.03, 0.0]
t = stats.ttest_1samp(differences, 0)
half = stats.t.ppf(0.975, 4) * stats.sem(differences)
result = {"mcnemar": mcnemar, "t": [float(np.mean(differences)), float(np.mean(differences) - half), float(np.mean(differences) + half)]}

first, second = right(sys.argv[1]), right(sys.argv[2])
names = sorted(first)
gains = np.array([second[name][1] - first[name][1] for name in names])
groups = np.array([first[name][0] for name in names])
b, c = int((gains < 0).sum()), int((gains > 0).sum())
kinds = np.unique(groups)
without = np.array([gains[groups != kind].mean() for kind in kinds])
error = np.sqrt((len(kinds) - 1) / len(kinds) * ((without - without.mean()) ** 2).sum())
half = stats.t.ppf(0.975, len(kinds) - 1) * error
result["jackknife"] = [b, c, float(stats.binomtest(b, b + c, 0.5).pvalue), float(gains.mean()), float(gains.mean() - half), float(gains.mean() + half)]

random = np.random.default_rng(0)
sums = np.array([gains[groups == kind].sum() for kind in kinds])
sizes = np.array([(groups == kind).sum() for kind in kinds])
drawn = random.integers(0, len(kinds), (20000, len(kinds)))
result["bootstrap"] = [float(value) for value in np.percentile(sums[drawn].sum(1) / sizes[drawn].sum(1), [2.5, 97.5])]
print(json.dumps(result))
