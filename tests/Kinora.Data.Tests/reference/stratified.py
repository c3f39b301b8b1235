"""Class counts of scikit-learn's stratified split. Arguments: a fraction, then the clips of each class. Prints train and test counts."""
import sys

import numpy as np
from sklearn.model_selection import train_test_split

fraction = float(sys.argv[1])
counts = [int(a) for a in sys.argv[2:]]
labels = np.repeat(np.arange(len(counts)), counts)
train, test = train_test_split(labels, test_size=fraction, stratify=labels, random_state=0)
print(*np.bincount(train, minlength=len(counts)))
print(*np.bincount(test, minlength=len(counts)))
