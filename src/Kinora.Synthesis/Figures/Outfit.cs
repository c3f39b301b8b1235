using System.Numerics;
using Kinora.Video.Sampling;

namespace Kinora.Synthesis.Figures;

/// <summary>What a person wears. Colours are RGB, 0 to 1.</summary>
internal sealed record Outfit
{
    public required Vector3 Top { get; init; }

    /// <summary>Colour of the top's stripes; the top's own where it has none.</summary>
    public required Vector3 Stripes { get; init; }

    public required Vector3 Trousers { get; init; }

    public required Vector3 Shoes { get; init; }

    /// <summary>Whether the forearms are covered.</summary>
    public required bool HasLongSleeves { get; init; }

    /// <summary>Whether the shanks are bare.</summary>
    public required bool HasShorts { get; init; }

    /// <summary>Whether a coat hangs over the thighs.</summary>
    public required bool IsCoat { get; init; }

    public required bool HasRucksack { get; init; }

    /// <summary>How much wider than the body the clothes are, 1 to 1.3.</summary>
    public required float Looseness { get; init; }

    /// <summary>The clothes of a person.</summary>
    /// <param name="person">The person's draw.</param>
    /// <param name="number">Which of the person's outfits, from 0; the second is the thicker one.</param>
    public static Outfit Of(ClipDraw person, int number)
    {
        var draw = person.Fork($"outfit {number}");
        var isThick = number == 1;
        var top = Colour(draw.Fork("top"), 0.08f, 0.92f, 0.6f);
        var hasLong = isThick || draw.Chance("long sleeves", 0.5);
        return new Outfit
        {
            Top = top,
            Stripes = draw.Chance("stripes", 0.2) ? Colour(draw.Fork("stripes' colour"), 0.1f, 0.9f, 0.4f) : top,
            Trousers = Colour(draw.Fork("trousers"), 0.07f, draw.Chance("light trousers", 0.25) ? 0.8f : 0.38f, 0.45f),
            Shoes = draw.Chance("white shoes", 0.3) ? new Vector3(0.8f) : Colour(draw.Fork("shoes"), 0.06f, 0.3f, 0.3f),
            HasLongSleeves = hasLong,
            HasShorts = !isThick && !hasLong && draw.Chance("shorts", 0.3),
            IsCoat = isThick && draw.Chance("coat", 0.45),
            HasRucksack = isThick && draw.Chance("rucksack", 0.25),
            Looseness = isThick ? draw.Between("looseness", 1.1, 1.28) : draw.Between("looseness", 1.0, 1.14),
        };
    }

    // Any hue, mostly muted, from dark to bright.
    private static Vector3 Colour(ClipDraw draw, float dark, float bright, float colourful)
    {
        var hue = draw.Between("hue", 0, 6.2832);
        var strength = colourful * draw.Between("strength", 0, 1) * draw.Between("strength again", 0, 1);
        var value = draw.Between("value", dark, bright);
        return value * new Vector3(
            1 + (strength * MathF.Cos(hue)),
            1 + (strength * MathF.Cos(hue - 2.0944f)),
            1 + (strength * MathF.Cos(hue + 2.0944f)));
    }
}
