using System.Globalization;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Torch.Layers;
using Kinora.Torch.Optimizers;
using Kinora.Torch.Serialization;

namespace Kinora.Models.Tests;

/// <summary>
/// video3dcnn against the same network in PyTorch (reference/video3dcnn.py): same library, threads and operator order, so
/// the same bits.
/// </summary>
public sealed class Video3dCnnTests
{
    private const int Classes = 5;

    public static TheoryData<int, int, DType, int> Networks => new()
    {
        // The small network, one thread and two; the full one; and double precision.
        { 16, 3, DType.Float32, 1 },
        { 16, 3, DType.Float32, 2 },
        { 64, 4, DType.Float32, 2 },
        { 16, 3, DType.Float64, 2 },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Weights_logits_loss_gradients_and_ten_steps_of_every_optimizer_equal_those_of_PyTorch_bit_for_bit(
        int width, int temporalPools, DType dtype, int threads)
    {
        if (width == 64)
        {
            // Half a minute; the small network has every operator of the full one.
            Places.LongOnly();
        }

        var before = TensorScope.LiveTensors;
        using (var folder = Places.Temporary())
        {
            var path = folder.File("reference.safetensors");
            TorchRuntime.Threads = threads;
            Places.Python(
                Path.Combine(Places.Repository, "tests/Kinora.Models.Tests/reference/video3dcnn.py"),
                path,
                width.ToString(CultureInfo.InvariantCulture),
                temporalPools.ToString(CultureInfo.InvariantCulture),
                dtype == DType.Float64 ? "float64" : "float32",
                threads.ToString(CultureInfo.InvariantCulture));
            using var scope = new TensorScope();
            var expected = SafeTensors.Load(path).Tensors;

            using (var model = Build(width, temporalPools, dtype))
            {
                Same(expected, "init", model.StateDict());
                model.Eval();
                Same(expected["eval.logits"], model.Forward(Clips(dtype)).Detach(), "eval.logits");
                model.Train();
                var logits = model.Forward(Clips(dtype));
                var loss = logits.CrossEntropyLoss(Labels());
                loss.Backward();
                Same(expected["train.logits"], logits.Detach(), "train.logits");
                Same(expected["train.loss"], loss.Detach(), "train.loss");
                Same(expected, "grad", model.NamedParameters().ToDictionary(p => p.Name, p => p.Value.Grad!));
            }

            foreach (var (name, make) in Optimizers)
            {
                using var model = Build(width, temporalPools, dtype);
                using var optimizer = make(model);
                for (var step = 0; step < 10; step++)
                {
                    using var inner = new TensorScope();
                    optimizer.ZeroGrad();
                    model.Forward(Clips(dtype)).CrossEntropyLoss(Labels()).Backward();
                    optimizer.Step();
                }

                Same(expected, name, model.StateDict());
            }
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    private static IEnumerable<(string Name, Func<Module, Optimizer> Make)> Optimizers =>
    [
        ("sgd", model => new SGD(model.NamedParameters(), learningRate: 0.01, momentum: 0.9, weightDecay: 1e-4)),
        ("adam", model => new Adam(model.NamedParameters(), learningRate: 1e-3, weightDecay: 1e-4)),
        ("adamw", model => new AdamW(model.NamedParameters(), learningRate: 1e-3, weightDecay: 1e-2)),
        ("rmsprop", model => new RMSprop(model.NamedParameters(), learningRate: 1e-3, momentum: 0.9, weightDecay: 1e-4)),
    ];

    private static Video3dCnn Build(int width, int temporalPools, DType dtype)
    {
        TorchRandom.Seed(42);
        var model = new Video3dCnn(new Video3dCnnOptions { Width = width, TemporalPools = temporalPools }, Classes);
        model.To(dtype);
        return model;
    }

    private static Tensor Clips(DType dtype)
    {
        var values = new double[2 * 3 * 16 * 32 * 32];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = i * 7919L % 1009;
        }

        return (Tensor.From<double>(values, 2, 3, 16, 32, 32).To(dtype) / 504.5) - 1.0;
    }

    private static Tensor Labels() => Tensor.From<long>([1, 4], 2);

    private static void Same(IReadOnlyDictionary<string, Tensor> expected, string prefix, IReadOnlyDictionary<string, Tensor> actual)
    {
        Assert.Equal(
            expected.Keys.Where(key => key.StartsWith(prefix + ".", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            actual.Keys.Select(key => $"{prefix}.{key}").Order(StringComparer.Ordinal));
        foreach (var (name, value) in actual)
        {
            Same(expected[$"{prefix}.{name}"], value, $"{prefix}.{name}");
        }
    }

    private static void Same(Tensor expected, Tensor actual, string what)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.Equal(expected.DType, actual.DType);
        Assert.True(expected.Equal(actual.Detach()), what);
    }
}
