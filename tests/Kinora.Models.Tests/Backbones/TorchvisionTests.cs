using System.Globalization;
using Kinora.Models.Backbones;
using Kinora.Torch;
using Kinora.Torch.Layers;

namespace Kinora.Models.Tests.Backbones;

/// <summary>Each network for pictures against torchvision's (reference/torchvision_image.py): the same parameters, and the same bits.</summary>
public sealed class TorchvisionTests
{
    private const int Classes = 1000;

    // Small pictures, of unlike sides where the network allows it. Inception's auxiliary head wants 299.
    [Theory]
    [InlineData("resnet18", 64, 50, 11_689_512)]
    [InlineData("resnet34", 64, 50, 21_797_672)]
    [InlineData("resnet50", 64, 50, 25_557_032)]
    [InlineData("vgg16", 64, 50, 138_357_544)]
    [InlineData("inception_v3", 299, 299, 27_161_264)]
    [InlineData("mobilenet_v2", 64, 50, 3_504_872)]
    [InlineData("squeezenet1_0", 64, 50, 1_248_424)]
    public void Weights_logits_loss_gradients_and_running_statistics_equal_those_of_torchvision_bit_for_bit(string name, int height, int width, int parameters)
    {
        var entry = ModelZoo.FindBackbone(name);
        AssertSame(name, () => entry.Build(Classes, 3, new()), height, width, parameters);
    }

    // 64, 32, 16, 8, 4 rows are even; of 50, 25, 13, 7, 4 columns most are odd.
    [Fact]
    public void Same_padding_pads_as_TensorFlow_does_at_even_and_odd_sizes() =>
        AssertSame("mobilenet_v2_same", () => MobileNetV2.Entry.Build(Classes, 3, new() { SamePadding = true }), 64, 50, 3_504_872);

    private static void AssertSame(string name, Func<ImageNetwork> build, int height, int width, int parameters)
    {
        string[] arguments = [name, Text(height), Text(width), Text(Classes)];
        PythonNetwork.AssertSame("torchvision_image.py", arguments, Build, [2, 3, height, width], forward: Logits);

        Layer Build()
        {
            var network = build();
            Assert.Equal(Classes, network.Classes);
            Assert.Equal(parameters, network.Parameters().Sum(parameter => parameter.ElementCount));
            AssertStagesLeaveOutTheHeads(network);
            return network;
        }

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private static void AssertStagesLeaveOutTheHeads(ImageNetwork network)
    {
        string[] heads = ["fc.", "classifier.", "AuxLogits."];
        Assert.Equal(
            network.NamedParameters().Where(parameter => !heads.Any(head => parameter.Name.StartsWith(head, StringComparison.Ordinal))).Select(parameter => parameter.Value),
            network.Stages.SelectMany(stage => stage).SelectMany(part => part.Parameters()));
    }

    // Both heads where there are two and the network trains, one behind the other.
    private static Tensor Logits(Layer network, Tensor pictures)
    {
        if (network is not InceptionV3 inception)
        {
            return network.Forward(pictures);
        }

        var (logits, auxiliary) = inception.ForwardWithAuxiliary(pictures);
        if (auxiliary is not null)
        {
            return Ops.Cat([logits, auxiliary]);
        }

        Assert.False(network.Training);
        Assert.True(logits.Equal(network.Forward(pictures)));
        return logits;
    }
}
