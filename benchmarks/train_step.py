"""One training step of video3dcnn in PyTorch, as TrainStepBenchmark.cs does it in Kinora.

Usage: train_step.py WIDTH TEMPORAL_POOLS THREADS [tuned]
Makes a step for each line it reads, and answers with its milliseconds. `tuned` sets allocator and OpenBLAS as Kinora does
before torch is loaded.
"""
import ctypes
import os
import sys
import time

width, temporal_pools, threads = map(int, sys.argv[1:4])
if "tuned" in sys.argv:
    if " avx512f " in open("/proc/cpuinfo").read():
        os.environ.setdefault("OPENBLAS_CORETYPE", "SkylakeX")
    libc = ctypes.CDLL("libc.so.6")
    libc.mallopt(-4, 0)
    libc.mallopt(-1, 2**31 - 1)
    libc.mallopt(-2, 64 << 20)

import torch
from torch import nn

torch.set_num_threads(threads)
torch.manual_seed(0)


class Video3dCnn(nn.Module):
    def __init__(self, classes):
        super().__init__()
        blocks, inputs = [], 3
        for i, growth in enumerate([1, 2, 4, 8, 8]):
            outputs = width * growth
            pool = (2, 2, 2) if 1 <= i <= temporal_pools else (1, 2, 2)
            blocks += [nn.Conv3d(inputs, outputs, 3, padding=1), nn.BatchNorm3d(outputs), nn.ReLU(), nn.MaxPool3d(pool)]
            inputs = outputs
        self.blocks = nn.Sequential(*blocks)
        self.pool = nn.AdaptiveAvgPool3d(1)
        self.fc1, self.dropout, self.fc2 = nn.Linear(inputs, inputs // 2), nn.Dropout(0.5), nn.Linear(inputs // 2, classes)

    def forward(self, x):
        x = self.pool(self.blocks(x)).flatten(1)
        return self.fc2(self.dropout(torch.relu(self.fc1(x))))


model = Video3dCnn(51).train()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-4, weight_decay=1e-4)
loss_of = nn.CrossEntropyLoss()
clips, labels = torch.randn(8, 3, 16, 112, 112), torch.randint(51, (8,))
for _ in sys.stdin:
    start = time.perf_counter()
    optimizer.zero_grad()
    loss = loss_of(model(clips), labels)
    loss.backward()
    optimizer.step()
    loss.item()
    print(f"{(time.perf_counter() - start) * 1000:.1f}", flush=True)
