using System.Runtime.InteropServices;

namespace Kinora.Video.Scaling;

/// <summary>Brings frames of one size into a geometry. Keeps buffers from frame to frame: one thread at a time.</summary>
public sealed class FrameScaler
{
    private readonly FrameSize source;
    private readonly GeometrySteps steps;
    private readonly IResizer? resizer;
    private readonly byte[] resized;

    /// <summary>Makes ready for frames of size <paramref name="source"/>.</summary>
    /// <exception cref="VideoException">The filter is FFmpeg's, which works only while a video is decoded.</exception>
    public FrameScaler(FrameSize source, FrameGeometry geometry, ScaleFilter filter)
        : this(source, (geometry ?? throw new ArgumentNullException(nameof(geometry))).Steps(source), filter)
    {
    }

    internal FrameScaler(FrameSize source, GeometrySteps steps, ScaleFilter filter)
    {
        this.source = source;
        this.steps = steps;
        resizer = steps.Before.Size == steps.Resized ? null : Resizer(steps.Before.Size, steps.Resized, filter);
        resized = resizer is null || steps.After.IsWhole(steps.Resized) ? [] : new byte[steps.Resized.Height * steps.Resized.Width * 3];
    }

    /// <summary>Brings frames into a geometry.</summary>
    /// <returns>New frames, as many as there were, of the geometry's output size.</returns>
    /// <exception cref="VideoException">The filter is FFmpeg's, which works only while a video is decoded.</exception>
    public static Frames Scale(Frames frames, FrameGeometry geometry, ScaleFilter filter)
    {
        ArgumentNullException.ThrowIfNull(frames);
        ArgumentNullException.ThrowIfNull(geometry);
        return Scale(frames, geometry.Steps(frames.Size), filter);
    }

    /// <summary>Cuts the same part out of every frame.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part is not within the frames.</exception>
    public static Frames Crop(Frames frames, FrameRegion part)
    {
        ArgumentNullException.ThrowIfNull(frames);
        var cropped = new Frames(frames.Count, part.Size.Height, part.Size.Width);
        for (var t = 0; t < frames.Count; t++)
        {
            Copy(frames[t], frames.Size, part, cropped[t]);
        }

        return cropped;
    }

    /// <summary>Swaps left and right in every frame.</summary>
    public static Frames Mirror(Frames frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        var mirrored = new Frames(frames.Count, frames.Height, frames.Width);
        var from = MemoryMarshal.Cast<byte, Rgb>(frames.Pixels.AsSpan());
        var to = MemoryMarshal.Cast<byte, Rgb>(mirrored.Pixels.AsSpan());
        for (var row = 0; row < from.Length; row += frames.Width)
        {
            from.Slice(row, frames.Width).CopyTo(to[row..]);
            to.Slice(row, frames.Width).Reverse();
        }

        return mirrored;
    }

    /// <summary>Cuts the same part out of every frame and scales it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part is not within the frames.</exception>
    /// <exception cref="VideoException">The filter is FFmpeg's, which works only while a video is decoded.</exception>
    public static Frames CropAndScale(Frames frames, FrameRegion part, FrameSize size, ScaleFilter filter)
    {
        ArgumentNullException.ThrowIfNull(frames);
        return Scale(frames, new GeometrySteps(part, size, FrameRegion.Whole(size)), filter);
    }

    /// <summary>Brings one frame into the geometry.</summary>
    /// <param name="frame">RGB pixels of the source size.</param>
    /// <param name="scaled">Takes the RGB pixels of the geometry's output size.</param>
    public void Scale(ReadOnlySpan<byte> frame, Span<byte> scaled)
    {
        if (resizer is null)
        {
            // Nothing is scaled: the part of the part is copied.
            var part = new FrameRegion(steps.Before.Top + steps.After.Top, steps.Before.Left + steps.After.Left, steps.After.Size);
            Copy(frame, source, part, scaled);
            return;
        }

        var rowBytes = source.Width * 3;
        var kept = Within(frame, source, steps.Before);
        if (resized.Length == 0)
        {
            resizer.Resize(kept, rowBytes, scaled);
            return;
        }

        resizer.Resize(kept, rowBytes, resized);
        Copy(resized, steps.Resized, steps.After, scaled);
    }

    private static Frames Scale(Frames frames, GeometrySteps steps, ScaleFilter filter)
    {
        var scaler = new FrameScaler(frames.Size, steps, filter);
        var scaled = new Frames(frames.Count, steps.After.Size.Height, steps.After.Size.Width);
        for (var t = 0; t < frames.Count; t++)
        {
            scaler.Scale(frames[t], scaled[t]);
        }

        return scaled;
    }

    private static IResizer Resizer(FrameSize source, FrameSize target, ScaleFilter filter) => filter switch
    {
        ScaleFilter.OpenCvBilinear => new OpenCvResizer(source, target, OpenCvResizer.Interpolation.Linear),
        ScaleFilter.OpenCvArea => new OpenCvResizer(source, target, OpenCvResizer.Interpolation.Area),
        ScaleFilter.PillowBilinear => new PillowResizer(source, target),
        ScaleFilter.FFmpegBilinear => throw new VideoException(
            "the filter FFmpegBilinear scales whole frames while a video is decoded, and cannot scale pictures that are decoded already or cropped first; choose OpenCvBilinear, OpenCvArea or PillowBilinear"),
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, "no such filter"),
    };

    private static void Copy(ReadOnlySpan<byte> frame, FrameSize size, FrameRegion part, Span<byte> cropped)
    {
        var from = Within(frame, size, part);
        var (rowBytes, partBytes) = (size.Width * 3, part.Size.Width * 3);
        for (var y = 0; y < part.Size.Height; y++)
        {
            from.Slice(y * rowBytes, partBytes).CopyTo(cropped[(y * partBytes)..]);
        }
    }

    /// <summary>The pixels of a frame from the first to the last of a part, rows as far apart as in the frame.</summary>
    private static ReadOnlySpan<byte> Within(ReadOnlySpan<byte> frame, FrameSize size, FrameRegion part)
    {
        if (part.Top < 0 || part.Left < 0 || part.Size.Height < 1 || part.Size.Width < 1
            || part.Top > size.Height - part.Size.Height || part.Left > size.Width - part.Size.Width)
        {
            throw new ArgumentOutOfRangeException(nameof(part), $"{part} is not within a frame of {size}");
        }

        var first = ((part.Top * size.Width) + part.Left) * 3;
        return frame.Slice(first, (((part.Size.Height - 1) * size.Width) + part.Size.Width) * 3);
    }
}
