using Kinora.Models.Backbones;
using Kinora.Torch;

namespace Kinora.Models.Tests;

/// <summary>Networks that compute with bfloat16 where autocast does, against torch.autocast: the same bits forward and back, gradients in float32.</summary>
public sealed class AutocastTests
{
    [Fact]
    public void A_network_of_3d_convolutions_equals_PyTorchs_bit_for_bit() =>
        PythonNetwork.AssertSame(
            "cnn3d.py", ["video3dcnn_s", "3", "8", "32", "40", "5"], () => ModelZoo.Find("video3dcnn_s").Build(5), [2, 3, 8, 32, 40], DType.BFloat16);

    [Fact]
    public void A_network_of_2d_convolutions_equals_PyTorchs_bit_for_bit() =>
        PythonNetwork.AssertSame(
            "torchvision_image.py", ["resnet18", "64", "50", "1000"], () => ModelZoo.FindBackbone("resnet18").Build(1000, 3, new BackboneOptions()), [2, 3, 64, 50], DType.BFloat16);

    /// <summary>Networks through time, attention and gates, which have operators of their own: they compute, and learn in float32.</summary>
    [Theory]
    [InlineData("cnnlstm")]
    [InlineData("cnnrnn")]
    [InlineData("convnet_rnn")]
    [InlineData("features_rnn")]
    [InlineData("features_transformer")]
    [InlineData("movinet_a0")]
    public void Every_kind_of_network_computes_with_it(string name)
    {
        var before = TensorScope.LiveTensors;
        TorchRandom.Seed(7);
        using (var scope = new TensorScope())
        {
            var entry = ModelZoo.Find(name);
            var (frames, size) = entry.Limits();
            frames = Math.Max(frames, 2);
            using var model = entry.Build(5, channels: entry.Input.Channels);
            var clips = PythonNetwork.Ramp([2, entry.Input.Channels, frames, size, size]);

            // One clip ends before the other, where the network looks at time.
            var mask = Tensor.From<bool>([.. Enumerable.Range(0, 2 * frames).Select(i => i != (2 * frames) - 1)], 2, frames);
            Tensor loss;
            using (Autocast.Enable(Device.Cpu, DType.BFloat16))
            {
                loss = model.Forward(clips, mask).CrossEntropyLoss(Tensor.From<long>([0, 1], 2));
            }

            loss.Backward();
            Assert.True(double.IsFinite(loss.Item()));
            Assert.All(model.NamedParameters(), parameter => Assert.True(parameter.Value.Grad is { DType: DType.Float32 }, parameter.Name));
        }

        Assert.Equal(before, TensorScope.LiveTensors);
        Assert.False(Autocast.IsEnabled(Device.Cpu));
    }
}
