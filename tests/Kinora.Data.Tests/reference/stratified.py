"""Class counts of scikit-learn's stratified split. Each line of the file named: a fraction, then the clips of each class. Prints train and validation counts."""
import sys

import numpy as np
from sklearn.model_selection import train_test_split

for line in open(sys.argv[1]):
    fraction, *counts = line.split()
    counts = [int(count) for count in counts]
    labels = np.repeat(np.arange(len(counts)), counts)
    train, test = train_test_split(labels, test_size=float(fraction), stratify=labels, random_state=0)
    print(*np.bincount(train, minlength=len(counts)), "|", *np.bincount(test, minlength=len(counts)))
