using Kinora.Torch;

namespace Kinora.Models.Tests;

/// <summary>What every entry of <see cref="ModelZoo"/> keeps.</summary>
internal static class ZooNetwork
{
    /// <summary>
    /// Fails unless the network with its defaults and the classes it was made for has so many parameters, two clips of exactly
    /// the stated limits give finite logits in both modes, with a gradient for every parameter, and smaller ones a message.
    /// </summary>
    public static void AssertSizes(string name, long parameters)
    {
        var before = TensorScope.LiveTensors;
        TorchRandom.Seed(7);
        using (var scope = new TensorScope())
        {
            var entry = ModelZoo.Find(name);
            var channels = entry.Input.Channels;
            var (frames, size) = entry.Limits();
            using var model = entry.Build(entry.Input.Classes, channels: channels);
            Assert.Equal(parameters, model.Parameters().Sum(parameter => parameter.ElementCount));
            var clips = PythonNetwork.Ramp([2, channels, frames, size, size]);
            foreach (var training in (bool[])[true, false])
            {
                model.Train(training);
                var logits = model.Forward(clips);
                Assert.Equal([2, entry.Input.Classes], logits.Shape);
                logits.Sum().Backward();
                Assert.True(double.IsFinite(logits.Detach().Abs().Sum().Item()));
            }

            Assert.All(model.NamedParameters(), parameter => Assert.True(parameter.Value.Grad is not null, parameter.Name));
            Assert.Throws<ModelException>(() => model.Forward(PythonNetwork.Ramp([2, channels, frames - 1, size, size])));
            Assert.Throws<ModelException>(() => model.Forward(PythonNetwork.Ramp([2, channels, frames, size - 1, size])));
            Assert.Throws<ModelException>(() => model.Forward(PythonNetwork.Ramp([2, channels, frames, size, size - 1])));
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }
}
