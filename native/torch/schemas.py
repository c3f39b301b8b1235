#!/usr/bin/python3
"""Prints the operators of Debian's libtorch in the form of src/Kinora.Torch/operators.txt: schemas.py [NAME ...]

Copy the line you need into that list; the next build has its C# method. Each NAME is without overload ("conv3d").
"""
import sys

import torch

names = {"aten::" + name for name in sys.argv[1:]}
for schema in sorted(str(s) for s in torch._C._jit_get_all_schemas() if not names or s.name in names):
    print(schema)
