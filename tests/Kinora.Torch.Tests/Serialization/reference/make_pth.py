"""Writes files with torch.save into a folder, for PthFileTests.cs. Beside each good NAME.pth lies NAME.txt with its value."""
import collections
import io
import os
import pickle
import sys
import tarfile
import types
import zipfile

import torch

from canonical import canonical

folder = sys.argv[1]
torch.manual_seed(0)


def path(name):
    return os.path.join(folder, name)


def save(name, value, good=True, **options):
    for form in ("zip", "legacy"):
        torch.save(value, path(f"{name}.{form}.pth"), _use_new_zipfile_serialization=form == "zip", **options)
        if good:
            with open(path(f"{name}.{form}.txt"), "w") as out:
                out.write(canonical(value))


shared = torch.arange(24, dtype=torch.float32)
state = collections.OrderedDict()
for dtype in (torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64, torch.float16, torch.bfloat16, torch.float32, torch.float64):
    state[str(dtype)] = (torch.randn(3, 4) * 10).to(dtype)
state["bool"] = torch.tensor([True, False, True])
state["scalar"] = torch.tensor(2.5)
state["empty"] = torch.empty(0, 3)
state["whole"] = shared
state["slice"] = shared[5:11]
state["transposed"] = shared.view(4, 6).t()
state["every other"] = shared[1::2]
state["expanded"] = torch.tensor([[7.0]]).expand(3, 5)
state["parameter"] = torch.nn.Parameter(torch.randn(2, 2))
state["frozen parameter"] = torch.nn.Parameter(torch.randn(2), requires_grad=False)
save("tensors", state)

model = torch.nn.Sequential(collections.OrderedDict(conv=torch.nn.Conv3d(2, 3, 2), norm=torch.nn.BatchNorm3d(3), fc=torch.nn.Linear(3, 2)))
save("plain", model.state_dict())
save("nested", {"epoch": 3, "state_dict": model.state_dict(), "best": 0.75})
save("twice_nested", {"model": {"state_dict": dict(model.state_dict())}, "optimizer": {"state": {}, "param_groups": [{"lr": 0.1}]}})
save("no_state", {"epoch": 3, "history": [1.0, 0.5]})
save("one_tensor", torch.randn(5))

values = {
    "none": None, "truth": [True, False],
    "whole": [0, 1, -1, 255, 256, 65535, 65536, -129, 2**31 - 1, -2**31, 2**31, 2**63 - 1, -2**63, 2**63, -2**200, 2**2000],
    "real": [0.0, -0.0, 1.5, 0.1, 1e300, 5e-324, float("inf"), float("-inf"), float("nan")],
    "text": ["", "plain", "ümläut 動画 \U0001f3c3", "line\nfeed\\back \\u0041", "x" * 300],
    "bytes": [b"", b"abc", bytes(range(256)) * 2],
    "containers": ([], (), {}, set(), [1, [2, [3]]], (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), {1, 2, 3}, frozenset([4, 5])),
    "keys": {1: "one", "two": 2, 2.5: "real", True and False: "false"},
    "ordered": collections.OrderedDict([("b", 1), ("a", 2)]),
    "torch": [torch.Size([]), torch.Size([1, 2, 3]), torch.float32, torch.bfloat16, torch.bool, torch.int64],
    "many": list(range(2000)),
    "tensor": torch.arange(3),
}
values["again"] = values["containers"]
for protocol in range(6):
    # Protocol 0 writes a storage's name as plain text, which PyTorch itself cannot read again.
    kept = {key: value for key, value in values.items() if protocol > 0 or key != "tensor"}
    save(f"values{protocol}", kept, pickle_protocol=protocol)

# What is refused.
save("sparse", torch.eye(3).to_sparse(), good=False)
save("complex", torch.zeros(2, dtype=torch.complex64), good=False)
save("quantised", torch.quantize_per_tensor(torch.randn(4), 0.1, 0, torch.quint8), good=False)
save("whole_module", model, good=False)
save("numpy", {"best": __import__("numpy").float64(0.5)}, good=False)
save("tuple_key", {(1, 2): 3}, good=False)


class System:
    def __reduce__(self):
        return os.system, ("touch " + path("owned"),)


for protocol in range(6):
    save(f"system{protocol}", {"weights": torch.zeros(2) if protocol > 0 else None, "payload": System()}, good=False, pickle_protocol=protocol)
with open(path("raw_system.pth"), "wb") as out:
    pickle.dump(System(), out)
with open(path("inst.pth"), "wb") as out:
    out.write(pickle.dumps(0x1950A86A20F9469CFC6C, 2) + pickle.dumps(1001, 2) + pickle.dumps({"little_endian": True}, 2))
    out.write(b"(S'touch " + path("owned").encode() + b"'\nios\nsystem\n.")
torch.jit.save(torch.jit.script(torch.nn.Linear(2, 2)), path("script.pth"))
with open(path("raw.pth"), "wb") as out:
    pickle.dump({"a": 1}, out)

big_endian = types.SimpleNamespace(byteorder="big", version_info=sys.version_info, maxsize=sys.maxsize)
real, torch.serialization.sys = torch.serialization.sys, big_endian
torch.save(state, path("big_endian.legacy.pth"), _use_new_zipfile_serialization=False)
torch.serialization.sys = real
with zipfile.ZipFile(path("plain.zip.pth")) as source, zipfile.ZipFile(path("big_endian.zip.pth"), "w") as target:
    for record in source.infolist():
        target.writestr(record.filename, source.read(record))
    target.writestr("plain/byteorder", "big")
# PyTorch 2 adds records of its own.
with zipfile.ZipFile(path("plain.zip.pth")) as source, zipfile.ZipFile(path("newer.pth"), "w") as target:
    for record in source.infolist():
        target.writestr(record.filename, source.read(record))
    for name, content in (".format_version", "1"), (".storage_alignment", "64"), ("byteorder", "little"), (".data/serialization_id", "0"):
        target.writestr(f"plain/{name}", content)
with zipfile.ZipFile(path("plain.zip.pth")) as source, zipfile.ZipFile(path("compressed.pth"), "w", zipfile.ZIP_DEFLATED) as target:
    for record in source.infolist():
        target.writestr(record.filename, source.read(record) + b" " * 100)
with tarfile.open(path("tar.pth"), "w") as archive:
    record = tarfile.TarInfo("storages")
    record.size = 3
    archive.addfile(record, io.BytesIO(b"abc"))
