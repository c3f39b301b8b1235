"""What torchvision says of its weights: address and preprocessing, as JSON by the address.

Usage: torchvision_weights.py OUT.json
"""
import importlib
import json
import sys

found = {}
for module in ("video.resnet", "video.s3d", "resnet", "vgg", "inception", "mobilenetv2", "squeezenet"):
    for name, kind in vars(importlib.import_module(f"torchvision.models.{module}")).items():
        if name.endswith("_Weights"):
            for weights in kind:
                preset = weights.transforms()
                found[weights.url] = {
                    "crop": list(preset.crop_size),
                    "resize": list(preset.resize_size),
                    "mean": list(preset.mean),
                    "std": list(preset.std),
                    "interpolation": preset.interpolation.value,
                    "classes": len(weights.meta["categories"] or []),
                }
json.dump(found, open(sys.argv[1], "w"))
