"""A torchvision network for pictures, two pictures at a time, recorded as recording.py says.

Usage: torchvision_image.py OUT.safetensors DTYPE THREADS NAME HEIGHT WIDTH CLASSES

NAME is torchvision's, or mobilenet_v2_same: mobilenet_v2 with TensorFlow's "SAME" padding before its convolutions of stride 2.
Of inception_v3 the logits of both heads are taken in training mode, those of the auxiliary head behind the others.
"""
import sys

import recording  # Before torchvision: it sets what torchvision is made from.
import torch
import torchvision

out, dtype, threads, name, height, width, classes = sys.argv[1:4] + sys.argv[4:]


def pad_same(convolution, inputs):
    padding = []
    for size, kernel, stride in reversed(list(zip(inputs[0].shape[2:], convolution.kernel_size, convolution.stride))):
        total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
        padding += [total // 2, total - total // 2]
    return (torch.nn.functional.pad(inputs[0], padding),)


def build():
    if name == "inception_v3":
        return torchvision.models.inception_v3(num_classes=int(classes), init_weights=True)
    model = getattr(torchvision.models, name.removesuffix("_same"))(num_classes=int(classes))
    if name.endswith("_same"):
        for module in model.modules():
            if isinstance(module, torch.nn.Conv2d) and module.stride == (2, 2):
                module.padding = (0, 0)
                module.register_forward_pre_hook(pad_same)
    return model


def logits_of(output):
    return torch.cat(list(output)) if isinstance(output, tuple) else output


recording.record(out, build, (2, 3, int(height), int(width)), dtype, int(threads), logits_of)
