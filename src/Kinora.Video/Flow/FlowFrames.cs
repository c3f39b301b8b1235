using System.Runtime.InteropServices;
using Kinora.Video.Scaling;

namespace Kinora.Video.Flow;

/// <summary>
/// Flow as frames, so that it is sampled, kept, cropped and loaded like pictures: the first channel is u, the second v, as the bytes
/// that <see cref="FlowImages"/> writes with its usual bound; the third is <see cref="Still"/> and says nothing.
/// </summary>
public static class FlowFrames
{
    /// <summary>The byte of no motion.</summary>
    public const byte Still = 128;

    /// <summary>Writes a field as a frame.</summary>
    /// <param name="field">Vectors (H, W, 2), in pixels.</param>
    /// <param name="pixels">Gets the frame, (H, W, 3).</param>
    public static void Paint(ReadOnlySpan<float> field, Span<byte> pixels)
    {
        var frame = MemoryMarshal.Cast<byte, Rgb>(pixels);
        if (field.Length != 2L * frame.Length)
        {
            throw new ArgumentException($"{field.Length} numbers are no flow of {frame.Length} pixels");
        }

        for (var i = 0; i < frame.Length; i++)
        {
            frame[i] = new Rgb(FlowImages.Level(field[2 * i], FlowImages.DefaultBound), FlowImages.Level(field[(2 * i) + 1], FlowImages.DefaultBound), Still);
        }
    }

    /// <summary>
    /// The flow of the mirrored video: left and right swapped, u negated. The levels of u and of -u add up to 255, but for no motion,
    /// whose level of 127.5 is rounded up and stays as it is: a still background would drift otherwise.
    /// </summary>
    public static Frames Mirror(Frames frames)
    {
        var mirrored = FrameScaler.Mirror(frames);
        foreach (ref var pixel in MemoryMarshal.Cast<byte, Rgb>(mirrored.Pixels.AsSpan()))
        {
            pixel = pixel with { Red = pixel.Red == Still ? Still : (byte)(255 - pixel.Red) };
        }

        return mirrored;
    }

    /// <summary>The vectors of frames, to half a level.</summary>
    /// <param name="frames">T frames that hold flow.</param>
    /// <returns>T fields, in pixels.</returns>
    public static FlowField ToField(Frames frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        var flow = new FlowField(frames.Count, frames.Height, frames.Width);
        var pixels = MemoryMarshal.Cast<byte, Rgb>(frames.Pixels.AsSpan());
        for (var i = 0; i < pixels.Length; i++)
        {
            flow.Vectors[2 * i] = MotionOf(pixels[i].Red);
            flow.Vectors[(2 * i) + 1] = MotionOf(pixels[i].Green);
        }

        return flow;
    }

    private static float MotionOf(byte level) => level == Still ? 0 : FlowImages.Motion(level, FlowImages.DefaultBound);
}
