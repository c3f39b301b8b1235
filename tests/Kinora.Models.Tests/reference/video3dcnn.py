"""video3dcnn in PyTorch: initial weights, forward, loss, gradients, ten steps of each optimizer.

Usage: video3dcnn.py OUT.safetensors WIDTH TEMPORAL_POOLS DTYPE THREADS

The clips and labels come from arithmetic, not from a generator, so that both programs make the same.
"""
import json
import os
import struct
import sys

# As Kinora chooses for itself: the kernels of this processor, where OpenBLAS does not know it.
if " avx512f " in open("/proc/cpuinfo").read():
    os.environ.setdefault("OPENBLAS_CORETYPE", "SkylakeX")

import torch
from torch import nn

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Kinora.Torch.Tests/reference"))
from fast_conv3d import Conv3d  # noqa: E402

out, width, temporal_pools, dtype, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], int(sys.argv[5])
torch.set_num_threads(threads)
dtype = getattr(torch, dtype)


class Video3dCnn(nn.Module):
    def __init__(self, classes):
        super().__init__()
        inputs, self.depth = 3, 5
        for i, growth in enumerate([1, 2, 4, 8, 8], start=1):
            outputs = width * growth
            self.add_module(f"conv{i}", Conv3d(inputs, outputs, 3, padding=1))
            self.add_module(f"bn{i}", nn.BatchNorm3d(outputs))
            self.add_module(f"pool{i}", nn.MaxPool3d((2, 2, 2) if 2 <= i <= temporal_pools + 1 else (1, 2, 2)))
            inputs = outputs
        self.global_avg_pool = nn.AdaptiveAvgPool3d(1)
        self.dropout = nn.Dropout(0.5)
        self.fc1 = nn.Linear(inputs, inputs // 2)
        self.fc2 = nn.Linear(inputs // 2, classes)

    def forward(self, x):
        for i in range(1, self.depth + 1):
            x = torch.relu(getattr(self, f"bn{i}")(getattr(self, f"conv{i}")(x)))
            x = getattr(self, f"pool{i}")(x)
        x = self.global_avg_pool(x).flatten(1)
        x = self.dropout(torch.relu(self.fc1(x)))
        return self.fc2(x)


def write(path, tensors):
    header, offset = {}, 0
    names = {torch.float32: "F32", torch.float64: "F64", torch.int64: "I64"}
    for name, value in tensors.items():
        size = value.numel() * value.element_size()
        header[name] = {"dtype": names[value.dtype], "shape": list(value.shape), "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for value in tensors.values():
            file.write(value.detach().contiguous().numpy().tobytes())


def clips():
    index = torch.arange(2 * 3 * 16 * 32 * 32, dtype=torch.int64)
    return ((index * 7919 % 1009).to(dtype) / 504.5 - 1).reshape(2, 3, 16, 32, 32)


labels = torch.tensor([1, 4])
loss_of = nn.CrossEntropyLoss()
result = {}

torch.manual_seed(42)
model = Video3dCnn(5).to(dtype)
for name, value in model.state_dict().items():
    result[f"init.{name}"] = value.clone()
model.eval()
result["eval.logits"] = model(clips()).detach()
model.train()
logits = model(clips())
loss = loss_of(logits, labels)
loss.backward()
result["train.logits"], result["train.loss"] = logits, loss
for name, value in model.named_parameters():
    result[f"grad.{name}"] = value.grad.clone()

optimizers = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, weight_decay=1e-4),
    "adam": lambda p: torch.optim.Adam(p, lr=1e-3, weight_decay=1e-4),
    "adamw": lambda p: torch.optim.AdamW(p, lr=1e-3, weight_decay=1e-2),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=1e-3, momentum=0.9, weight_decay=1e-4),
}
for key, make in optimizers.items():
    torch.manual_seed(42)
    model = Video3dCnn(5).to(dtype).train()
    optimizer = make(model.parameters())
    for _ in range(10):
        optimizer.zero_grad()
        loss_of(model(clips()), labels).backward()
        optimizer.step()
    for name, value in model.state_dict().items():
        result[f"{key}.{name}"] = value.clone()

write(out, result)
