using System.Numerics;
using Kinora.Video.Sampling;

namespace Kinora.Synthesis.Figures;

/// <summary>One made-up person: build, skin and hair. Colours are RGB, 0 to 1.</summary>
internal sealed record Person
{
    /// <summary>Where all that is this person's comes from.</summary>
    public required ClipDraw Draw { get; init; }

    public required Skeleton Skeleton { get; init; }

    /// <summary>Girth of trunk and limbs over the average, about 1.</summary>
    public required float Girth { get; init; }

    /// <summary>How much the belly stands out, 0 to 1.</summary>
    public required float Belly { get; init; }

    public required Vector3 Skin { get; init; }

    public required Vector3 Hair { get; init; }

    /// <summary>Length of the hair: 0 is short, 1 reaches the shoulders.</summary>
    public required float HairLength { get; init; }

    /// <summary>Person <paramref name="number"/> of a seed, the same in every clip.</summary>
    public static Person Of(long seed, int number)
    {
        var draw = new ClipDraw(seed, 0, $"person {number}");
        var isWoman = draw.Chance("woman", 0.45);
        var height = draw.Around("height", isWoman ? 1.66 : 1.78, 0.055);
        var tone = draw.Between("skin", 0, 1);
        var colour = draw.Pick<Vector3>("hair", new(0.07f, 0.06f, 0.06f), new(0.16f, 0.10f, 0.07f), new(0.27f, 0.17f, 0.10f), new(0.10f, 0.08f, 0.07f), new(0.55f, 0.43f, 0.27f), new(0.50f, 0.49f, 0.48f));
        return new Person
        {
            Draw = draw,
            Skeleton = new Skeleton(height, draw.Around("legs", 1, 0.015), draw.Around("shoulders", isWoman ? 0.95 : 1.04, 0.03)),
            Girth = draw.Around("girth", isWoman ? 0.96 : 1.03, 0.06),
            Belly = MathF.Max(0, draw.Around("belly", 0.2, 0.25)),
            Skin = Vector3.Lerp(new Vector3(0.88f, 0.69f, 0.58f), new Vector3(0.36f, 0.23f, 0.17f), tone * tone),
            Hair = colour * draw.Between("hair brightness", 0.85, 1.15),
            HairLength = isWoman ? draw.Between("hair length", 0.2, 1) : draw.Between("hair length", -0.6, 0.3),
        };
    }
}
