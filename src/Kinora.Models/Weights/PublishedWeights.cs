namespace Kinora.Models.Weights;

/// <summary>Weights that somebody published, and all that is needed to fetch and use them.</summary>
/// <param name="Name">The name on Kinora's command line.</param>
/// <param name="Model">The network or backbone of <see cref="ModelZoo"/> they are for.</param>
/// <param name="Labels">The list of classes they tell apart: Kinetics-400, Kinetics-600 or ImageNet-1k.</param>
/// <param name="Licence">The licence of the one who published them; the videos or pictures behind them have their own terms.</param>
/// <param name="Address">Where the file is.</param>
/// <param name="Sha256">The first digits, or all 64, of the file's SHA-256 in lower-case hexadecimal; null where none is published.</param>
/// <param name="Bytes">The file's exact size; null where none is published.</param>
/// <param name="Megabytes">The file's size in MiB as published, rounded: for people; null where none is published.</param>
/// <param name="Preprocessing">How a video becomes their input.</param>
public sealed record PublishedWeights(
    string Name, string Model, string Labels, string Licence, Uri Address, string? Sha256, long? Bytes, double? Megabytes, Preprocessing Preprocessing)
{
    /// <summary>The file's name in a folder of weights.</summary>
    public string FileName => Address.Segments[^1];
}
