using Kinora.Models.Weights;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Torch.Layers;
using Kinora.Torch.Serialization;

namespace Kinora.Models.Tests;

/// <summary>Weights of torchvision's resnet18 in networks for clips (reference/inflation.py).</summary>
public sealed class InflationTests
{
    /// <summary>
    /// Eleven frames of one picture: stem and layer1 reach five frames to each side, so the middle one has seen no padding.
    /// </summary>
    [Fact]
    public void A_clip_of_one_picture_gives_what_the_picture_gave_in_torchvision()
    {
        var before = TensorScope.LiveTensors;
        TorchRuntime.Threads = 2;
        using (var folder = Places.Temporary())
        {
            var path = folder.File("reference.safetensors");
            Places.Python(Path.Combine(Places.Repository, "tests/Kinora.Models.Tests/reference/inflation.py"), path);
            using var scope = new TensorScope();
            var expected = SafeTensors.Load(path).Tensors;
            var flat = expected.Where(tensor => tensor.Key.StartsWith("flat.", StringComparison.Ordinal)).ToDictionary(tensor => tensor.Key[5..], tensor => tensor.Value);

            using var model = ModelZoo.Find("r3d_18").Build(1000);
            model.To(DType.Float64);
            var inflated = Inflation.Inflate(flat, model.StateDict());

            // Complete, and every tensor of the picture's network is used once.
            Assert.Equal(model.StateDict().Keys, inflated.Keys);
            Assert.Equal(flat.Count, inflated.Count);
            model.LoadStateDict(inflated);
            model.Eval();

            using var noGrad = Autograd.NoGrad();
            var children = model.NamedChildren().ToDictionary(child => child.Name, child => (Layer)child.Value);
            var stem = children["stem"].Forward(expected["picture"].Unsqueeze(2).Repeat([1, 1, 11, 1, 1]));
            Frames(expected["stem"], stem, first: 1, last: 9);
            var block = ((Sequential)children["layer1"])[0].NamedChildren().ToDictionary(child => child.Name, child => (Layer)child.Value);
            Frames(expected["first"], block["conv1"].Forward(stem), first: 2, last: 8);
            Frames(expected["layer1"], children["layer1"].Forward(stem), first: 5, last: 5);

            // The padding at the ends is black, so the first frame differs: the comparison can tell.
            Assert.True(Difference(expected["stem"], stem, 0) > 0.01);
        }

        Assert.Equal(before, TensorScope.LiveTensors);
    }

    [Fact]
    public void What_fits_nowhere_is_left_out()
    {
        using var scope = new TensorScope();
        var flat = new Dictionary<string, Tensor>
        {
            ["conv1.weight"] = Ops.Randn([64, 3, 7, 7]),
            ["bn1.weight"] = Ops.Randn([64]),
            ["layer1.0.conv1.weight"] = Ops.Randn([64, 64, 3, 3]),
            ["layer1.0.bn1.weight"] = Ops.Randn([64]),
            ["layer2.0.downsample.0.weight"] = Ops.Randn([128, 64, 1, 1]),
            ["fc.weight"] = Ops.Randn([1000, 512]),
        };

        // Other classes.
        using var mixed = ModelZoo.Find("mc3_18").Build(5);
        Assert.Equal(
            ["stem.0.weight", "stem.1.weight", "layer1.0.conv1.0.weight", "layer1.0.conv1.1.weight", "layer2.0.downsample.0.weight"],
            Inflation.Inflate(flat, mixed.StateDict()).Keys);

        // Other channels.
        using var flow = ModelZoo.Find("mc3_18").Build(1000, channels: 2);
        Assert.DoesNotContain("stem.0.weight", Inflation.Inflate(flat, flow.StateDict()).Keys);

        // Two convolutions in place of one: what follows the first of them is not the picture's batch norm.
        using var split = ModelZoo.Find("r2plus1d_18").Build(5);
        Assert.Equal(["layer2.0.downsample.0.weight"], Inflation.Inflate(flat, split.StateDict()).Keys);
    }

    [Fact]
    public void Equal_names_need_no_map()
    {
        using var scope = new TensorScope();
        var flat = new Dictionary<string, Tensor> { ["conv1.weight"] = Ops.Ones([16, 3, 3, 3]), ["conv1.bias"] = Ops.Ones([16]), ["fc2.bias"] = Ops.Ones([7]) };
        using var model = ModelZoo.Find("cnn3d_v2").Build(7);
        var inflated = Inflation.Inflate(flat, model.StateDict());
        Assert.Equal(["conv1.weight", "conv1.bias", "fc2.bias"], inflated.Keys);
        Assert.True(inflated["conv1.weight"].Equal(Ops.Full([16, 3, 3, 3, 3], 1 / 3f)));
        Assert.Same(flat["conv1.bias"], inflated["conv1.bias"]);
    }

    private static void Frames(Tensor picture, Tensor clip, int first, int last)
    {
        for (var frame = first; frame <= last; frame++)
        {
            var difference = Difference(picture, clip, frame);
            Assert.True(difference <= 1e-10, $"frame {frame} differs by {difference}");
        }
    }

    private static double Difference(Tensor picture, Tensor clip, int frame) => (clip.Select(2, frame) - picture).Abs().Max().Item();
}
