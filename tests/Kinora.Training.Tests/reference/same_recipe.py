"""A training written plainly in PyTorch: video3dcnn_s, Adam, label smoothing, accumulation, clipping, cosine after a warm-up.

Usage: same_recipe.py CLIPS LABELS THREADS '{"shape": [BATCHES, N, C, T, H, W], "classes": 10, "seed": 5, "epochs": 20,
       "warmup": 2, "factor": 0.01, "rate": 0.001, "decay": 0.0001, "smoothing": 0.1, "accumulate": 2, "largest": 1.0}'

CLIPS has the batches of all epochs in order, as float32; LABELS their classes, as int64. Prints learning rate, norm of the gradients
and the losses of the batches, a line a step; then the SHA-256 of all weights and buffers.
"""
import hashlib
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Kinora.Torch.Tests/reference"))
sys.argv[1:] = [sys.argv[3], *sys.argv[1:3], sys.argv[4]]
from same_settings import torch  # noqa: E402  (reads the threads as its first argument)
from fast_conv3d import Conv3d  # noqa: E402

import numpy  # noqa: E402
from torch import nn  # noqa: E402

case = json.loads(sys.argv[4])
batches, n, channels = case["shape"][:3]


class Video3dCnn(nn.Module):
    def __init__(self):
        super().__init__()
        inputs = channels
        for i, outputs in enumerate([16, 32, 64, 128, 128], start=1):
            self.add_module(f"conv{i}", Conv3d(inputs, outputs, 3, padding=1))
            self.add_module(f"bn{i}", nn.BatchNorm3d(outputs))
            inputs = outputs
        self.dropout = nn.Dropout(0.2)
        self.fc1 = nn.Linear(inputs, inputs // 2)
        self.fc2 = nn.Linear(inputs // 2, case["classes"])

    def forward(self, x):
        for i, pool in enumerate([(1, 2, 2), 2, 2, 2, (1, 2, 2)], start=1):
            x = getattr(self, f"bn{i}")(getattr(self, f"conv{i}")(x)).relu()
            x = nn.functional.max_pool3d(x, pool)
        x = nn.functional.adaptive_avg_pool3d(x, 1).flatten(1)
        return self.fc2(self.dropout(self.fc1(x).relu()))


clips = torch.from_numpy(numpy.fromfile(sys.argv[2], dtype=numpy.float32).reshape(case["shape"]))
labels = torch.from_numpy(numpy.fromfile(sys.argv[3], dtype=numpy.int64).reshape(batches, n))
torch.manual_seed(case["seed"])
model = Video3dCnn().train()
criterion = nn.CrossEntropyLoss(label_smoothing=case["smoothing"])
optimizer = torch.optim.Adam(model.parameters(), lr=case["rate"], weight_decay=case["decay"])
steps = batches // case["epochs"] // case["accumulate"]
warm = torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=case["factor"], total_iters=case["warmup"] * steps)
cosine = None
batch = 0
for epoch in range(case["epochs"]):
    if epoch == case["warmup"]:
        for group in optimizer.param_groups:
            group["lr"] = group["initial_lr"]
        cosine = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=case["epochs"] - case["warmup"])
    for step in range(steps):
        optimizer.zero_grad()
        losses = []
        for _ in range(case["accumulate"]):
            loss = criterion(model(clips[batch]), labels[batch])
            (loss / case["accumulate"]).backward()
            losses.append(loss.item())
            batch += 1
        norm = nn.utils.clip_grad_norm_(model.parameters(), case["largest"])
        rate = optimizer.param_groups[0]["lr"]
        optimizer.step()
        if cosine is None:
            warm.step()
        print(*map(repr, [rate, norm.item(), *losses]))
    if cosine is not None:
        cosine.step()
digest = hashlib.sha256()
for value in model.state_dict().values():
    digest.update(value.contiguous().numpy().tobytes())
print(digest.hexdigest())
