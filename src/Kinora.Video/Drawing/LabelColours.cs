namespace Kinora.Video.Drawing;

/// <summary>
/// Colours for labels, which people with any colour vision tell apart: the set by Okabe and Ito
/// (<see href="https://jfly.uni-koeln.de/color/"/>) without its black. After seven they come again, darker.
/// </summary>
public static class LabelColours
{
    private static readonly Colour[] Set =
    [
        new(86, 180, 233), new(230, 159, 0), new(0, 158, 115), new(204, 121, 167), new(240, 228, 66), new(213, 94, 0), new(0, 114, 178),
    ];

    /// <summary>The colour of a label.</summary>
    /// <param name="label">Its number, from 0.</param>
    public static Colour Of(int label)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(label);
        var (colour, round) = (Set[label % Set.Length], label / Set.Length);
        var share = Math.Max(0.4, Math.Pow(0.75, round));
        return new Colour((byte)(colour.Red * share), (byte)(colour.Green * share), (byte)(colour.Blue * share));
    }
}
