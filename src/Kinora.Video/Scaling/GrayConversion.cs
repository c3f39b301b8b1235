using System.Runtime.InteropServices;

namespace Kinora.Video.Scaling;

/// <summary>RGB to gray, by the fixed-point weights of the program that is to be matched.</summary>
public static class GrayConversion
{
    /// <summary>
    /// Makes pixels gray where they lie: all three channels become the gray. Gray pixels stay as they are, so it does not
    /// matter whether frames pass here once or twice; and scaling keeps the channels equal.
    /// </summary>
    /// <param name="pixels">RGB pixels.</param>
    /// <param name="colour">Whose gray; <see cref="FrameColour.Rgb"/> leaves all as it is.</param>
    public static void Apply(Span<byte> pixels, FrameColour colour)
    {
        // OpenCV has 15 bits after the point, Pillow 16; both round to nearest.
        switch (colour)
        {
            case FrameColour.Rgb:
                break;
            case FrameColour.OpenCvGray:
                Apply(pixels, 9798, 19235, 3735, 15);
                break;
            case FrameColour.PillowGray:
                Apply(pixels, 19595, 38470, 7471, 16);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(colour), colour, "no such colour");
        }
    }

    private static void Apply(Span<byte> pixels, int red, int green, int blue, int bits)
    {
        var half = 1 << (bits - 1);
        foreach (ref var pixel in MemoryMarshal.Cast<byte, Rgb>(pixels))
        {
            var gray = (byte)(((pixel.Red * red) + (pixel.Green * green) + (pixel.Blue * blue) + half) >> bits);
            pixel = new Rgb(gray, gray, gray);
        }
    }
}
