using Kinora.Models.Backbones;
using Kinora.Models.Weights;
using Kinora.Tests;
using Kinora.Torch;
using Kinora.Torch.Serialization;

namespace Kinora.Models.Tests.Weights;

/// <summary>A ResNet-18 for pictures, put into networks for clips.</summary>
public sealed class PictureWeightsTests
{
    [Fact]
    public void It_is_the_backbone_of_a_network_that_looks_at_frames()
    {
        var (report, equal) = Load(new CnnRnn(new() { Bidirectional = false }, classes: 7), "backbone.layer4.1.conv2.weight", "layer4.1.conv2.weight");
        Assert.True(equal);
        Assert.Equal(["backbone.fc.weight", "backbone.fc.bias"], report.Unused);
        Assert.Contains("fc.weight", report.Missing);
        Assert.Contains("rnn.weight_ih_l0", report.Missing);
        Assert.Empty(report.Replaced);
        Assert.Equal(120, report.Loaded.Count);
    }

    [Fact]
    public void It_is_inflated_for_a_video_ResNet_whose_head_stays_fresh()
    {
        var (report, _) = Load(VideoResNet.R3d18.Build(7), "fc.weight", "fc.weight");
        Assert.Equal(20, report.Inflated.Count);
        Assert.Equal(["fc.weight", "fc.bias"], report.Replaced.Select(head => head.Name));
        Assert.Empty(report.Missing);
        Assert.Contains("inflated 20 convolutions from pictures to clips", report.Lines());
    }

    [Fact]
    public void Its_first_layer_is_adapted_to_gray_and_to_flow()
    {
        foreach (var channels in (int[])[1, 20])
        {
            var (report, _) = Load(new CnnLstm(new(), classes: 7, channels), "fc.weight", "fc.weight");
            Assert.Equal(("backbone.conv1.weight", 3L, (long)channels), (report.Adapted!.Name, report.Adapted.Found[1], report.Adapted.Expected[1]));
            Assert.Contains($"adapted backbone.conv1: 3 channels in the file, {channels} here", report.Lines());
        }
    }

    [Fact]
    public void A_relative_of_which_little_fits_refuses_it()
    {
        // Of the split convolutions only the shortcuts are those of pictures.
        var refused = Assert.Throws<WeightsException>(() => Load(VideoResNet.R2Plus1d18.Build(7), "fc.weight", "fc.weight"));
        Assert.Contains(" tensors in it fit VideoResNet; it looks like resnet18", refused.Message);
    }

    // The report, and whether a tensor of the network is one of the file.
    private static (PretrainedReport Report, bool IsEqual) Load(VideoModel model, string name, string source)
    {
        using var folder = Places.Temporary();
        using var scope = new TensorScope();
        using var owned = model;
        using (var pictures = ModelZoo.FindBackbone("resnet18").Build(classes: 1000, channels: 3, new BackboneOptions()))
        {
            SafeTensors.Save(folder.File("resnet18.safetensors"), pictures.StateDict());
        }

        using var weights = SavedWeights.Load(folder.File("resnet18.safetensors"));
        var report = PretrainedWeights.Load(model, weights);
        return (report, model.StateDict()[name].Detach().Equal(weights.Tensors[source]));
    }
}
