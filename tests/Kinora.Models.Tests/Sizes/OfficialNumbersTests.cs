using Kinora.Models.Backbones;
using Kinora.Models.Sizes;
using Kinora.Torch;
using Kinora.Torch.Initializers;
using Kinora.Torch.Layers;

namespace Kinora.Models.Tests.Sizes;

/// <summary>Sizes and costs of the networks, held to torchvision's own.</summary>
public sealed class OfficialNumbersTests
{
    [Theory]
    [InlineData("r3d_18", 400, 16, 112, 33_371_472, 40_696_553_472)]
    [InlineData("mc3_18", 400, 16, 112, 11_695_440, 43_342_635_008)]
    [InlineData("r2plus1d_18", 400, 16, 112, 31_505_325, 40_519_080_960)]
    [InlineData("s3d", 400, 16, 224, 8_320_048, 17_978_771_456)]
    public void Networks_for_clips(string name, int classes, int frames, int size, long parameters, long multiplyAdds) =>
        Same(() => ModelZoo.Find(name).Build(classes), [1, 3, frames, size, size], parameters, multiplyAdds);

    [Theory]
    [InlineData("resnet18", 224, 11_689_512, 1_814_073_344)]
    [InlineData("resnet34", 224, 21_797_672, 3_663_761_408)]
    [InlineData("resnet50", 224, 25_557_032, 4_089_184_256)]
    [InlineData("vgg16", 224, 138_357_544, 15_470_264_320)]
    [InlineData("inception_v3", 299, 27_161_264, 5_713_216_096)]
    [InlineData("mobilenet_v2", 224, 3_504_872, 300_774_272)]
    [InlineData("squeezenet1_0", 224, 1_248_424, 818_924_576)]
    public void Networks_for_pictures(string name, int size, long parameters, long multiplyAdds) =>
        Same(() => ModelZoo.FindBackbone(name).Build(1000, 3, new BackboneOptions()), [1, 3, size, size], parameters, multiplyAdds);

    [Fact]
    public void Every_parameter_of_every_network_stands_in_its_table()
    {
        // Small clips: sizes do not depend on them.
        Assert.All(ModelZoo.All, entry =>
        {
            var limits = entry.Limits();
            var size = Math.Max(limits.Size, Math.Min(entry.Input.Size, 32));
            All(() => entry.Build(entry.Input.Classes, channels: entry.Input.Channels), [1, entry.Input.Channels, limits.Frames, size, size]);
        });
        Assert.All(ModelZoo.Backbones, entry =>
            All(() => entry.Build(1000, 3, new BackboneOptions()), [1, 3, Math.Max(entry.SmallestSize, 32), Math.Max(entry.SmallestSize, 32)]));

        static void All(Func<Layer> build, long[] shape)
        {
            using var skip = Initialize.Skip();
            using var network = build();
            var table = LayerTable.Of(network, shape);
            Assert.Equal(network.Parameters().Distinct().Sum(parameter => parameter.ElementCount), table.Parameters);
            Assert.True(table.MultiplyAdds > 0);
        }
    }

    private static void Same(Func<Layer> build, long[] shape, long parameters, long multiplyAdds)
    {
        var before = TensorScope.LiveTensors;
        using (Initialize.Skip())
        using (var network = build())
        {
            var table = LayerTable.Of(network, shape);
            Assert.Equal((parameters, multiplyAdds), (table.Parameters, table.MultiplyAdds));
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }
}
