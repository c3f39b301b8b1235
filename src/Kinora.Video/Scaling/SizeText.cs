using System.Globalization;

namespace Kinora.Video.Scaling;

/// <summary>Sizes in the text forms of geometries and augmentations: HEIGHTxWIDTH, as networks are described.</summary>
internal static class SizeText
{
    public static string Of(FrameSize size) => string.Create(CultureInfo.InvariantCulture, $"{size.Height}x{size.Width}");

    public static FrameSize Parse(string text) => text.Split('x') is [var height, var width]
        ? Positive(new FrameSize(Number(height), Number(width)))
        : throw new FormatException($"'{text}' is not a size; expected HEIGHTxWIDTH, such as 112x112");

    public static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new FormatException($"'{text}' is not a whole number");

    public static FrameSize Positive(FrameSize size) => size is { Height: > 0, Width: > 0 }
        ? size
        : throw new ArgumentException($"a frame of {Of(size)} has no pixel");
}
