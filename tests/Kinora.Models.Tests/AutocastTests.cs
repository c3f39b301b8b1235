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
}
