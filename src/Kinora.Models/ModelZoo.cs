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
