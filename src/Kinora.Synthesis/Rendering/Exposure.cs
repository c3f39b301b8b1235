using System.Numerics;
using Kinora.Synthesis.Scenes;

namespace Kinora.Synthesis.Rendering;

/// <summary>The camera's part: light becomes bytes, a little blurred, graded and grainy.</summary>
internal sealed class Exposure(Grade grade, int height, int width, ulong grainSeed)
{
    private readonly Vector3[] rows = new Vector3[height * width];

    /// <summary>Writes one frame.</summary>
    /// <param name="picture">Colours, (H, W), RGB, 0 to 1; overwritten.</param>
    /// <param name="frame">Number of the frame, for its grain.</param>
    /// <param name="pixels">Takes the frame, (H, W, 3), RGB.</param>
    public void Write(Span<Vector3> picture, int frame, Span<byte> pixels)
    {
        Blur(picture);
        var state = Mixed(grainSeed + (ulong)frame);
        // Four numbers of 16 bits together have a standard deviation of 65536 / sqrt(3).
        var grain = grade.Grain / 65536 * MathF.Sqrt(3);
        for (var i = 0; i < picture.Length; i++)
        {
            var colour = picture[i] * grade.Exposure;
            var luma = new Vector3((0.299f * colour.X) + (0.587f * colour.Y) + (0.114f * colour.Z));
            colour = luma + (grade.Saturation * (colour - luma));
            colour = (255 * ((grade.Contrast * (colour - new Vector3(0.5f))) + new Vector3(0.5f))) + new Vector3(0.5f);
            state += 0x9E3779B97F4A7C15;
            var bits = Mixed(state);
            var speck = grain * (((int)(bits & 0xFFFF) + (int)((bits >> 16) & 0xFFFF) + (int)((bits >> 32) & 0xFFFF) + (int)(bits >> 48)) - 131070);
            colour = Vector3.Clamp(colour + new Vector3(speck), Vector3.Zero, new Vector3(255));
            pixels[3 * i] = (byte)colour.X;
            pixels[(3 * i) + 1] = (byte)colour.Y;
            pixels[(3 * i) + 2] = (byte)colour.Z;
        }
    }

    private static ulong Mixed(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private void Blur(Span<Vector3> picture)
    {
        var (side, own) = (grade.Blur, 1 - (2 * grade.Blur));
        for (var y = 0; y < height; y++)
        {
            var from = picture.Slice(y * width, width);
            var to = rows.AsSpan(y * width, width);
            for (var x = 0; x < width; x++)
            {
                to[x] = (own * from[x]) + (side * (from[Math.Max(0, x - 1)] + from[Math.Min(width - 1, x + 1)]));
            }
        }

        for (var y = 0; y < height; y++)
        {
            var above = rows.AsSpan(Math.Max(0, y - 1) * width, width);
            var middle = rows.AsSpan(y * width, width);
            var below = rows.AsSpan(Math.Min(height - 1, y + 1) * width, width);
            var to = picture.Slice(y * width, width);
            for (var x = 0; x < width; x++)
            {
                to[x] = (own * middle[x]) + (side * (above[x] + below[x]));
            }
        }
    }
}
