"""Ten steps of optimisers of torch.optim on given gradients: optimizers.py THREADS '[["case", "SGD", {"lr": 0.1}], ...]'."""
import json
import sys

from same_settings import torch, write

SHAPES = {"conv.weight": (64, 32, 3, 3, 3), "conv.bias": (33,), "scale": (), "linear.weight": (7, 5)}
STEPS = range(1, 11)

torch.manual_seed(42)
first = {name: torch.randn(shape) for name, shape in SHAPES.items()}
# One parameter has no gradient at first: each counts its own steps.
gradients = {
    (name, step): torch.randn(shape)
    for step in STEPS
    for name, shape in SHAPES.items()
    if name != "scale" or step > 3
}
result = {f"{name} at first": value for name, value in first.items()}
result.update({f"{name} gradient {step}": value for (name, step), value in gradients.items()})
for case, optimizer_name, options in json.loads(sys.argv[2]):
    parameters = {name: torch.nn.Parameter(value.clone()) for name, value in first.items()}
    optimizer = getattr(torch.optim, optimizer_name)(parameters.values(), **options)
    for step in STEPS:
        for name, parameter in parameters.items():
            gradient = gradients.get((name, step))
            parameter.grad = None if gradient is None else gradient.clone()
        optimizer.step()
        # Every step of the small ones, the last of the large.
        for name, parameter in parameters.items():
            if parameter.numel() < 100 or step == 10:
                result[f"{case}: {name} after {step}"] = parameter.clone()
    for name, parameter in parameters.items():
        for key, value in optimizer.state[parameter].items():
            if isinstance(value, torch.Tensor):
                result[f"{case}: state {name}.{key}"] = value
write(result)
