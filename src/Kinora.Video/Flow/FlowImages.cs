using Kinora.Video.Writing;

namespace Kinora.Video.Flow;

/// <summary>
/// Flow as two gray pictures, u and v, as two-stream networks read it: -bound is 0, no motion is between 127 and 128, +bound is
/// 255, and what is beyond is cut off. The rounding is that of dense_flow and denseflow (<c>cvRound</c>: halves to the even number).
/// </summary>
public static class FlowImages
{
    /// <summary>The bound in pixels that two-stream networks are trained with.</summary>
    public const double DefaultBound = 20;

    /// <summary>Makes the two pictures of a field.</summary>
    /// <param name="field">Vectors (H, W, 2), in pixels.</param>
    /// <param name="bound">The largest motion in pixels, above 0.</param>
    /// <param name="u">Gets the motion to the right, (H, W).</param>
    /// <param name="v">Gets the motion down, (H, W).</param>
    public static void Split(ReadOnlySpan<float> field, double bound, Span<byte> u, Span<byte> v)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        if (u.Length != v.Length || field.Length != 2L * u.Length)
        {
            throw new ArgumentException($"{field.Length} numbers do not make pictures of {u.Length} and {v.Length} pixels");
        }

        for (var i = 0; i < u.Length; i++)
        {
            u[i] = Level(field[2 * i], bound);
            v[i] = Level(field[(2 * i) + 1], bound);
        }
    }

    /// <summary>Writes fields as <c>flow_x_000000.jpg</c>, <c>flow_y_000000.jpg</c> and on, each file whole or not at all.</summary>
    /// <param name="folder">Where; it exists.</param>
    /// <param name="flow">The fields.</param>
    /// <param name="bound">The largest motion in pixels, above 0.</param>
    /// <param name="quality">Of the JPEG files, 1 to 100.</param>
    /// <exception cref="VideoException">A file cannot be written.</exception>
    public static void Save(string folder, FlowField flow, double bound = DefaultBound, int quality = ImageFile.DefaultQuality)
    {
        ArgumentNullException.ThrowIfNull(flow);
        var (u, v) = (new byte[flow.Height * flow.Width], new byte[flow.Height * flow.Width]);
        for (var t = 0; t < flow.Count; t++)
        {
            Split(flow[t], bound, u, v);
            ImageFile.SaveGray(Path.Combine(folder, NameOfU(t)), u, flow.Size, quality);
            ImageFile.SaveGray(Path.Combine(folder, NameOfV(t)), v, flow.Size, quality);
        }
    }

    /// <summary>Reads the pairs of a folder, from number 0 to the last that is there.</summary>
    /// <param name="folder">Where <see cref="Save"/> wrote them.</param>
    /// <param name="bound">The bound they were written with; the files do not say.</param>
    /// <returns>The motion to half a level of 2 * bound / 255 pixels, and what JPEG changed.</returns>
    /// <exception cref="VideoException">There is none, one of a pair is missing or broken, or sizes differ.</exception>
    public static FlowField Load(string folder, double bound = DefaultBound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var count = 0;
        while (File.Exists(Path.Combine(folder, NameOfU(count))))
        {
            count++;
        }

        if (count == 0)
        {
            throw new VideoException($"{folder} holds no flow: there is no {NameOfU(0)}");
        }

        FlowField? flow = null;
        for (var t = 0; t < count; t++)
        {
            var (u, v) = (ImageFile.Load(Path.Combine(folder, NameOfU(t))), ImageFile.Load(Path.Combine(folder, NameOfV(t))));
            flow ??= new FlowField(count, u.Height, u.Width);
            if (u.Size != flow.Size || v.Size != flow.Size)
            {
                throw new VideoException($"{folder}: {NameOfU(t)} is {u.Size} and {NameOfV(t)} is {v.Size}, and {NameOfU(0)} is {flow.Size}; all must have one size");
            }

            var field = flow[t];
            for (var i = 0; i < field.Length / 2; i++)
            {
                field[2 * i] = Motion(u.Pixels[3 * i], bound);
                field[(2 * i) + 1] = Motion(v.Pixels[3 * i], bound);
            }
        }

        return flow!;
    }

    /// <summary>The file of the motion to the right of field <paramref name="t"/>.</summary>
    public static string NameOfU(int t) => $"flow_x_{t:D6}.jpg";

    /// <summary>The file of the motion down of field <paramref name="t"/>.</summary>
    public static string NameOfV(int t) => $"flow_y_{t:D6}.jpg";

    /// <summary>The level of a motion in pixels.</summary>
    internal static byte Level(float motion, double bound) =>
        motion > bound ? (byte)255 : motion >= -bound ? (byte)Math.Round(255 * (motion + bound) / (2 * bound)) : (byte)0;

    /// <summary>The motion in pixels of a level.</summary>
    internal static float Motion(byte level, double bound) => (float)((level * 2 * bound / 255) - bound);
}
