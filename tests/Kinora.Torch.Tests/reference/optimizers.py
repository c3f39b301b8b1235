"""Ten steps of an optimiser of torch.optim on given gradients: optimizers.py THREADS NAME '{"lr": 0.1}'."""
import json
import sys

from same_settings import torch, write

SHAPES = {"conv.weight": (64, 32, 3, 3, 3), "conv.bias": (33,), "scale": (), "linear.weight": (7, 5)}

torch.manual_seed(42)
parameters = {name: torch.nn.Parameter(torch.randn(shape)) for name, shape in SHAPES.items()}
result = {f"{name} at first": parameter.clone() for name, parameter in parameters.items()}
optimizer = getattr(torch.optim, sys.argv[2])(parameters.values(), **json.loads(sys.argv[3]))
for step in range(1, 11):
    for name, parameter in parameters.items():
        # One parameter has no gradient at first: each counts its own steps.
        if name != "scale" or step > 3:
            parameter.grad = torch.randn(parameter.shape)
            result[f"{name} gradient {step}"] = parameter.grad.clone()
    optimizer.step()
    for name, parameter in parameters.items():
        result[f"{name} after {step}"] = parameter.clone()
for name, parameter in parameters.items():
    for key, value in optimizer.state[parameter].items():
        if isinstance(value, torch.Tensor):
            result[f"state {name}.{key}"] = value
write(result)
