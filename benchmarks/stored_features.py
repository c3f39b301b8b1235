"""Networks of sequences on stored features: each trained with five seeds and measured on the official test list.

Usage: stored_features.py FEATURES [KINORA]
  FEATURES  a folder with one .npy of (clips, frames, features) and labels.tsv
  KINORA    the program, ./kinora when not given

Settings were tried on the training list alone: the last groups of each class, about 28 % of its clips, were held out and the rest trained
with; the last epoch is taken. Prints top-1 of each seed, the mean, Student's t interval over the seeds, and seconds a run.
"""
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

features, kinora = sys.argv[1], sys.argv[2].split() if len(sys.argv) > 2 else ["./kinora"]
SEEDS = [1, 2, 3, 4, 5]
T = 2.7764451051977987  # 97.5 % point, four degrees of freedom
common = "--inner-validation 0 --frames 25 --stride 1 --sampling uniform --views 1 --threads 1 --batch-size 32"
mixed = "--epochs 12 --optimizer adamw --learning-rate 1e-3 --weight-decay 0.05 --dropout 0.5 --mixup 0.4"
networks = {
    "features_rnn, GRU": f"--model features_rnn --units 128 --dense-units 128 {mixed}",
    "features_rnn, LSTM": f"--model features_rnn --cell lstm --units 128 --dense-units 128 {mixed}",
    "cnnrnn, attention": f"--model cnnrnn --backbone none --hidden 64 --attention-size 64 {mixed}",
    "features_transformer": f"--model features_transformer {mixed}",
    "tsn, mean of frames": "--model tsn --backbone none --epochs 30 --optimizer sgd --learning-rate 3e-3 --weight-decay 0.1 --dropout 0",
}

with tempfile.TemporaryDirectory() as runs:
    for number, (name, options) in enumerate(networks.items()):
        scores, seconds = [], []
        for seed in SEEDS:
            run = f"{number}-{seed}"
            start = time.monotonic()
            subprocess.run([*kinora, "train", features, *common.split(), *options.split(), "--seed", str(seed), "--runs", runs, "--name", run], check=True, capture_output=True)
            seconds.append(time.monotonic() - start)
            results = json.loads((pathlib.Path(runs) / run / "results.json").read_text())
            scores.append(100 * results["top1"]["value"])
        half = T * statistics.stdev(scores) / len(scores) ** 0.5
        print(
            f"{name}: {statistics.mean(scores):.1f} % ({statistics.mean(scores) - half:.1f} to {statistics.mean(scores) + half:.1f}); "
            f"{', '.join(f'{score:.1f}' for score in scores)}; {statistics.median(seconds):.0f} s a run",
            flush=True,
        )
