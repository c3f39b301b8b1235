using Kinora.Video.Decoding;
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
    private readonly WriterClock clock;
    private readonly EvenFrame even;
    private nint handle;
    private bool finished;

    private VideoWriter(string path, FrameSize size, WriterClock clock)
    {
        this.path = path;
        this.size = size;
        this.clock = clock;
        even = new EvenFrame(size);
        var full = Path.GetFullPath(path);
        temporary = Path.Combine(Path.GetDirectoryName(full) ?? "/", $".{Path.GetFileName(full)}.{Guid.NewGuid():n}.part");
    }

    /// <summary>Number of frames written.</summary>
    public int Count { get; private set; }

    /// <summary>What is wrong with the sound of the video that this one is like; null where nothing is, known when it is finished.</summary>
    public string? SoundWarning { get; private set; }

    /// <summary>Begins a video of a constant rate.</summary>
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
        if (size.Width < 2 || size.Height < 2 || EvenFrame.SizeOf(size) != size)
        {
            var next = new FrameSize(Math.Max(2, EvenFrame.SizeOf(size).Height), Math.Max(2, EvenFrame.SizeOf(size).Width));
            throw new VideoException($"{path}: H.264 needs an even width and height, not {size}; pad the frames to {next}");
        }

        if (rate.Numerator < 1 || rate.Denominator < 1)
        {
            throw new VideoException($"{path}: a rate of {rate} frames per second cannot be written; expected a positive fraction");
        }

        var encoder = new EncoderOptions { Crf = crf, Preset = preset, Threads = threads };
        return Begin(new VideoWriter(path, size, new WriterClock(rate)), rate, pixelAspect: 0, encoder, source: null);
    }

    /// <summary>Begins a video whose frames have times of their own.</summary>
    /// <param name="path">The file to make; one of that name is replaced at the end.</param>
    /// <param name="size">Size of every frame. An odd side of the video gets one more row or column, which repeats the edge.</param>
    /// <param name="times">When each frame appears.</param>
    /// <param name="encoder">How to encode; null for the defaults.</param>
    /// <exception cref="VideoException">There is no such preset, or the file cannot be written.</exception>
    public static VideoWriter Create(string path, FrameSize size, FrameTimes times, EncoderOptions? encoder = null) =>
        Create(path, size, times, pixelAspect: 0, encoder, source: null);

    /// <summary>
    /// Begins a video with the size, the frame times, the pixels' shape and the sound of another: one frame is to be written for each of
    /// its frames. Sound is copied where an MP4 that browsers play may hold its codec, and else encoded anew as AAC; where it
    /// cannot be used, the video is written without it, and <see cref="SoundWarning"/> says why.
    /// </summary>
    /// <param name="path">The file to make; one of that name is replaced at the end.</param>
    /// <param name="source">The other video.</param>
    /// <param name="encoder">How to encode; null for the defaults.</param>
    /// <exception cref="VideoException">There is no such preset, no frame can be read, or the file cannot be written.</exception>
    public static VideoWriter CreateLike(string path, VideoSource source, EncoderOptions? encoder = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        // A square pixel need not be told of.
        var aspect = source.Info.PixelAspect;
        return Create(path, source.Info.Size, source.ExactTimes, aspect == 1 ? 0 : aspect, encoder, source);
    }

    /// <summary>Writes frames.</summary>
    /// <exception cref="VideoException">They have another size than the video, or the file cannot be written further.</exception>
    /// <exception cref="InvalidOperationException">There are more than times were given for.</exception>
    public void Write(Frames frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
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
    /// <exception cref="InvalidOperationException">There are more than times were given for.</exception>
    public void Write(ReadOnlySpan<byte> frame)
    {
        ObjectDisposedException.ThrowIf(handle == 0, this);
        var bytes = size.Height * size.Width * 3;
        if (frame.Length != bytes)
        {
            throw new VideoException($"{path}: a frame of {frame.Length} bytes does not fit a video of {size}, whose frames have {bytes}");
        }

        var (time, duration) = clock.Next();
        var error = stackalloc byte[1024];
        fixed (byte* pixels = even.Of(frame))
        {
            if (VideoNative.WriterWrite(handle, pixels, time, duration, error, 1024) != 0)
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

        SoundWarning = VideoNative.Text(VideoNative.WriterSoundProblem(handle)) is { Length: > 0 } warning ? warning : null;
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

    private static VideoWriter Create(string path, FrameSize size, FrameTimes times, double pixelAspect, EncoderOptions? encoder, VideoSource? source)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(times);
        ArgumentOutOfRangeException.ThrowIfLessThan(size.Height, 1, nameof(size));
        ArgumentOutOfRangeException.ThrowIfLessThan(size.Width, 1, nameof(size));
        var seconds = times.Seconds(times.Count);
        var rate = FrameRate.Of(seconds > 0 ? Math.Clamp(times.Count / seconds, 0.001, 1000) : 1000);
        return Begin(new VideoWriter(path, size, new WriterClock(times)), rate, pixelAspect, encoder ?? new(), source);
    }

    private static VideoWriter Begin(VideoWriter writer, FrameRate rate, double pixelAspect, EncoderOptions encoder, VideoSource? source)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(encoder.Threads, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(encoder.Crf);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(encoder.Crf, 51);
        if (!Presets.Contains(encoder.Preset))
        {
            throw new VideoException($"{writer.path}: x264 has no preset '{encoder.Preset}'; expected one of {string.Join(", ", Presets)}");
        }

        var folder = Path.GetDirectoryName(writer.temporary);
        if (!Directory.Exists(folder))
        {
            throw new VideoException($"{writer.path}: cannot be written, since the folder {folder} does not exist");
        }

        var stored = EvenFrame.SizeOf(writer.size);
        var (ticks, sound, times) = (writer.clock.TicksPerSecond, source?.Sound, source?.ExactTimes);
        var options = new VideoNative.WriterOptions
        {
            Width = stored.Width,
            Height = stored.Height,
            TimeBaseNumerator = ticks.Denominator,
            TimeBaseDenominator = ticks.Numerator,
            RateNumerator = rate.Numerator,
            RateDenominator = rate.Denominator,
            Crf = encoder.Crf,
            Threads = encoder.Threads,
            PixelAspect = pixelAspect,
            SoundZero = times?.Origin ?? 0,
            SoundEnd = times is null || sound is { IsWhole: true } ? VideoNative.NoTime : times.Origin + times.End,
            SoundBaseNumerator = times?.TicksPerSecond.Denominator ?? 1,
            SoundBaseDenominator = times?.TicksPerSecond.Numerator ?? 1,
        };
        var soundPath = sound is null ? null : Path.GetFullPath(sound.Path);
        var error = stackalloc byte[1024];
        writer.handle = VideoNative.WriterOpen(writer.temporary, encoder.Preset, soundPath, options, error, 1024);
        if (writer.handle == 0)
        {
            File.Delete(writer.temporary);
            throw writer.Failed(VideoNative.Text(error));
        }

        return writer;
    }

    private VideoException Failed(string why) => new($"{path}: cannot be written: {why}");
}
