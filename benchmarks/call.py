"""Prints the nanoseconds that an add of four floats takes from Python: call.py CALLS."""
import statistics
import sys
import time

import torch

calls = int(sys.argv[1])
torch.set_num_threads(1)
x, y = torch.ones(4), torch.ones(4)


def run():
    for _ in range(calls):
        torch.add(x, y)


# As Measure.Median has it.
times = []
with torch.no_grad():
    begin = time.perf_counter()
    while time.perf_counter() - begin < 0.5:
        run()
    for _ in range(101):
        start = time.perf_counter_ns()
        run()
        times.append(time.perf_counter_ns() - start)
print(statistics.median(times) / calls)
