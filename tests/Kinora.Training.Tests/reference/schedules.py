"""Learning rates of torch.optim.lr_scheduler: for each case a line with the rate of every step.

Usage: schedules.py '[{"kind": "cosine", "initial": 0.1, "period": 20, "milestones": [], "gamma": 0.1, "patience": 10,
                       "warmup": 5, "factor": 0.01, "epochs": 200, "steps": 3, "losses": []}, ...]'

After a warm-up by steps the main schedule goes by epochs. As torchvision's reference trainings do where they can: SequentialLR by
steps for multi-step (video_classification), by epochs for the cosine where an epoch has one step (classification). Plateau, which
SequentialLR does not take, is multiplied by the warm-up.
"""
import json
import sys

import torch
from torch.optim.lr_scheduler import ConstantLR, CosineAnnealingLR, LinearLR, MultiStepLR, ReduceLROnPlateau, SequentialLR


def optimizer():
    return torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=case["initial"])


def rate(of):
    return of.param_groups[0]["lr"]


def show(value):
    rates.append(repr(value))


def main_schedule(of):
    if kind == "cosine":
        return CosineAnnealingLR(of, T_max=case["period"])
    if kind == "constant":
        return ConstantLR(of, factor=1)
    return MultiStepLR(of, milestones=[m - warmup for m in case["milestones"]], gamma=case["gamma"])


def plateau():
    main, rising = optimizer(), torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    schedule = ReduceLROnPlateau(main, factor=case["gamma"], patience=case["patience"])
    warm = LinearLR(rising, start_factor=case["factor"], total_iters=warmup * steps) if warmup else None
    for epoch in range(case["epochs"]):
        for _ in range(steps):
            show(rate(main) * rate(rising))
            if warm:
                rising.step()
                warm.step()
        main.step()
        schedule.step(case["losses"][epoch])


def sequential(by_steps):
    of = optimizer()
    unit = steps if by_steps else 1
    warm = LinearLR(of, start_factor=case["factor"], total_iters=warmup * unit)
    main = MultiStepLR(of, [unit * (m - warmup) for m in case["milestones"]], case["gamma"]) if kind == "multi-step" else main_schedule(of)
    schedule = SequentialLR(of, [warm, main], [warmup * unit])
    for _ in range(case["epochs"] * unit):
        show(rate(of))
        of.step()
        schedule.step()


def one_after_the_other():
    of = optimizer()
    if warmup:
        warm = LinearLR(of, start_factor=case["factor"], total_iters=warmup * steps)
        for _ in range(warmup * steps):
            show(rate(of))
            of.step()
            warm.step()
        of = optimizer()
    schedule = main_schedule(of)
    for _ in range(case["epochs"] - warmup):
        for _ in range(steps):
            show(rate(of))
        of.step()
        schedule.step()


for case in json.loads(sys.argv[1]):
    kind, warmup, steps, rates = case["kind"], case["warmup"], case["steps"], []
    if kind == "plateau":
        plateau()
    elif warmup and (kind == "multi-step" or steps == 1):
        sequential(by_steps=kind == "multi-step")
    else:
        one_after_the_other()
    print(*rates)
