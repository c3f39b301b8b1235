using System.Globalization;
using System.Security.Cryptography;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Torch.Layers;
using Kinora.Torch.Serialization;

namespace Kinora.Models.Tests;

/// <summary>A network of Python's, recorded by a script of <c>reference/</c> (see recording.py there), and ours compared with it.</summary>
internal static class PythonNetwork
{
    /// <summary>
    /// Fails unless the initial weights, the logits in evaluation and training mode, the loss, every gradient and every buffer
    /// afterwards are Python's: to the last bit where <paramref name="tolerance"/> is null, else up to that share of the
    /// largest value (the initial weights to the last bit all the same).
    /// </summary>
    /// <param name="script">The script; it is given the file to write, the numeric type, the number of threads and the arguments.</param>
    /// <param name="arguments">What the script wants to know, usually the network and the input's shape.</param>
    /// <param name="build">Makes our network; the generator is seeded as Python's.</param>
    /// <param name="shape">The input's shape.</param>
    /// <param name="dtype">Float32 or float64; bfloat16 for weights of float32 with autocast, gradients float32 as well.</param>
    /// <param name="tolerance">Null for equal bits.</param>
    /// <param name="forward">Computes the logits where that is not <c>Forward</c>.</param>
    /// <param name="train">Whether training mode is compared too; the script decides for itself in the same way.</param>
    public static void AssertSame(
        string script, string[] arguments, Func<Layer> build, long[] shape, DType dtype = DType.Float32, double? tolerance = null, Func<Layer, Tensor, Tensor>? forward = null, bool train = true)
    {
        var before = TensorScope.LiveTensors;
        TorchRuntime.Threads = 2;
        using (var folder = Places.Temporary())
        {
            var path = folder.File("reference.safetensors");
            Places.Python(
                Path.Combine(Places.Repository, "tests/Kinora.Models.Tests/reference", script),
                [path, dtype.ToString().ToLowerInvariant(), TorchRuntime.Threads.ToString(CultureInfo.InvariantCulture), .. arguments]);
            using var scope = new TensorScope();
            Compare(SafeTensors.Load(path), build, shape, dtype, tolerance, forward ?? ((model, x) => model.Forward(x)), train);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    /// <summary>Numbers in [-1, 1) by arithmetic, the same in both programs.</summary>
    public static Tensor Ramp(long[] shape, DType dtype = DType.Float32)
    {
        var values = new double[shape.Aggregate(1L, (product, size) => product * size)];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (i * 7919L % 1009 / 504.5) - 1;
        }

        return Tensor.From<double>(values, shape).To(dtype);
    }

    private static void Compare(SafeTensorsFile expected, Func<Layer> build, long[] shape, DType dtype, double? tolerance, Func<Layer, Tensor, Tensor> forward, bool train)
    {
        TorchRandom.Seed(42);
        using var model = build();
        Assert.Equal(
            expected.Metadata.Keys.Where(key => key.StartsWith("init.", StringComparison.Ordinal)),
            model.StateDict().Keys.Select(name => $"init.{name}"));
        foreach (var (name, value) in model.StateDict())
        {
            Assert.True(expected.Metadata[$"init.{name}"] == Digest(value), $"init.{name}: other bits than Python's");
        }

        var autocasts = dtype == DType.BFloat16;
        var stored = autocasts ? DType.Float32 : dtype;
        model.To(stored);
        var x = Ramp(shape, stored);
        model.Eval();
        using (Autograd.NoGrad())
        using (Casts())
        {
            Same(expected.Tensors["eval.logits"], forward(model, x).To(stored), "eval.logits", tolerance);
        }

        if (!train)
        {
            return;
        }

        model.Train();
        TorchRandom.Seed(1);
        Tensor logits, loss;
        using (Casts())
        {
            logits = forward(model, x);
            var classes = Enumerable.Range(0, (int)logits.Shape[0]).Select(i => i % logits.Shape[1]).ToArray();
            loss = logits.CrossEntropyLoss(Tensor.From<long>(classes, classes.Length));
        }

        loss.Backward();
        Same(expected.Tensors["train.logits"], logits.To(stored), "train.logits", tolerance);
        Same(expected.Tensors["train.loss"], loss.To(stored), "train.loss", tolerance);
        foreach (var (name, value) in model.NamedParameters())
        {
            if (expected.Tensors.TryGetValue($"grad.{name}", out var gradient))
            {
                Same(gradient, value.Grad!, $"grad.{name}", tolerance);
            }
            else if (expected.Metadata.TryGetValue($"grad.{name}", out var digest))
            {
                Assert.True(digest == Digest(value.Grad!), $"grad.{name}: other bits than Python's");
            }
            else
            {
                Assert.True(value.Grad is null, $"grad.{name}: there is none in Python");
            }
        }

        foreach (var (name, value) in model.NamedBuffers())
        {
            Same(expected.Tensors[$"after.{name}"], value, $"after.{name}", tolerance);
        }

        IDisposable Casts() => autocasts ? Autocast.Enable(Device.Cpu, dtype) : Autocast.Disable(Device.Cpu);
    }

    private static string Digest(Tensor tensor) => Convert.ToHexStringLower(SHA256.HashData(tensor.Detach().Contiguous().ToBytes()));

    private static void Same(Tensor expected, Tensor actual, string what, double? tolerance)
    {
        Assert.True(expected.Shape.AsSpan().SequenceEqual(actual.Shape), $"{what}: {expected} in Python, {actual} here");
        Assert.Equal(expected.DType, actual.DType);
        if (expected.Equal(actual.Detach()))
        {
            return;
        }

        var difference = (actual.Detach().To(DType.Float64) - expected.To(DType.Float64)).Abs().Max().Item();
        var largest = expected.To(DType.Float64).Abs().Max().Item();
        Assert.True(difference <= tolerance * largest, $"{what}: differs from Python by up to {difference}, where the largest value is {largest}");
    }
}
