using Kinora.Video.Sampling;

namespace Kinora.Video.Augmentation;

/// <summary>
/// A few operations drawn from a list of fourteen, all of one strength (Cubuk et al. 2019,
/// <see href="https://arxiv.org/abs/1909.13719"/>): <c>randaugment ops 2 magnitude 9</c>. List and strengths are those of torchvision's
/// <c>RandAugment</c> with 31 bins on Pillow's images; one draw serves all frames, and what Pillow counts in a picture is
/// counted in the clip.
/// </summary>
/// <param name="Operations">How many are applied, one after another; from 1 to 14.</param>
/// <param name="Magnitude">From 0, weak, to 30.</param>
public sealed record RandAugment(int Operations, int Magnitude) : IAugmentation
{
    private const int LastBin = 30;

    /// <summary>The operations, by torchvision's names and in its order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "Identity", "ShearX", "ShearY", "TranslateX", "TranslateY", "Rotate", "Brightness", "Color", "Contrast", "Sharpness", "Posterize",
        "Solarize", "AutoContrast", "Equalize",
    ];

    /// <summary>How many are applied.</summary>
    public int Operations { get; } = (int)Limits.Within(Operations, 1, Names.Count, "the number of operations");

    /// <summary>Their strength.</summary>
    public int Magnitude { get; } = (int)Limits.Within(Magnitude, 0, LastBin, "the magnitude");

    /// <inheritdoc/>
    public Frames Apply(Frames frames, ClipDraw draw)
    {
        ArgumentNullException.ThrowIfNull(frames);
        for (var i = 0; i < Operations; i++)
        {
            frames = Apply(frames, Names[draw.Below(2 * i, Names.Count)], Magnitude, negative: draw.Below((2 * i) + 1, 2) == 1);
        }

        return frames;
    }

    /// <inheritdoc/>
    public IAugmentation ForFlow() =>
        throw new ArgumentException($"'{this}' turns and shears pictures, and the vectors of optical flow would have to turn with them; leave it out");

    /// <summary>Applies one operation.</summary>
    /// <param name="frames">The clip.</param>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="magnitude">From 0 to 30.</param>
    /// <param name="negative">Whether those that have two directions go the other way.</param>
    /// <exception cref="ArgumentException">No operation has that name.</exception>
    public static Frames Apply(Frames frames, string name, int magnitude, bool negative)
    {
        ArgumentNullException.ThrowIfNull(frames);
        return name switch
        {
            "Identity" => frames,
            "ShearX" => PillowAffine.ShearX(Signed(0.3)).Apply(frames),
            "ShearY" => PillowAffine.ShearY(Signed(0.3)).Apply(frames),
            "TranslateX" => PillowAffine.Translate((int)Signed(150.0 / 331.0 * frames.Width), 0).Apply(frames),
            "TranslateY" => PillowAffine.Translate(0, (int)Signed(150.0 / 331.0 * frames.Height)).Apply(frames),
            "Rotate" => PillowAffine.Rotate(Signed(30), frames.Size).Apply(frames),
            "Brightness" => ColourJitter.WithBrightness(frames, 1 + Signed(0.9)),
            "Color" => ColourJitter.WithSaturation(frames, 1 + Signed(0.9)),
            "Contrast" => ColourJitter.WithContrast(frames, 1 + Signed(0.9)),
            "Sharpness" => PillowTones.WithSharpness(frames, 1 + Signed(0.9)),
            "Posterize" => PillowTones.Posterize(frames, 8 - (int)Math.Round(magnitude / (LastBin / 4.0f))),
            "Solarize" => PillowTones.Solarize(frames, 255 - Strength(255)),
            "AutoContrast" => PillowTones.AutoContrast(frames),
            "Equalize" => PillowTones.Equalize(frames),
            _ => throw new ArgumentException($"no operation is called '{name}'; there are {string.Join(", ", Names)}"),
        };

        double Signed(double most) => negative ? -Strength(most) : Strength(most);

        // In float, as torch.linspace has it.
        double Strength(double most) => magnitude * ((float)most / LastBin);
    }

    /// <summary>The text form.</summary>
    public override string ToString() => $"randaugment ops {Operations} magnitude {Magnitude}";
}
