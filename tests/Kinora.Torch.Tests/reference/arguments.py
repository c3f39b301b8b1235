"""Prints what libtorch's own parser makes of the schemas in a file: for each line [name, [[argument, written, default], ...]] as JSON."""
import json
import sys

import torch

lines = [line.strip() for line in open(sys.argv[1]) if line.strip() and not line.startswith("#")]


def default(argument):
    return argument.default_value if argument.has_default_value() else None


def written(argument):
    return argument.alias_info is not None and argument.alias_info.is_write


schemas = [torch._C.parse_schema(line) for line in lines]
print(json.dumps([[schema.name, [[a.name, written(a), default(a)] for a in schema.arguments]] for schema in schemas]))
