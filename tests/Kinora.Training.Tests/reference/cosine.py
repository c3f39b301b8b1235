"""The learning rate of torch.optim.lr_scheduler.CosineAnnealingLR, epoch by epoch.

Usage: cosine.py INITIAL T_MAX EPOCHS
"""
import sys

import torch

initial, period, epochs = float(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=initial)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=period)
for _ in range(epochs):
    print(repr(optimizer.param_groups[0]["lr"]))
    optimizer.step()
    schedule.step()
