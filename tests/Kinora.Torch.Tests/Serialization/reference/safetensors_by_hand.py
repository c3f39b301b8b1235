"""The safetensors format in a few lines, independent of any library, in both directions.

As a program: FILE prints the file's metadata and tensors as canonical text.
"""
import json
import struct
import sys

import torch

from canonical import canonical

NAMES = {
    torch.uint8: "U8", torch.int8: "I8", torch.int16: "I16", torch.int32: "I32", torch.int64: "I64", torch.bool: "BOOL",
    torch.float16: "F16", torch.bfloat16: "BF16", torch.float32: "F32", torch.float64: "F64",
}
TYPES = {name: dtype for dtype, name in NAMES.items()}


def raw(tensor):
    flat = tensor.detach().contiguous().reshape(-1)
    if flat.dtype == torch.bool:
        flat = flat.to(torch.uint8)
    return b"" if flat.numel() == 0 else flat.view(torch.uint8).numpy().tobytes()


def save(path, tensors, metadata=None):
    header, data = {}, []
    if metadata:
        header["__metadata__"] = metadata
    end = 0
    for name, tensor in tensors.items():
        data.append(raw(tensor))
        header[name] = {"dtype": NAMES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [end, end + len(data[-1])]}
        end += len(data[-1])
    text = json.dumps(header).encode()
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text + b"".join(data))


def load(path):
    with open(path, "rb") as source:
        content = source.read()
    length, = struct.unpack("<Q", content[:8])
    header = json.loads(content[8:8 + length])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        begin, end = (8 + length + offset for offset in entry["data_offsets"])
        data = torch.tensor(list(content[begin:end]), dtype=torch.uint8)
        dtype = TYPES[entry["dtype"]]
        flat = data.to(dtype) if dtype in (torch.uint8, torch.bool) else data.view(dtype)
        tensors[name] = flat.reshape(entry["shape"])
    return metadata, tensors


if __name__ == "__main__":
    print(canonical(list(load(sys.argv[1]))), end="")
