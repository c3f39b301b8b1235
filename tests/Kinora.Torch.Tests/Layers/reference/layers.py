"""What PyTorch's layers, losses and initialisers give, for the tests beside this folder, all in one run. Of each case, under its name:
  initial/NAME            weights after torch.manual_seed(1) and the constructor
  TYPE/in/NAME            inputs, for TYPE float32 and float64
  TYPE/weight/N           what output N is multiplied with before everything is summed to the loss
  TYPE/train/N            outputs of the second run in training mode, after torch.manual_seed(2)
  TYPE/gradient/NAME      gradients of that loss: of inputs (in.NAME) and parameters
  TYPE/state/NAME         buffers afterwards
  TYPE/eval/N             outputs in evaluation mode
Also initialiser/NAME, and what a nested module names its parts: block/state/NAME, block/parameters/NAME, block/buffers/NAME.
"""
import os
import sys
from collections import OrderedDict

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../reference"))
import same_settings  # noqa: E402
import fast_conv3d  # noqa: E402
import torch  # noqa: E402
from torch import nn  # noqa: E402
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence  # noqa: E402

cases, initialisers = {}, {}


def layer(name, make, *shape):
    cases[name] = make, {"x": torch.randn(shape, dtype=torch.float64)}, lambda module, x: [module(x)]


def recurrent(name, make, shape, lengths=None, initial=None):
    inputs = {"x": torch.randn(shape, dtype=torch.float64)}
    batch_first = make().batch_first
    count, steps = shape[:2] if batch_first else (shape[1], shape[0])
    if lengths is not None:
        inputs["mask"] = torch.arange(steps)[None, :] < torch.tensor(lengths)[:, None]
    if initial is not None:
        inputs["h0"] = torch.randn((initial[0], count, initial[1]), dtype=torch.float64)
        if isinstance(make(), nn.LSTM):
            inputs["c0"] = torch.randn((initial[0], count, initial[1]), dtype=torch.float64)

    def run(module, x, mask=None, h0=None, c0=None):
        state = h0 if c0 is None else (h0, c0)
        if mask is None:
            output, final = module(x, state)
        else:
            packed, final = module(pack_padded_sequence(x, mask.sum(1), batch_first, enforce_sorted=False), state)
            output, _ = pad_packed_sequence(packed, batch_first, total_length=steps)
        return [output, *final] if isinstance(final, tuple) else [output, final]

    cases[name] = make, inputs, run


def with_holes(name, make, mask):
    """Masked steps anywhere: each sequence alone, without them."""
    mask = torch.tensor(mask, dtype=torch.bool)

    def run(module, x, mask):
        output = torch.zeros(*x.shape[:2], module.hidden_size * (1 + module.bidirectional), dtype=x.dtype)
        finals = []
        for n in range(len(x)):
            one, final = module(x[n:n + 1, mask[n]])
            output[n, mask[n]] = one[0]
            finals.append(final if isinstance(final, tuple) else (final,))
        return [output, *(torch.cat(parts, 1) for parts in zip(*finals))]

    cases[name] = make, {"x": torch.randn(*mask.shape, 5, dtype=torch.float64), "mask": mask}, run


def loss(name, make, target, *shape):
    cases[name] = make, {"x": torch.randn(shape, dtype=torch.float64), "target": target}, lambda module, x, target: [module(x, target)]


torch.manual_seed(0)
layer("Conv1d", lambda: nn.Conv1d(4, 6, 3), 2, 4, 9)
layer("Conv1d with everything", lambda: nn.Conv1d(4, 6, 3, stride=2, padding=1, dilation=2, groups=2, bias=False), 2, 4, 11)
layer("Conv2d", lambda: nn.Conv2d(3, 8, 3, padding=1), 2, 3, 9, 8)
layer("Conv2d with everything", lambda: nn.Conv2d(4, 6, (3, 2), stride=(2, 1), padding=(1, 0), dilation=(1, 2), groups=2, bias=False), 2, 4, 9, 8)
layer("Conv2d by channel", lambda: nn.Conv2d(6, 6, 3, padding=1, groups=6), 2, 6, 8, 8)
layer("Conv3d", lambda: fast_conv3d.Conv3d(3, 8, 3, padding=1), 2, 3, 4, 8, 9)
layer("Conv3d in strides", lambda: fast_conv3d.Conv3d(12, 10, (3, 5, 1), stride=(2, 1, 3), padding=(1, 2, 0), bias=False), 2, 12, 6, 8, 9)
layer("Conv3d with everything", lambda: fast_conv3d.Conv3d(4, 6, (1, 3, 2), stride=(1, 2, 1), padding=(0, 1, 1), dilation=(1, 1, 2), groups=2, bias=False), 2, 4, 3, 8, 9)
layer("Conv3d by channel", lambda: fast_conv3d.Conv3d(4, 4, (3, 3, 3), padding=1, groups=4), 2, 4, 4, 6, 6)
layer("Linear", lambda: nn.Linear(7, 5), 3, 7)
layer("Linear without bias, of steps", lambda: nn.Linear(7, 5, bias=False), 3, 4, 7)
layer("BatchNorm1d of features", lambda: nn.BatchNorm1d(5), 6, 5)
layer("BatchNorm1d of steps", lambda: nn.BatchNorm1d(5), 3, 5, 7)
layer("BatchNorm2d", lambda: nn.BatchNorm2d(5, eps=1e-3, momentum=0.01), 3, 5, 4, 6)
layer("BatchNorm3d", lambda: nn.BatchNorm3d(5), 2, 5, 3, 4, 6)
layer("BatchNorm3d of plain means", lambda: nn.BatchNorm3d(5, momentum=None), 2, 5, 3, 4, 6)
layer("BatchNorm3d without weights", lambda: nn.BatchNorm3d(5, affine=False), 2, 5, 3, 4, 6)
layer("BatchNorm3d without statistics", lambda: nn.BatchNorm3d(5, track_running_stats=False), 2, 5, 3, 4, 6)
layer("LayerNorm", lambda: nn.LayerNorm(7), 3, 4, 7)
layer("LayerNorm of two dimensions", lambda: nn.LayerNorm([4, 7], eps=1e-3), 3, 4, 7)
layer("LayerNorm without weights", lambda: nn.LayerNorm(7, elementwise_affine=False), 3, 4, 7)
layer("Dropout", lambda: nn.Dropout(), 2, 3, 4, 5, 6)
layer("Dropout of little", lambda: nn.Dropout(0.1), 50, 4)
layer("Dropout of all", lambda: nn.Dropout(1.0), 5, 4)
layer("Dropout1d", lambda: nn.Dropout1d(0.4), 5, 6, 7)
layer("Dropout1d of one", lambda: nn.Dropout1d(0.4), 9, 7)
layer("Dropout3d", lambda: nn.Dropout3d(0.4), 4, 6, 2, 3, 3)
layer("Dropout3d of one", lambda: nn.Dropout3d(0.4), 9, 2, 3, 3)
layer("MaxPool2d", lambda: nn.MaxPool2d(2), 2, 3, 8, 9)
layer("MaxPool2d with everything", lambda: nn.MaxPool2d((3, 2), stride=(2, 1), padding=(1, 0), dilation=(1, 2), ceil_mode=True), 2, 3, 8, 9)
layer("MaxPool3d", lambda: nn.MaxPool3d((1, 2, 2)), 2, 3, 4, 8, 9)
layer("MaxPool3d with everything", lambda: nn.MaxPool3d((3, 3, 2), stride=(2, 2, 1), padding=(1, 1, 0), dilation=(1, 1, 2), ceil_mode=True), 2, 3, 6, 8, 9)
layer("AvgPool2d", lambda: nn.AvgPool2d(2), 2, 3, 8, 9)
layer("AvgPool2d with everything", lambda: nn.AvgPool2d((3, 2), stride=(2, 1), padding=(1, 0), ceil_mode=True, count_include_pad=False), 2, 3, 8, 9)
layer("AvgPool3d", lambda: nn.AvgPool3d(2), 2, 3, 4, 8, 9)
layer("AvgPool3d with everything", lambda: nn.AvgPool3d((3, 3, 2), stride=(2, 2, 1), padding=(1, 1, 0), ceil_mode=True, count_include_pad=False), 2, 3, 6, 8, 9)
layer("AdaptiveAvgPool2d", lambda: nn.AdaptiveAvgPool2d((3, 2)), 2, 3, 8, 9)
layer("AdaptiveAvgPool3d", lambda: nn.AdaptiveAvgPool3d((2, 3, 2)), 2, 3, 5, 8, 9)
layer("AdaptiveAvgPool3d to one", lambda: nn.AdaptiveAvgPool3d(1), 2, 3, 5, 8, 9)
layer("AdaptiveMaxPool2d", lambda: nn.AdaptiveMaxPool2d((3, 2)), 2, 3, 8, 9)
layer("AdaptiveMaxPool3d", lambda: nn.AdaptiveMaxPool3d((2, 3, 2)), 2, 3, 5, 8, 9)
layer("Flatten", lambda: nn.Flatten(), 2, 3, 4, 5)
layer("Flatten of the middle", lambda: nn.Flatten(1, 2), 2, 3, 4, 5)
layer("Identity", lambda: nn.Identity(), 2, 3)
for name, make in {
    "ReLU": nn.ReLU, "ReLU6": nn.ReLU6, "LeakyReLU": nn.LeakyReLU, "LeakyReLU of 0.2": lambda: nn.LeakyReLU(0.2), "GELU": nn.GELU,
    "GELU by tanh": lambda: nn.GELU("tanh"), "Sigmoid": nn.Sigmoid, "Tanh": nn.Tanh, "SiLU": nn.SiLU, "Hardswish": nn.Hardswish,
    "Softmax": lambda: nn.Softmax(-1), "Softmax of channels": lambda: nn.Softmax(1),
}.items():
    layer(name, make, 3, 50, 7)
layer("Sequential", lambda: nn.Sequential(
    fast_conv3d.Conv3d(3, 8, 3, padding=1), nn.BatchNorm3d(8), nn.ReLU(inplace=True), nn.MaxPool3d((1, 2, 2)),
    nn.Sequential(OrderedDict(narrow=fast_conv3d.Conv3d(8, 4, 1), act=nn.SiLU())),
    nn.AdaptiveAvgPool3d(1), nn.Flatten(), nn.Dropout(0.5), nn.Linear(4, 5)), 3, 3, 4, 8, 8)

for kind in (nn.LSTM, nn.GRU):
    name = kind.__name__
    recurrent(name, lambda kind=kind: kind(5, 6, batch_first=True), (3, 7, 5))
    recurrent(f"{name} of steps first", lambda kind=kind: kind(5, 6), (7, 3, 5))
    recurrent(f"{name} without bias", lambda kind=kind: kind(5, 6, bias=False, batch_first=True), (3, 7, 5))
    recurrent(f"{name} with everything", lambda kind=kind: kind(5, 6, 3, batch_first=True, dropout=0.3, bidirectional=True), (4, 7, 5), initial=(6, 6))
    recurrent(f"{name} masked", lambda kind=kind: kind(5, 6, batch_first=True), (4, 7, 5), lengths=[3, 7, 1, 5])
    recurrent(f"{name} masked, all short", lambda kind=kind: kind(5, 6, batch_first=True), (3, 7, 5), lengths=[3, 3, 4])
    recurrent(f"{name} masked, of steps first", lambda kind=kind: kind(5, 6, bidirectional=True), (7, 4, 5), lengths=[3, 6, 1, 5])
    recurrent(f"{name} masked, with everything", lambda kind=kind: kind(5, 6, 2, batch_first=True, dropout=0.3, bidirectional=True), (4, 7, 5), lengths=[3, 7, 2, 7], initial=(4, 6))
    with_holes(f"{name} with holes", lambda kind=kind: kind(5, 6, 2, batch_first=True, bidirectional=True),
               [[1, 1, 0, 1, 0, 1], [0, 0, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1], [0, 0, 0, 1, 0, 0]])

target = torch.tensor([0, 3, 2, 2, 1])
weight = torch.tensor([0.5, 2.0, 1.0, 0.25])
loss("CrossEntropyLoss", lambda: nn.CrossEntropyLoss(), target, 5, 4)
loss("CrossEntropyLoss with smoothing", lambda: nn.CrossEntropyLoss(label_smoothing=0.1), target, 5, 4)
loss("CrossEntropyLoss with weights", lambda: nn.CrossEntropyLoss(weight=weight.clone()), target, 5, 4)
loss("CrossEntropyLoss with everything", lambda: nn.CrossEntropyLoss(weight=weight.clone(), ignore_index=2, label_smoothing=0.2), target, 5, 4)
loss("CrossEntropyLoss as a sum", lambda: nn.CrossEntropyLoss(reduction="sum", ignore_index=3), target, 5, 4)
loss("CrossEntropyLoss of each", lambda: nn.CrossEntropyLoss(reduction="none"), target, 5, 4)
loss("CrossEntropyLoss of places", lambda: nn.CrossEntropyLoss(), torch.randint(0, 4, (5, 3)), 5, 4, 3)


def record(results, name, make, inputs, run):
    torch.manual_seed(1)
    for key, value in make().state_dict().items():
        results[f"{name}/initial/{key}"] = value.clone()
    for dtype in (torch.float32, torch.float64):
        here = f"{name}/{str(dtype)[6:]}"
        torch.manual_seed(1)
        module = make().to(dtype)
        given = {key: value.to(dtype).requires_grad_() if value.is_floating_point() else value for key, value in inputs.items()}
        torch.manual_seed(2)
        with torch.no_grad():
            run(module, **given)
        outputs = run(module, **given)
        weights = [torch.randn(output.shape, dtype=dtype) for output in outputs]
        sum((output * factor).sum() for output, factor in zip(outputs, weights)).backward()
        for key, value in given.items():
            results[f"{here}/in/{key}"] = value.detach()
            if value.requires_grad:
                results[f"{here}/gradient/in.{key}"] = value.grad
        for key, value in module.named_parameters():
            results[f"{here}/gradient/{key}"] = value.grad
        for key, value in module.named_buffers():
            results[f"{here}/state/{key}"] = value.clone()
        module.eval()
        for n, (output, factor, after) in enumerate(zip(outputs, weights, run(module, **given))):
            results[f"{here}/train/{n}"] = output.detach()
            results[f"{here}/weight/{n}"] = factor
            results[f"{here}/eval/{n}"] = after.detach()


init = nn.init
for name, shape, fill in (
    ("Uniform", (7, 5), lambda t: init.uniform_(t)),
    ("Uniform of a range", (700,), lambda t: init.uniform_(t, -2.5, 0.5)),
    ("Normal", (7, 5), lambda t: init.normal_(t)),
    ("Normal of few", (3, 2), lambda t: init.normal_(t, 1.5, 0.25)),
    ("Normal of many", (70, 31), lambda t: init.normal_(t, -1.0, 3.0)),
    ("Constant", (3, 4), lambda t: init.constant_(t, 0.3)),
    ("Zeros", (3, 4), lambda t: init.zeros_(t)),
    ("Ones", (3, 4), lambda t: init.ones_(t)),
    ("KaimingUniform", (8, 4, 3, 3, 3), lambda t: init.kaiming_uniform_(t)),
    ("KaimingUniform of outputs", (8, 4, 3), lambda t: init.kaiming_uniform_(t, mode="fan_out", nonlinearity="tanh")),
    ("KaimingUniform as in layers", (8, 4), lambda t: init.kaiming_uniform_(t, a=5 ** 0.5)),
    ("KaimingNormal", (8, 4, 3, 3), lambda t: init.kaiming_normal_(t)),
    ("KaimingNormal of outputs", (8, 4, 3, 3, 3), lambda t: init.kaiming_normal_(t, mode="fan_out", nonlinearity="relu")),
    ("KaimingNormal of a leaky rectifier", (8, 4), lambda t: init.kaiming_normal_(t, a=0.2)),
    ("XavierUniform", (8, 4, 3, 3), lambda t: init.xavier_uniform_(t)),
    ("XavierUniform with gain", (8, 4), lambda t: init.xavier_uniform_(t, init.calculate_gain("selu"))),
    ("XavierNormal", (8, 4, 3, 3), lambda t: init.xavier_normal_(t, init.calculate_gain("relu"))),
    ("TruncatedNormal", (50, 40), lambda t: init.trunc_normal_(t)),
    ("TruncatedNormal of a range", (50, 40), lambda t: init.trunc_normal_(t, 0.1, 0.02, -0.05, 0.11)),
    ("Orthogonal", (6, 6), lambda t: init.orthogonal_(t)),
    ("Orthogonal, wide", (5, 3, 2, 2), lambda t: init.orthogonal_(t, 1.4)),
    ("Orthogonal, high", (20, 7), lambda t: init.orthogonal_(t)),
):
    initialisers[name] = shape, fill


class Block(nn.Module):
    """Parts in an order of their own, as ModuleTests.cs has them."""

    def __init__(self):
        super().__init__()
        self.norm = nn.BatchNorm3d(4)
        self.scale = nn.Parameter(torch.ones(4))
        self.register_buffer("steps", torch.zeros(2, dtype=torch.int64))
        self.layers = nn.Sequential(fast_conv3d.Conv3d(3, 4, 1, bias=False), nn.ReLU(), nn.Sequential(OrderedDict(inner=nn.BatchNorm3d(4), fc=nn.Linear(4, 2))))
        self.rnn = nn.LSTM(4, 2, num_layers=2, bidirectional=True)
        self.shift = nn.Parameter(torch.zeros(4))


results = {}
for name, case in cases.items():
    record(results, name, *case)
for name, (shape, fill) in initialisers.items():
    torch.manual_seed(3)
    results[f"initialiser/{name}"] = fill(torch.empty(shape))
block = Block()
for kind, parts in ("state", block.state_dict().items()), ("parameters", block.named_parameters()), ("buffers", block.named_buffers()):
    for name, value in parts:
        results[f"block/{kind}/{name}"] = value
same_settings.write(results)
