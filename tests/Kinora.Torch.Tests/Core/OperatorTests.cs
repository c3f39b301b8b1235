namespace Kinora.Torch.Tests.Core;

/// <summary>Operators of every kind of signature, bit for bit as PyTorch in Python.</summary>
public sealed class OperatorTests
{
    [Fact]
    public void Operators_give_the_bits_that_Python_gives()
    {
        var reference = new Reference("operators.py");
        using var scope = new TensorScope();
        TorchRandom.Seed(2024);
        var r = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var x = r["x"] = Ops.Randn([2, 3, 6, 10, 10]);
        var w = r["w"] = Ops.Rand([8, 3, 3, 3, 3]);
        r["integers"] = Ops.Randint(-5, 50, [3, 7]);
        r["permutation"] = Ops.Randperm(40);
        r["uniform"] = Ops.Empty([5, 6]).Uniform_(-2, 3);
        r["normal"] = Ops.Empty([5, 7]).Normal_(1, 0.5);
        r["bernoulli"] = Ops.Empty([40]).Bernoulli_(0.3);
        r["dropout"] = Ops.Dropout(x, 0.5, train: true);
        r["feature_dropout"] = Ops.FeatureDropout(x, 0.5, train: true);

        x.RequiresGrad = true;
        w.RequiresGrad = true;
        var y = r["conv3d"] = Ops.Conv3d(x, w, stride: [1, 2, 2], padding: [1, 1, 1]);
        var mean = r["running mean"] = Ops.Zeros([8]);
        var variance = r["running var"] = Ops.Ones([8]);
        y = r["batch_norm"] = Ops.BatchNorm(y, Ops.Full([8], 1.5), Ops.Full([8], 0.25), mean, variance, training: true, momentum: 0.1, eps: 1e-5, cudnnEnabled: false);
        y = r["max_pool3d"] = y.Relu().MaxPool3d([2, 2, 2]);
        y = y.AdaptiveAvgPool3d([1, 1, 1]).Flatten(1);
        var loss = r["loss"] = y.CrossEntropyLoss(Tensor.From<long>([3, 7], 2), Ops.Arange(1.0, 9.0), labelSmoothing: 0.1);
        loss.Backward();
        r["x gradient"] = x.Grad!;
        r["w gradient"] = w.Grad!;

        x = x.Detach();
        var m = x.Select(0, 0).Select(0, 0).Select(0, 0);
        r["matmul"] = m.Matmul(m.T());
        r["linear"] = Ops.Linear(x, m.Narrow(0, 0, 4));
        r["softmax"] = x.Softmax(-1);
        r["log_softmax"] = x.LogSoftmax(1);
        r["gelu"] = x.Gelu();
        r["silu"] = x.Silu();
        r["hardswish"] = x.Hardswish();
        r["elu"] = x.Elu(0.7);
        r["leaky_relu"] = x.LeakyRelu(0.2);
        r["tanh"] = x.Tanh();
        r["sigmoid"] = x.Sigmoid();
        r["layer_norm"] = Ops.LayerNorm(x, [10, 10]);
        r["avg_pool3d"] = x.AvgPool3d([2, 3, 3], [1, 2, 2], [0, 1, 1], countIncludePad: false);
        (r["adaptive_max_pool3d"], r["adaptive_max_pool3d indices"]) = x.AdaptiveMaxPool3d([2, 3, 4]);
        r["upsample"] = x.Select(0, 0).UpsampleBilinear2d([17, 13], alignCorners: false);
        (r["topk"], r["topk indices"]) = x.Topk(3, dim: 3);
        (r["max"], r["max indices"]) = x.Max(2);
        (r["sort"], r["sort indices"]) = x.Sort(-1, descending: true);
        r["sum"] = x.Sum([2, 3, 4]);
        r["mean"] = x.Mean([0, 2]);
        r["std"] = x.Std([-1], unbiased: false);
        r["var_mean"] = x.VarMean([1, 2], correction: 1).Item1;
        r["norm"] = x.Norm(2, [3, 4]);
        r["gather"] = x.Gather(4, r["topk indices"].Narrow(4, 0, 3));
        r["where"] = Ops.Where(x.Gt(0), x, -2 * x);
        r["masked"] = x.MaskedFill(x.Lt(0), 9.0);
        r["indexed"] = x.Index([null, Tensor.From<long>([2, 0], 2)]);
        r["permuted"] = x.Permute([0, 2, 3, 4, 1]).Slice(1, step: 2).Flip([1]);
        r["arange"] = Ops.Arange(3, 11, 2);
        r["half"] = x.To(DType.Float16);
        r["to integers"] = (x * 10).To(DType.Int32);

        var weights = new List<Tensor>();
        foreach (var layer in new[] { "l0", "l0_reverse", "l1", "l1_reverse" })
        {
            foreach (var kind in new[] { "weight_ih", "weight_hh", "bias_ih", "bias_hh" })
            {
                var name = $"lstm.{kind}_{layer}";
                weights.Add(r[name] = reference[name]);
            }
        }

        var zero = Ops.Zeros([4, 2, 4]);
        (r["lstm"], r["lstm hidden"], r["lstm cell"]) = Ops.Lstm(
            x.Select(1, 0).Select(1, 0), [zero, zero], weights.ToArray(), hasBiases: true, numLayers: 2, dropout: 0, train: true, bidirectional: true, batchFirst: true);

        Assert.Equal(reference.Names.Order(StringComparer.Ordinal), r.Keys.Order(StringComparer.Ordinal));
        Assert.All(reference.Names, name => reference.AssertSame(name, r[name]));
    }

    [Fact]
    public void Whole_numbers_stay_whole()
    {
        using var scope = new TensorScope();
        var x = Tensor.From<long>([1, 2, 3], 3);
        Assert.Equal([3L, 4, 5], (x + 2).ToArray<long>());
        Assert.Equal([3.5f, 4.5f, 5.5f], (x + 2.5).ToArray<float>());
        Assert.Equal([-1L, 0, 1], (x - 2).ToArray<long>());
        Assert.Equal([9L, 8, 7], (10 - x).ToArray<long>());
        Assert.Equal([0.5f, 1, 1.5f], (x / 2).ToArray<float>());
    }

    [Fact]
    public void In_place_returns_the_tensor_itself()
    {
        using var scope = new TensorScope();
        var x = Ops.Ones([3]);
        var live = TensorScope.LiveTensors;
        Assert.Same(x, x.Add_(2).Mul_(x));
        Assert.Equal(live, TensorScope.LiveTensors);
        Assert.Equal([9f, 9, 9], x.ToArray<float>());
        var into = Ops.Zeros([3]);
        Assert.Same(into, x.Maximum(x, @out: into));
        Assert.Equal([9f, 9, 9], into.ToArray<float>());
    }

    [Fact]
    public void Lists_go_in_and_come_out()
    {
        using var scope = new TensorScope();
        var parts = Ops.Arange(100).Split(1);
        Assert.Equal(100, parts.Length);
        // Longer than what is held on the stack.
        Assert.Equal(4950, Ops.Cat(parts).Sum().Item());
        Assert.Equal([2L, 3L], Ops.Stack([parts[1], parts[2]]).Add(1).Flatten().ToArray<long>());
        Ops.ForeachMul_(parts, 3);
        Assert.Equal(297, parts[99].Item());
    }

    [Fact]
    public void Texts_and_defaults_are_passed()
    {
        using var scope = new TensorScope();
        var x = Tensor.From<float>([-7, 7], 2);
        Assert.Equal([-4f, 3], x.Div(2, "floor").ToArray<float>());
        Assert.Equal([-3f, 3], x.Div(2, "trunc").ToArray<float>());
        Assert.Equal([-3.5f, 3.5f], x.Div(2, null).ToArray<float>());
        Assert.Equal(DType.Int64, Ops.Randint(5, [2]).DType);
        Assert.Equal(DType.UInt8, Ops.Randint(5, [2], DType.UInt8).DType);
        Assert.True(x.Equal(x.Clone()));
        Assert.False(x.Allclose(x + 1e-3));
    }
}
