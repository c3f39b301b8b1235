"""What the reference scripts share: the setting in which PyTorch gives the bits Kinora gives, and the record of a network.

A record is a safetensors file:
  init.NAME      SHA-256 of the freshly drawn parameter or buffer, in the file's metadata
  eval.logits    in evaluation mode
  train.logits   in training mode, the generator seeded with 1 before
  train.loss     their cross entropy; the classes of the samples are 0, 1, ... in turn
  grad.NAME      its gradient for every parameter; SHA-256 in the metadata where it has more than eight million elements
  after.NAME     buffers after the step in training mode
"""
import hashlib
import json
import os
import struct
import sys

# As Kinora chooses for itself: the kernels of this processor, where OpenBLAS does not know it.
if " avx512f " in open("/proc/cpuinfo").read():
    os.environ.setdefault("OPENBLAS_CORETYPE", "SkylakeX")

import torch  # noqa: E402
from torch import nn  # noqa: E402

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Kinora.Torch.Tests/reference"))
from fast_conv3d import Conv3d  # noqa: E402

# Before torchvision is imported, whose classes are made from it.
nn.Conv3d = Conv3d

LARGE = 8_000_000


def ramp(shape, dtype):
    """Numbers in [-1, 1) by arithmetic, the same in both programs."""
    count = 1
    for size in shape:
        count *= size
    index = torch.arange(count, dtype=torch.int64)
    return ((index * 7919 % 1009).to(torch.float64) / 504.5 - 1).to(dtype).reshape(shape)


def digest(value):
    return hashlib.sha256(value.detach().contiguous().numpy().tobytes()).hexdigest()


def write(path, tensors, metadata):
    names = {torch.float32: "F32", torch.float64: "F64", torch.int64: "I64"}
    header, offset = {"__metadata__": metadata}, 0
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


def record(path, build, shape, dtype, threads, logits_of=lambda output: output, train=True):
    """build() makes the network; shape is the input's; logits_of picks the logits where a network gives more.

    With bfloat16 as dtype the network is float32 and computes with bfloat16 where autocast does; logits and loss are then float32.
    """
    autocast = torch.autocast("cpu", torch.bfloat16, enabled=dtype == "bfloat16")
    dtype = torch.float32 if dtype == "bfloat16" else getattr(torch, dtype)
    torch.set_num_threads(threads)
    torch.manual_seed(42)
    model = build()
    tensors, metadata = {}, {f"init.{name}": digest(value) for name, value in model.state_dict().items()}
    model.to(dtype)
    x = ramp(shape, dtype)
    model.eval()
    # With gradients: without them PyTorch's transformer layer takes a fused way that adds up in another order.
    with autocast:
        tensors["eval.logits"] = logits_of(model(x)).to(dtype)
    if train:
        model.train()
        torch.manual_seed(1)
        with autocast:
            logits = logits_of(model(x))
            loss = nn.functional.cross_entropy(logits, torch.arange(len(logits)) % logits.shape[1])
        loss.backward()
        tensors["train.logits"], tensors["train.loss"] = logits.to(dtype), loss.to(dtype)
        for name, value in model.named_parameters():
            if value.grad is None:
                continue
            if value.numel() > LARGE:
                metadata[f"grad.{name}"] = digest(value.grad)
            else:
                tensors[f"grad.{name}"] = value.grad
        for name, value in model.named_buffers():
            tensors[f"after.{name}"] = value
    write(path, tensors, metadata)
