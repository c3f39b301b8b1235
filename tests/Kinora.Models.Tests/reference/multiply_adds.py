"""Prints [layer, output shape, parameters, multiply-adds] of every convolution, linear and recurrent layer of two networks of PyTorch's, as JSON.

The multiply-adds are counted by hooks from what goes in and out, by the definition of each layer.
"""
import json
import math

import torch
from torch import nn


def clips():
    """The clip network of LayerTableTests.cs."""
    return nn.Sequential(
        nn.Conv3d(3, 8, (3, 5, 5), stride=(1, 2, 2), padding=(1, 2, 2), bias=False),
        nn.BatchNorm3d(8),
        nn.ReLU(),
        nn.Conv3d(8, 8, 3, padding=1, groups=8),
        nn.Conv3d(8, 12, 1, groups=4),
        nn.MaxPool3d(2),
        nn.Conv3d(12, 6, 3, dilation=(1, 2, 2)),
        nn.AdaptiveAvgPool3d(1),
        nn.Flatten(),
        nn.Linear(6, 5),
    )


class Frames(nn.Module):
    """The network over frames of LayerTableTests.cs."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, stride=2)
        self.lstm = nn.LSTM(4, 5, num_layers=2, bidirectional=True, batch_first=True)
        self.gru = nn.GRU(10, 3, batch_first=True)
        self.head = nn.Linear(3, 7, bias=False)

    def forward(self, x):
        n, c, t, h, w = x.shape
        x = x.permute(0, 2, 1, 3, 4).reshape(n * t, c, h, w)
        x = self.conv(x).mean((2, 3)).reshape(n, t, -1)
        return self.head(self.gru(self.lstm(x)[0])[0])


def cost(module, inputs, output):
    if isinstance(module, nn.Linear):
        return output.numel() * module.in_features
    if isinstance(module, (nn.LSTM, nn.GRU)):
        gates = 4 if isinstance(module, nn.LSTM) else 3
        n, t, features = inputs.shape
        directions = 2 if module.bidirectional else 1
        total = 0
        for layer in range(module.num_layers):
            arriving = features if layer == 0 else module.hidden_size * directions
            total += n * t * directions * gates * module.hidden_size * (arriving + module.hidden_size)
        return total
    return output.numel() * module.in_channels // module.groups * math.prod(module.kernel_size)


def table(network, shape):
    rows = []

    def note(name):
        def hook(module, inputs, output):
            output = output[0] if isinstance(output, tuple) else output
            parameters = sum(p.numel() for p in module.parameters())
            rows.append([name, list(output.shape), parameters, cost(module, inputs[0], output)])

        return hook

    for name, module in network.named_modules():
        if isinstance(module, (nn.Conv2d, nn.Conv3d, nn.Linear, nn.LSTM, nn.GRU)):
            module.register_forward_hook(note(name))
    with torch.no_grad():
        network.eval()(torch.zeros(shape))
    return rows


print(json.dumps([table(clips(), (1, 3, 6, 20, 20)), table(Frames(), (1, 3, 4, 9, 9))]))
