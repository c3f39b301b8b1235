"""MixUp and CutMix of one batch as torchvision's reference trainings do them (RandomMixup, RandomCutmix), with a given draw.

Usage: mixing.py CLIPS_AND_LOGITS '[{"shape": [N, C, T, H, W], "labels": [...], "classes": 5, "smoothing": 0.1, "share": 0.7,
                                     "part": [TOP, LEFT, HEIGHT, WIDTH] or null}, ...]'

The file has for each batch the clips, then the logits (N, classes), as float32. Standard output has for each the mixed clips, the
targets and the loss, as float32.
"""
import json
import sys

import numpy
import torch

values = torch.from_numpy(numpy.fromfile(sys.argv[1], dtype=numpy.float32))


def take(*shape):
    global values
    count = int(numpy.prod(shape))
    taken, values = values[:count].reshape(shape), values[count:]
    return taken.clone()


for case in json.loads(sys.argv[2]):
    share = case["share"]
    clips, logits = take(*case["shape"]), take(case["shape"][0], case["classes"])
    targets = torch.nn.functional.one_hot(torch.tensor(case["labels"]), num_classes=case["classes"]).to(clips.dtype)

    rolled = clips.roll(1, 0)
    if case["part"] is None:
        rolled.mul_(1.0 - share)
        clips.mul_(share).add_(rolled)
    else:
        top, left, height, width = case["part"]
        clips[..., top:top + height, left:left + width] = rolled[..., top:top + height, left:left + width]
    targets_rolled = targets.roll(1, 0)
    targets_rolled.mul_(1.0 - share)
    targets.mul_(share).add_(targets_rolled)
    loss = torch.nn.CrossEntropyLoss(label_smoothing=case["smoothing"])(logits, targets)
    for tensor in (clips, targets, loss):
        sys.stdout.buffer.write(tensor.contiguous().numpy().tobytes())
