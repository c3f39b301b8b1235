using Kinora.Video.Interop;

namespace Kinora.Video.Writing;

/// <summary>
/// Writes an H.264 video (x264, 4:2:0, BT.601) in an MP4 file that browsers play while it loads. The file appears under its name when
/// <see cref="Finish"/> has written all of it; disposing without that leaves nothing behind.
/// </summary>
public sealed unsafe class VideoWriter : IDisposable
{
    private static readonly string[] Presets = ["ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow"];

    private readonly string path;
    private readonly string temporary;
    private readonly FrameSize size;
    private nint handle;
    private bool finished;

    private VideoWriter(string path, FrameSize size)
    {
        this.path = path;
        this.size = size;
        var full = Path.GetFullPath(path);
        temporary = Path.Combine(Path.GetDirectoryName(full) ?? "/", $".{Path.GetFileName(full)}.{Guid.NewGuid():n}.part");
    }

    /// <summary>Number of frames written.</summary>
    public int Count { get; private set; }

    /// <summary>Begins a video.</summary>
    /// <param name="path">The file to make; one of that name is replaced at the end.</param>
    /// <param name="size">Size of every frame; height and width must be even.</param>
    /// <param name="rate">Frames per second.</param>
    /// <param name="crf">x264's quality, 0 (lossless) to 51 (worst); 6 more halve the file.</param>
    /// <param name="preset">x264's pace, <c>ultrafast</c> to <c>veryslow</c>: slower gives smaller files.</param>
    /// <param name="threads">Threads that encode; another number gives another file of the same quality.</param>
    /// <exception cref="VideoException">The size is odd, rate or preset is none, or the file cannot be written.</exception>
    public static VideoWriter Create(string path, FrameSize size, FrameRate rate, int crf = 20, string preset = "medium", int threads = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(crf);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(crf, 51);
        if (size.Width < 2 || size.Height < 2 || size.Width % 2 != 0 || size.Height % 2 != 0)
        {
            var even = new FrameSize(Math.Max(2, size.Height + (size.Height % 2)), Math.Max(2, size.Width + (size.Width % 2)));
            throw new VideoException($"{path}: H.264 needs an even width and height, not {size}; pad the frames to {even}");
        }

        if (rate.Numerator < 1 || rate.Denominator < 1)
        {
            throw new VideoException($"{path}: a rate of {rate} frames per second cannot be written; expected a positive fraction");
        }

        if (!Presets.Contains(preset))
        {
            throw new VideoException($"{path}: x264 has no preset '{preset}'; expected one of {string.Join(", ", Presets)}");
        }

        var writer = new VideoWriter(path, size);
        var folder = Path.GetDirectoryName(writer.temporary);
        if (!Directory.Exists(folder))
        {
            throw new VideoException($"{path}: cannot be written, since the folder {folder} does not exist");
        }

        var error = stackalloc byte[1024];
        writer.handle = VideoNative.WriterOpen(writer.temporary, size.Width, size.Height, rate.Numerator, rate.Denominator, crf, preset, threads, error, 1024);
        if (writer.handle == 0)
        {
            File.Delete(writer.temporary);
            throw writer.Failed(VideoNative.Text(error));
        }

        return writer;
    }

    /// <summary>Writes frames.</summary>
    /// <exception cref="VideoException">They have another size than the video, or the file cannot be written further.</exception>
    public void Write(Frames frames)
    {
        if (frames.Size != size)
        {
            throw new VideoException($"{path}: frames of {frames.Size} do not fit a video of {size}");
        }

        for (var t = 0; t < frames.Count; t++)
        {
            Write(frames[t]);
        }
    }

    /// <summary>Writes one frame, (H, W, 3), RGB.</summary>
    /// <exception cref="VideoException">It has another size than the video, or the file cannot be written further.</exception>
    public void Write(ReadOnlySpan<byte> frame)
    {
        ObjectDisposedException.ThrowIf(handle == 0, this);
        var bytes = size.Height * size.Width * 3;
        if (frame.Length != bytes)
        {
            throw new VideoException($"{path}: a frame of {frame.Length} bytes does not fit a video of {size}, whose frames have {bytes}");
        }

        var error = stackalloc byte[1024];
        fixed (byte* pixels = frame)
        {
            if (VideoNative.WriterWrite(handle, pixels, error, 1024) != 0)
            {
                throw Failed(VideoNative.Text(error));
            }
        }

        Count++;
    }

    /// <summary>Ends the video and gives the file its name.</summary>
    /// <exception cref="VideoException">No frame was written, or the file cannot be written.</exception>
    public void Finish()
    {
        ObjectDisposedException.ThrowIf(handle == 0, this);
        if (Count == 0)
        {
            throw new VideoException($"{path}: a video needs at least one frame");
        }

        var error = stackalloc byte[1024];
        if (VideoNative.WriterFinish(handle, error, 1024) != 0)
        {
            throw Failed(VideoNative.Text(error));
        }

        VideoNative.WriterClose(handle);
        handle = 0;
        try
        {
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new VideoException($"{path}: cannot be written: {problem.Message}", problem);
        }

        finished = true;
    }

    /// <summary>Ends the writing; a video that was not finished is removed.</summary>
    public void Dispose()
    {
        if (handle != 0)
        {
            VideoNative.WriterClose(handle);
            handle = 0;
        }

        if (!finished)
        {
            File.Delete(temporary);
        }
    }

    private VideoException Failed(string why) => new($"{path}: cannot be written: {why}");
}
