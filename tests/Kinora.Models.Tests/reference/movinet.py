"""MoViNet (https://arxiv.org/abs/2103.11511) A0, A1 and A2, base and stream, in plain PyTorch: every convolution as the paper
states it, none rearranged for speed.

Usage: movinet.py OUT.safetensors DTYPE THREADS MODEL CLASSES TRAIN N T H W

Parameters are named as in the public PyTorch weights. As they start, blocks have a share of 0 (alpha), which would hide all that
is in them, and batch norms add nothing, which makes means zero but for rounding: here the share of block i is 0.5 + i / 64, and
batch norms add 0.25. What the last batch norms of a block add goes only to batch norms, which take it away again: the gradients
of those biases are zero but for rounding, which no two programs share, so they get none.
"""
import sys

from recording import record, torch
from torch import nn
from torch.nn import functional as F

out, dtype, threads, name, classes, train, *shape = sys.argv[1:]
stream = name.endswith("_stream")

# Of each network the stem, the head, and five groups: channels, stride, and each block as "channels inside, kernel".
NETWORKS = {
    "movinet_a0": (8, 480, [
        (8, 2, "24 155"),
        (32, 2, "80 333, 80 333, 80 333"),
        (56, 2, "184 533, 112 333, 184 333"),
        (56, 1, "184 533, 184 333, 184 333, 184 333"),
        (104, 2, "384 533, 280 155, 280 155, 344 155"),
    ]),
    "movinet_a1": (16, 600, [
        (16, 2, "40 155, 40 333"),
        (40, 2, "96 333, 120 333, 96 333, 96 333"),
        (64, 2, "216 533, 128 333, 216 333, 168 333, 216 333"),
        (64, 1, "216 533, 216 333, 216 333, 128 333, 128 155, 216 333"),
        (136, 2, "456 533, 360 155, 360 155, 360 155, 456 155, 456 333, 544 133"),
    ]),
    "movinet_a2": (16, 640, [
        (16, 2, "40 155, 40 333, 64 333"),
        (40, 2, "96 333, 120 333, 96 333, 96 333, 120 333"),
        (72, 2, "240 533, 160 333, 240 333, 192 333, 240 333"),
        (72, 1, "240 533, 240 333, 240 333, 240 333, 144 155, 240 333"),
        (144, 2, "480 533, 384 155, 384 155, 480 155, 480 155, 480 333, 576 133"),
    ]),
}


def same(x, kernel, stride):
    """TensorFlow's padding of height and width: as much as gives ceil(size / stride), the odd one behind."""
    pads = []
    for axis, k in ((4, kernel[2]), (3, kernel[1])):
        size = x.shape[axis]
        whole = max((-(-size // stride) - 1) * stride + k - size, 0)
        pads += [whole // 2, whole - whole // 2]
    return F.pad(x, pads)


class Conv3d(nn.Conv3d):
    """PyTorch's own way; the one that recording.py puts in its place takes no groups."""

    def forward(self, x):
        return F.conv3d(x, self.weight, self.bias, self.stride, self.padding, self.dilation, self.groups)


class Step(nn.Module):
    """A convolution of one kind, batch norm, activation."""

    def __init__(self, conv, channels, norm, activation):
        super().__init__()
        self.flat = isinstance(conv, nn.Conv2d)
        self.add_module("conv2d" if self.flat else "conv3d", conv)
        self.norm = (nn.BatchNorm2d if self.flat else nn.BatchNorm3d)(channels, eps=1e-3) if norm else nn.Identity()
        self.activation = activation

    def forward(self, x):
        x = self.norm((self.conv2d if self.flat else self.conv3d)(x))
        if self.activation:
            x = F.hardswish(x) if self.flat else F.silu(x)
        return x


class Conv(nn.Module):
    """Base: one convolution over time and space. Stream: one over space, then one over the frames so far."""

    def __init__(self, inputs, outputs, kernel=(1, 1, 1), stride=1, groups=1, norm=True, activation=True):
        super().__init__()
        self.kernel, self.stride = kernel, stride
        rest = {"groups": groups, "bias": not norm}
        if stream:
            self.conv_1 = Step(nn.Conv2d(inputs, outputs, kernel[1:], stride, **rest), outputs, norm, activation)
            if kernel[0] > 1:
                self.conv_2 = Step(nn.Conv2d(outputs, outputs, (kernel[0], 1), **rest), outputs, norm, activation)
        else:
            conv = Conv3d(inputs, outputs, kernel, (1, stride, stride), (kernel[0] // 2, 0, 0), **rest)
            self.conv_1 = Step(conv, outputs, norm, activation)

    def forward(self, x):
        x = same(x, self.kernel, self.stride)
        if not stream:
            return self.conv_1(x)
        n, _, t = x.shape[:3]
        x = self.conv_1(x.transpose(1, 2).flatten(0, 1)).unflatten(0, (n, t)).transpose(1, 2)
        if self.kernel[0] > 1:
            h, w = x.shape[3:]
            x = F.pad(x, (0, 0, 0, 0, self.kernel[0] - 1, 0))
            x = self.conv_2(x.flatten(3)).unflatten(3, (h, w))
        return x


def mean_so_far(x):
    """Over height, width and the frames up to each: (N, C, T, 1, 1)."""
    x = x.mean((3, 4), keepdim=True)
    count = torch.arange(1, x.shape[2] + 1).view(1, 1, -1, 1, 1)
    return x.cumsum(2) / count


class SqueezeExcitation(nn.Module):
    def __init__(self, channels):
        super().__init__()
        seen = 2 * channels if stream else channels
        width = channels // 4 * (2 if stream else 1)
        squeezed = max(8, (width + 4) // 8 * 8)
        squeezed += 8 if squeezed < 0.9 * width else 0
        self.fc1 = Conv(seen, squeezed, norm=False, activation=False)
        self.fc2 = Conv(squeezed, channels, norm=False, activation=False)

    def forward(self, x):
        if stream:
            scale = torch.cat([mean_so_far(x), x.mean((3, 4), keepdim=True)], 1)
            scale = self.fc2(F.hardswish(self.fc1(scale)))
            return x * torch.clamp(0.2 * scale + 0.5, 0, 1)
        scale = self.fc2(F.silu(self.fc1(x.mean((2, 3, 4), keepdim=True))))
        return x * torch.sigmoid(scale)


class MeanOfNine(nn.Module):
    """Averages 3x3 windows at every second pixel; what lies outside the picture does not count."""

    def forward(self, x):
        ones = torch.ones_like(x[:1, :1])
        total, inside = (9 * F.avg_pool3d(same(v, (1, 3, 3), 2), (1, 3, 3), (1, 2, 2)) for v in (x, ones))
        return total / inside


class Block(nn.Module):
    def __init__(self, inputs, outputs, inside, kernel, stride):
        super().__init__()
        self.alpha = nn.Parameter(torch.tensor(0.0))
        self.expand = Conv(inputs, inside)
        self.deep = Conv(inside, inside, kernel, stride, groups=inside)
        self.se = SqueezeExcitation(inside)
        self.project = Conv(inside, outputs, activation=False)
        self.res = nn.Identity()
        if stride > 1 or inputs != outputs:
            pool = [MeanOfNine()] if stride > 1 else []
            self.res = nn.Sequential(*pool, Conv(inputs, outputs, activation=False))

    def forward(self, x):
        return self.res(x) + self.alpha * self.project(self.se(self.deep(self.expand(x))))


class MoViNet(nn.Module):
    def __init__(self, stem, head, groups):
        super().__init__()
        self.conv1 = Conv(3, stem, (1, 3, 3), 2)
        self.blocks = nn.Sequential()
        inputs = stem
        for i, (outputs, stride, blocks) in enumerate(groups):
            for j, block in enumerate(blocks.split(", ")):
                inside, kernel = block.split()
                added = Block(inputs, outputs, int(inside), tuple(map(int, kernel)), stride if j == 0 else 1)
                self.blocks.add_module(f"b{i}_l{j}", added)
                inputs = outputs
        self.conv7 = Conv(inputs, head)
        self.classifier = nn.Sequential(
            Conv(head, 2048, norm=False, activation=False),
            nn.SiLU(),
            nn.Dropout(0.2),
            Conv(2048, int(classes), norm=False, activation=False),
        )
        for module in self.modules():
            if isinstance(module, nn.Conv3d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out")
                if module.bias is not None:
                    nn.init.zeros_(module.bias)
        for i, block in enumerate(self.blocks):
            nn.init.constant_(block.alpha, 0.5 + i / 64)
        for key, value in self.named_parameters():
            if key.endswith("norm.bias"):
                nn.init.constant_(value, 0.25)
            value.requires_grad = not key.endswith(("project.conv_1.norm.bias", "res.1.conv_1.norm.bias"))

    def forward(self, x):
        x = self.conv7(self.blocks(self.conv1(x)))
        x = mean_so_far(x)[:, :, -1:] if stream else x.mean((2, 3, 4), keepdim=True)
        return self.classifier(x).flatten(1)


# Bits are not compared, and sums as small as these are done before a second thread has begun: one thread.
record(out, lambda: MoViNet(*NETWORKS[name.removesuffix("_stream")]), list(map(int, shape)), dtype, 1, train=train == "train")
