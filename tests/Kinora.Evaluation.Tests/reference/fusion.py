"""Fusion of the scores of two and three streams by SciPy. Usage: fusion.py FOLDER CLASSES CLIPS STREAMS

Writes 0.csv, 1.csv, ... as Kinora writes scores, and expected.txt: a line with the weights of the mixture, one with those of
the pool, then a line of probabilities for each method and clip.
"""
import sys

import numpy as np
from scipy import optimize

folder, classes, clips, streams = sys.argv[1], *map(int, sys.argv[2:5])
random = np.random.default_rng(clips)
truth = random.integers(classes, size=clips)
probabilities = []
for stream in range(streams):
    logits = random.normal(size=(clips, classes)) * 1.5
    logits[np.arange(clips), truth] += 1.0 + 0.8 * stream
    soft = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    probabilities.append(soft.astype(np.float32))

for stream, soft in enumerate(probabilities):
    with open(f"{folder}/{stream}.csv", "w") as file:
        file.write("file,group,truth,predicted," + ",".join(f"c{label}" for label in range(classes)) + "\n")
        for clip in range(clips):
            file.write(f"clip {clip},,c{truth[clip]},c{soft[clip].argmax()}," + ",".join(repr(float(value)) for value in soft[clip]) + "\n")

p = np.stack(probabilities).astype(np.float64)          # (streams, clips, classes)
right = p[:, np.arange(clips), truth]                   # (streams, clips)


def mixture_loss(free):
    """Of the weights' softmax, so that nothing binds them."""
    weights = np.exp(free - free.max())
    return -np.log(weights / weights.sum() @ right).sum()


free = optimize.minimize(mixture_loss, np.zeros(streams), method="BFGS", options={"gtol": 1e-9}).x
mixture = np.exp(free - free.max())
mixture /= mixture.sum()


def pool_of(weights):
    sums = np.tensordot(weights, np.log(p), 1)
    soft = np.exp(sums - sums.max(1, keepdims=True))
    return soft / soft.sum(1, keepdims=True)


def pool_loss(weights):
    return -np.log(pool_of(weights)[np.arange(clips), truth]).sum() + 0.5 * ((weights - 1) ** 2).sum()


pool = optimize.minimize(pool_loss, np.ones(streams), method="BFGS", options={"gtol": 1e-9}).x

largest = p.max(0)
fused = [p.mean(0), np.tensordot(mixture, p, 1), largest / largest.sum(1, keepdims=True), pool_of(pool)]
with open(f"{folder}/expected.txt", "w") as file:
    for row in [mixture, pool, *(row / row.sum() for method in fused for row in method)]:
        file.write(" ".join(repr(float(value)) for value in row) + "\n")
