"""The weights of a network of Video3dCnn's names, saved in the ways people save them.

Usage: saved_weights.py FOLDER CLASSES WIDTH

zip.pth, legacy.pth    torch.save of the state dict, now and before PyTorch 1.6
half.pth               float16
parallel.ckpt          {"state_dict": ..., "epoch": 3}, names begin with "module."
renamed.bin            as zip.pth, under an extension that says nothing
alien.pth              names and shapes of no network of Kinora's
truth.safetensors      the same weights, float32
"""
import sys

from recording import write  # before torch, whose settings it makes

import torch
from torch import nn

folder, classes, width = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
torch.manual_seed(7)
state, inputs = {}, 3
for i, growth in enumerate([1, 2, 4, 8, 8], start=1):
    outputs = width * growth
    for name, layer in ((f"conv{i}", nn.Conv3d(inputs, outputs, 3)), (f"bn{i}", nn.BatchNorm3d(outputs))):
        for key, value in layer.state_dict().items():
            state[f"{name}.{key}"] = torch.randn_like(value) if value.is_floating_point() else value + 5
    inputs = outputs
for name, layer in (("fc1", nn.Linear(inputs, inputs // 2)), ("fc2", nn.Linear(inputs // 2, classes))):
    for key, value in layer.state_dict().items():
        state[f"{name}.{key}"] = value

write(f"{folder}/truth.safetensors", state, {})
torch.save(state, f"{folder}/zip.pth")
torch.save(state, f"{folder}/renamed.bin")
torch.save(state, f"{folder}/legacy.pth", _use_new_zipfile_serialization=False)
torch.save({k: v.half() if v.is_floating_point() else v for k, v in state.items()}, f"{folder}/half.pth")
torch.save({"state_dict": {f"module.{k}": v for k, v in state.items()}, "epoch": 3}, f"{folder}/parallel.ckpt")
torch.save({"encoder.0.w": torch.zeros(3, 4), "encoder.0.b": torch.zeros(3)}, f"{folder}/alien.pth")
