"""The generator's state after a seed and after some draws: random_state.py THREADS."""
from same_settings import torch, write

torch.manual_seed(1234567890123)
result = {"seeded": torch.get_rng_state()}
result["drawn"] = torch.randn(7)
torch.rand(5000)
torch.randperm(13)
result["later"] = torch.get_rng_state()
result["next"] = torch.randn(20)
torch.manual_seed(-1)
result["seeded below zero"] = torch.get_rng_state()
write(result)
