"""A handful of operators of every kind on drawn numbers: operators.py THREADS."""
from same_settings import torch, write

F = torch.nn.functional
torch.manual_seed(2024)
r = {}
x = r["x"] = torch.randn(2, 3, 6, 10, 10)
w = r["w"] = torch.rand(8, 3, 3, 3, 3)
r["integers"] = torch.randint(-5, 50, (3, 7))
r["permutation"] = torch.randperm(40)
r["uniform"] = torch.empty(5, 6).uniform_(-2, 3)
r["normal"] = torch.empty(5, 7).normal_(1, 0.5)
r["bernoulli"] = torch.empty(40).bernoulli_(0.3)
r["dropout"] = F.dropout(x, 0.5)
r["feature_dropout"] = F.dropout3d(x, 0.5)

x.requires_grad_()
w.requires_grad_()
y = F.conv3d(x, w, stride=(1, 2, 2), padding=1)
r["conv3d"] = y
mean, var, gamma, beta = torch.zeros(8), torch.ones(8), torch.full((8,), 1.5), torch.full((8,), 0.25)
y = F.batch_norm(y, mean, var, gamma, beta, training=True, momentum=0.1, eps=1e-5)
r["batch_norm"] = y
y = F.max_pool3d(F.relu(y), 2)
r["max_pool3d"] = y
y = F.adaptive_avg_pool3d(y, 1).flatten(1)
target = torch.tensor([3, 7])
loss = F.cross_entropy(y, target, weight=torch.arange(1.0, 9.0), label_smoothing=0.1)
r["loss"] = loss
loss.backward()
r["x gradient"], r["w gradient"], r["running mean"], r["running var"] = x.grad, w.grad, mean, var

x = x.detach()
m = x[0, 0, 0]
r["matmul"] = m @ m.T
r["linear"] = F.linear(x, x[0, 0, 0, :4])
r["softmax"] = x.softmax(-1)
r["log_softmax"] = x.log_softmax(1)
r["gelu"], r["silu"], r["hardswish"], r["elu"] = F.gelu(x), F.silu(x), F.hardswish(x), F.elu(x, 0.7)
r["leaky_relu"], r["tanh"], r["sigmoid"] = F.leaky_relu(x, 0.2), x.tanh(), x.sigmoid()
r["layer_norm"] = F.layer_norm(x, (10, 10))
r["avg_pool3d"] = F.avg_pool3d(x, (2, 3, 3), stride=(1, 2, 2), padding=(0, 1, 1), count_include_pad=False)
r["adaptive_max_pool3d"], r["adaptive_max_pool3d indices"] = F.adaptive_max_pool3d(x, (2, 3, 4), return_indices=True)
r["upsample"] = F.interpolate(x[0], size=(17, 13), mode="bilinear", align_corners=False)
r["topk"], r["topk indices"] = x.topk(3, dim=3)
r["max"], r["max indices"] = x.max(dim=2)
r["sort"], r["sort indices"] = x.sort(-1, descending=True)
r["sum"], r["mean"], r["std"] = x.sum((2, 3, 4)), x.mean((0, 2)), x.std(-1, unbiased=False)
r["var_mean"], r["norm"] = torch.var_mean(x, dim=(1, 2), unbiased=True)[0], x.norm(2, dim=(3, 4))
r["gather"] = x.gather(4, r["topk indices"][:, :, :, :, :3])
r["where"] = torch.where(x > 0, x, -2 * x)
r["masked"] = x.masked_fill(x < 0, 9.0)
r["indexed"] = x[:, torch.tensor([2, 0])]
r["permuted"] = x.permute(0, 2, 3, 4, 1)[:, ::2].flip(1)
r["arange"] = torch.arange(3, 11, 2)
r["half"] = x.half()
r["to integers"] = (x * 10).to(torch.int32)
rnn = torch.nn.LSTM(10, 4, num_layers=2, bidirectional=True, batch_first=True)
for name, parameter in rnn.named_parameters():
    r["lstm." + name] = parameter
r["lstm"], (r["lstm hidden"], r["lstm cell"]) = rnn(x[:, 0, 0])
write(r)
