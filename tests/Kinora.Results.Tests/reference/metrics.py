"""Prints, for each scores.csv named, what scikit-learn makes of it: one JSON object per line."""
import csv
import json
import sys

import numpy as np
from sklearn import metrics

csv.field_size_limit(1 << 24)
for path in sys.argv[1:]:
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    names = rows[0][4:]
    labels = list(range(len(names)))
    truth = np.array([names.index(row[2]) for row in rows[1:]])
    predicted = np.array([names.index(row[3]) for row in rows[1:]])
    # As float32, the type of the scores, then wide.
    scores = np.array([[np.float32(value) for value in row[4:]] for row in rows[1:]]).astype(np.float64)
    # scikit-learn breaks ties of the k-th score by a sort; here a tie goes to the smaller label.
    order = np.argsort(-scores, axis=1, kind="stable")
    report = dict(labels=labels, target_names=names, zero_division=0)
    precision, recall, f1, support = metrics.precision_recall_fscore_support(truth, predicted, labels=labels, zero_division=0)
    print(json.dumps({
        "text": metrics.classification_report(truth, predicted, digits=3, **report),
        "top1": metrics.accuracy_score(truth, predicted),
        "top5": float(np.mean([t in row[:5] for t, row in zip(truth, order)])),
        "top5_broken_ties": metrics.top_k_accuracy_score(
            truth, scores - np.arange(len(names)) * 1e-12, k=5, labels=labels) if len(names) > 5 else 1.0,
        "mean_class_accuracy": metrics.balanced_accuracy_score(truth, predicted),
        "macro_f1": metrics.f1_score(truth, predicted, labels=labels, average="macro", zero_division=0),
        "log_loss": metrics.log_loss(truth, scores, labels=labels),
        "confusion": metrics.confusion_matrix(truth, predicted, labels=labels).tolist(),
        "precision": precision.tolist(), "recall": recall.tolist(), "f1": f1.tolist(), "support": support.tolist(),
    }))
