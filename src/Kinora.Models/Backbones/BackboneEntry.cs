namespace Kinora.Models.Backbones;

/// <summary>What is known of a network for pictures before it is built: its line in <see cref="ModelZoo"/>.</summary>
/// <param name="Name">torchvision's name.</param>
/// <param name="Summary">One line on what it is.</param>
/// <param name="Paper">The address of its paper.</param>
/// <param name="Size">Height and width of the pictures it was made for.</param>
/// <param name="SmallestSize">The smallest height and width it takes.</param>
/// <param name="Build">Makes it, with freshly drawn weights.</param>
public sealed record BackboneEntry(string Name, string Summary, string Paper, int Size, int SmallestSize, BuildBackbone Build)
{
    /// <summary>Whether <see cref="BackboneOptions.SamePadding"/> means something to it.</summary>
    public bool TakesSamePadding { get; init; }
}

/// <summary>Makes a network for pictures from freshly drawn weights, of libtorch's default generator.</summary>
/// <param name="classes">Number of classes; 0 leaves the last layer out.</param>
/// <param name="channels">Channels of the pictures.</param>
/// <param name="options">What else can be chosen.</param>
public delegate ImageNetwork BuildBackbone(int classes, int channels, BackboneOptions options);

/// <summary>What can be chosen about a network for pictures.</summary>
public sealed record BackboneOptions
{
    /// <summary>Pads as TensorFlow's "SAME": at even sizes a convolution of stride 2 pads right and bottom only. For weights that were trained so.</summary>
    public bool SamePadding { get; init; }
}
