"""Conv3d of PyTorch, with Kinora's order of adding up the weights' gradient on processors with AVX2 and no AVX-512."""
import torch
from torch import nn

with open("/proc/cpuinfo") as cpuinfo:
    flags = next((line for line in cpuinfo if line.startswith("flags")), "").split()
only_avx2 = "avx2" in flags and "avx512f" not in flags
backward = torch.ops.aten.convolution_backward


class PadsDepthFirst(torch.autograd.Function):
    @staticmethod
    def forward(context, x, weight, bias, *how):
        context.save_for_backward(x, weight)
        context.how = bias is not None, *how
        return torch.conv3d(x, weight, bias, *how)

    @staticmethod
    def backward(context, gradient):
        x, weight = context.saved_tensors
        bias, stride, (depth, *plane), dilation = context.how
        rest = dilation, False, [0, 0, 0], 1
        of_x = None
        if context.needs_input_grad[0]:
            of_x = backward(gradient, x, weight, None, stride, [depth, *plane], *rest, [True, False, False])[0]
        padded = torch.constant_pad_nd(x, [0, 0, 0, 0, depth, depth])
        found = backward(gradient, padded, weight, [len(weight)], stride, [0, *plane], *rest, [False, True, bias])
        return of_x, found[1], found[2] if bias else None, None, None, None


class Conv3d(nn.Conv3d):
    def forward(self, x):
        if torch.is_autocast_cpu_enabled():
            return super().forward(x)
        if not only_avx2 or x.dtype != torch.float32 or not torch.is_grad_enabled() or self.in_channels != 3 and self.in_channels < 8:
            return super().forward(x)
        return PadsDepthFirst.apply(x, self.weight, self.bias, list(self.stride), list(self.padding), list(self.dilation))
