"""Any value of a weight file as one line of text, exact to the bit. PthValues.cs writes the same."""
import struct

import torch


def canonical(value):
    if value is None or isinstance(value, bool):
        return str(value)
    if isinstance(value, torch.Tensor):
        flat = value.detach().contiguous().reshape(-1)
        data = b"" if flat.numel() == 0 else bytes(flat.view(torch.uint8).tolist()) if flat.dtype != torch.bool else bytes(flat.to(torch.uint8).tolist())
        return f"tensor({name(value.dtype)},{list(value.shape)},{list(value.stride())},{data.hex()})".replace(" ", "")
    if isinstance(value, torch.Size):
        return f"size{list(value)}".replace(" ", "")
    if isinstance(value, torch.dtype):
        return f"dtype({name(value)})"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return "f:" + struct.pack(">d", value).hex()
    if isinstance(value, str):
        return "s:" + value.encode("utf-8").hex()
    if isinstance(value, bytes):
        return "b:" + value.hex()
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, tuple):
        return "(" + ",".join(map(canonical, value)) + ")"
    if isinstance(value, (set, frozenset)):
        return "set(" + ",".join(sorted(map(canonical, value))) + ")"
    if isinstance(value, dict):
        return "{" + ",".join(canonical(key) + "=" + canonical(item) for key, item in value.items()) + "}"
    raise TypeError(type(value))


def name(dtype):
    return str(dtype).replace("torch.", "")
