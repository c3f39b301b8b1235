"""Imported first by every reference script: Python's PyTorch with the BLAS kernels and the threads that Kinora uses."""
import json
import os
import sys

with open("/proc/cpuinfo") as cpuinfo:
    flags = next((line for line in cpuinfo if line.startswith("flags")), "").split()
if {"avx512f", "avx512bw", "avx512dq", "avx512cd"} <= set(flags):
    os.environ.setdefault("OPENBLAS_CORETYPE", "SkylakeX")

import torch  # noqa: E402  (the variable above counts only before libtorch is loaded)

torch.set_num_threads(int(sys.argv[1]))


def write(tensors):
    """Named tensors to standard output: a line of JSON, [[name, dtype, shape], ...], then their bytes in that order."""
    tensors = {name: tensor.detach().contiguous() for name, tensor in tensors.items()}
    header = [[name, str(tensor.dtype)[len("torch."):], list(tensor.shape)] for name, tensor in tensors.items()]
    sys.stdout.buffer.write(json.dumps(header).encode() + b"\n")
    for tensor in tensors.values():
        sys.stdout.buffer.write(tensor.numpy().tobytes())
