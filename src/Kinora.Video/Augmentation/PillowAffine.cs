using System.Runtime.InteropServices;
using Kinora.Video.Scaling;

namespace Kinora.Video.Augmentation;

/// <summary>
/// Shears, shifts and turns as Pillow's <c>transform</c> does by the nearest pixel, in its fixed-point arithmetic of 16 bits after
/// the point; what comes from outside is black. A pixel (x, y) of the result is pixel (a x + b y + c, d x + e y + f) of the source.
/// </summary>
internal readonly record struct PillowAffine(double A, double B, double C, double D, double E, double F)
{
    /// <summary>Rows slide sideways by <paramref name="slope"/> pixels a row, about the upper left corner.</summary>
    public static PillowAffine ShearX(double slope) => new(1, slope, 0, 0, 1, 0);

    /// <summary>Columns slide downwards, about the upper left corner.</summary>
    public static PillowAffine ShearY(double slope) => new(1, 0, 0, slope, 1, 0);

    /// <summary>Moves right and down by whole pixels.</summary>
    public static PillowAffine Translate(int right, int down) => new(1, 0, -right, 0, 1, -down);

    /// <summary>Turns against the clock about the middle.</summary>
    public static PillowAffine Rotate(double degrees, FrameSize size)
    {
        var angle = -(degrees % 360 / 180 * Math.PI);
        var (cos, sin) = (Math.Round(Math.Cos(angle), 15), Math.Round(Math.Sin(angle), 15));
        var (x, y) = (size.Width / 2.0, size.Height / 2.0);
        return new(cos, sin, (cos * -x) + (sin * -y) + x, -sin, cos, (-sin * -x) + (cos * -y) + y);
    }

    /// <summary>Changes every frame.</summary>
    public Frames Apply(Frames frames)
    {
        var (a, b, d, e) = (Fixed(A), Fixed(B), Fixed(D), Fixed(E));
        var changed = new Frames(frames.Count, frames.Height, frames.Width);
        for (var t = 0; t < frames.Count; t++)
        {
            var from = MemoryMarshal.Cast<byte, Rgb>(frames[t]);
            var to = MemoryMarshal.Cast<byte, Rgb>(changed[t]);
            var (rowX, rowY) = (Fixed(C + (A * 0.5) + (B * 0.5)), Fixed(F + (D * 0.5) + (E * 0.5)));
            for (var y = 0; y < frames.Height; y++, rowX += b, rowY += e)
            {
                var (atX, atY) = (rowX, rowY);
                for (var x = 0; x < frames.Width; x++, atX += a, atY += d)
                {
                    var (column, row) = (atX >> 16, atY >> 16);
                    if ((uint)column < (uint)frames.Width && (uint)row < (uint)frames.Height)
                    {
                        to[(y * frames.Width) + x] = from[(row * frames.Width) + column];
                    }
                }
            }
        }

        return changed;
    }

    private static int Fixed(double value) => (int)Math.Floor((value * 65536.0) + 0.5);
}
