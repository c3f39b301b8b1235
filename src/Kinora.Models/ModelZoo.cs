using Kinora.Models.Backbones;
using Kinora.Models.MoViNets;

namespace Kinora.Models;

/// <summary>Every network Kinora has. A new one is a file of its own and a line here.</summary>
public static class ModelZoo
{
    /// <summary>All entries, in the order that <c>kinora models</c> prints.</summary>
    public static IReadOnlyList<ModelEntry> All { get; } =
    [
        Video3dCnn.Entry,
        Video3dCnn.SmallEntry,
        Cnn3dV1.Entry,
        Cnn3dV2.Entry,
        Cnn3dV2.FlowEntry,
        C3d.Entry,
        VideoResNet.R3d18,
        VideoResNet.Mc318,
        VideoResNet.R2Plus1d18,
        S3d.Entry,
        CnnLstm.Entry,
        CnnRnn.Entry,
        ConvNetRnn.Entry,
        FeaturesRnn.Entry,
        FeaturesTransformer.Entry,
        Tsn.Entry,
        Tsn.FrameEntry,
        MoViNet.A0,
        MoViNet.A1,
        MoViNet.A2,
        MoViNet.A0Stream,
        MoViNet.A1Stream,
        MoViNet.A2Stream,
    ];

    /// <summary>Networks for single pictures, the backbones of those that look at frames.</summary>
    public static IReadOnlyList<BackboneEntry> Backbones { get; } =
    [
        ResNet.Entry18,
        ResNet.Entry34,
        ResNet.Entry50,
        Vgg16.Entry,
        InceptionV3.Entry,
        MobileNetV2.Entry,
        SqueezeNet.Entry,
    ];

    /// <summary>The backbone of a name.</summary>
    /// <exception cref="ModelException">There is none.</exception>
    public static BackboneEntry FindBackbone(string name) =>
        Backbones.FirstOrDefault(entry => entry.Name == name)
        ?? throw new ModelException($"no backbone is called '{name}'; there are {string.Join(", ", Backbones.Select(entry => entry.Name))}");

    /// <summary>The entry of a name.</summary>
    /// <exception cref="ModelException">There is none.</exception>
    public static ModelEntry Find(string name) =>
        All.FirstOrDefault(entry => entry.Name == name)
        ?? throw new ModelException($"no model is called '{name}'; there are {string.Join(", ", All.Select(entry => entry.Name))}");
}
