using Kinora.Torch;

namespace Kinora.Models.Tests.Backbones;

/// <summary>What every network for pictures promises to those that build on it.</summary>
public sealed class ImageNetworkTests
{
    public static TheoryData<string> Names => [.. ModelZoo.Backbones.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void As_a_backbone_it_has_no_last_layer_and_its_stages_hold_every_parameter_once(string name)
    {
        var before = TensorScope.LiveTensors;
        var entry = ModelZoo.FindBackbone(name);
        using (var scope = new TensorScope())
        {
            using var network = entry.Build(0, 2, new());
            Assert.Equal(0, network.Classes);
            Assert.Equal(2, network.Parameters().First().Shape[1]);
            Assert.Equal(network.Parameters(), network.Stages.SelectMany(stage => stage).SelectMany(part => part.Parameters()));
            Assert.All(network.Stages, stage => Assert.Contains(stage, part => part.Parameters().Any()));

            network.Eval();
            using var noGrad = Autograd.NoGrad();
            var pictures = PythonNetwork.Ramp([2, 2, entry.SmallestSize + 10, entry.SmallestSize]);
            var features = network.Features(pictures);
            Assert.Equal([2L, network.FeatureCount], features.Shape);
            Assert.True(network.Forward(pictures).Equal(features));
            if (entry.SmallestSize > 1)
            {
                Assert.Throws<TorchException>(() => network.Features(PythonNetwork.Ramp([1, 2, entry.SmallestSize - 1, entry.SmallestSize - 1])));
            }
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }
}
