using System.Runtime.InteropServices;
using Kinora.Video.Drawing;
using Kinora.Video.Interop;
using Kinora.Video.Scaling;

namespace Kinora.Video.Flow;

/// <summary>Flow that people can look at.</summary>
public static partial class FlowPicture
{
    private static readonly Colour Arrow = new(80, 255, 80);

    /// <summary>
    /// Colours each pixel by its motion, in the colour code of Baker et al. 2007: the hue is the direction (red to the right,
    /// yellow down), pale is slow and white stands still; what is faster than <paramref name="bound"/> is dark.
    /// </summary>
    /// <param name="flow">T fields.</param>
    /// <param name="bound">The speed in pixels that has the full colour, above 0.</param>
    /// <returns>T pictures.</returns>
    public static Frames ColourWheel(FlowField flow, double bound)
    {
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var pictures = new Frames(flow.Count, flow.Height, flow.Width);
        var pixels = MemoryMarshal.Cast<byte, Rgb>(pictures.Pixels.AsSpan());
        for (var i = 0; i < pixels.Length; i++)
        {
            var colour = Flow.ColourWheel.Of(flow.Vectors[2 * i] / bound, flow.Vectors[(2 * i) + 1] / bound);
            pixels[i] = new Rgb(colour.Red, colour.Green, colour.Blue);
        }

        return pictures;
    }

    /// <summary>Draws the motion of every few pixels over the frames it starts from, as arrows; a dot stands for one that would be shorter than 2 pixels.</summary>
    /// <param name="frames">T frames, or the first T - 1 of them.</param>
    /// <param name="flow">T - 1 fields of the frames' size.</param>
    /// <param name="step">Pixels from one arrow to the next, at least 1.</param>
    /// <param name="scale">How many times as long as the motion an arrow is, above 0; people mostly move by a few pixels a frame.</param>
    /// <returns>T - 1 pictures.</returns>
    /// <exception cref="ArgumentException">Frames and flow do not fit each other.</exception>
    /// <exception cref="VideoException">OpenCV is missing.</exception>
    public static Frames Arrows(Frames frames, FlowField flow, int step = 12, double scale = 3)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(flow);
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        if (frames.Size != flow.Size || frames.Count < flow.Count)
        {
            throw new ArgumentException($"{flow.Count} fields of {flow.Size} do not belong to {frames.Count} frames of {frames.Size}");
        }

        var pictures = new Frames(flow.Count, flow.Height, flow.Width);
        for (var t = 0; t < flow.Count; t++)
        {
            frames[t].CopyTo(pictures[t]);
            if (Marshal.PtrToStringUTF8(DrawArrows(pictures[t], flow.Height, flow.Width, flow[t], step, scale, Arrow.Red, Arrow.Green, Arrow.Blue)) is { } problem)
            {
                throw new VideoException($"OpenCV cannot draw arrows: {problem}");
            }
        }

        return pictures;
    }

    [LibraryImport(NativeLibraries.Flow, EntryPoint = "kinora_flow_draw_arrows")]
    private static partial nint DrawArrows(Span<byte> pixels, int height, int width, ReadOnlySpan<float> flow, int step, double scale, int red, int green, int blue);
}
