using Kinora.Torch.Layers;
using Kinora.Torch.Optimizers;

namespace Kinora.Torch.Tests.Optimizers;

/// <summary>Optimiser, label smoothing, clipping and average together over 200 steps, bit for bit as PyTorch's.</summary>
public sealed class TrainingPartsTests
{
    private const int Steps = 200;
    private const int Batches = 8;
    private const double Largest = 2;

    private static Lazy<Reference> Python { get; } = new(() => new Reference("training_parts.py"));

    [Theory]
    [InlineData("SGD")]
    [InlineData("Adam")]
    [InlineData("AdamW")]
    [InlineData("RMSprop")]
    public void Losses_norms_weights_and_average_are_PyTorchs_over_200_steps(string which)
    {
        // So small a network gains nothing from threads.
        var threads = TorchRuntime.Threads;
        TorchRuntime.Threads = 1;
        var before = TensorScope.LiveTensors;
        using (var scope = new TensorScope())
        {
            using var model = new SmallNetwork();
            Load(model);
            using var optimizer = Make(which, model);
            using var average = new ExponentialAverage(model, 0.9);
            using var criterion = new CrossEntropyLoss(labelSmoothing: 0.1);
            var (losses, norms) = (new float[Steps], new float[Steps]);
            for (var step = 0; step < Steps; step++)
            {
                using var inner = new TensorScope();
                optimizer.ZeroGrad();
                var loss = criterion.Forward(model.Forward(Batch("clips", step)), Batch("labels", step));
                loss.Backward();
                norms[step] = (float)GradientClipping.ClipNorm(model.Parameters(), Largest);
                optimizer.Step();
                average.Update();
                losses[step] = (float)loss.Item();
                if (step % 50 == 20)
                {
                    // Training goes on as if nobody had looked.
                    using (average.Swap())
                    {
                        Assert.All(average.StateDict().Where(entry => entry.Key.StartsWith("module.", StringComparison.Ordinal)), entry =>
                            Assert.True(entry.Value.Equal(model.StateDict()[entry.Key["module.".Length..]]), entry.Key));
                    }
                }
            }

            Python.Value.AssertSame($"{which}.losses", Tensor.From<float>(losses, Steps));
            Python.Value.AssertSame($"{which}.norms", Tensor.From<float>(norms, Steps));
            Assert.All(model.StateDict(), entry => Python.Value.AssertSame($"{which}.model.{entry.Key}", entry.Value));
            Assert.Equal(
                Python.Value.Names.Where(name => name.StartsWith($"{which}.average.", StringComparison.Ordinal)),
                average.StateDict().Keys.Select(name => $"{which}.average.{name}"));
            Assert.All(average.StateDict(), entry => Python.Value.AssertSame($"{which}.average.{entry.Key}", entry.Value));

            // Some gradients are clipped and some are not, or the test shows nothing.
            Assert.Contains(norms, norm => norm > Largest);
            Assert.Contains(norms, norm => norm < Largest);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
        TorchRuntime.Threads = threads;
    }

    private static Optimizer Make(string which, Module model) => which switch
    {
        "SGD" => new SGD(model.NamedParameters(), 0.05, momentum: 0.9, weightDecay: 1e-4),
        "Adam" => new Adam(model.NamedParameters(), 1e-3, weightDecay: 1e-4),
        "AdamW" => new AdamW(model.NamedParameters(), 1e-3, weightDecay: 1e-2),
        "RMSprop" => new RMSprop(model.NamedParameters(), 1e-3, momentum: 0.9, weightDecay: 1e-4),
        _ => throw new ArgumentException(which, nameof(which)),
    };

    private static void Load(SmallNetwork model) =>
        model.LoadStateDict(model.StateDict().Keys.ToDictionary(name => name, name => Python.Value[$"first.{name}"], StringComparer.Ordinal));

    private static Tensor Batch(string what, int step) => Python.Value[what].Select(0, step % Batches);
}
