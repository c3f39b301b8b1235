using Kinora.Video.Interop;
using Kinora.Video.Writing;

namespace Kinora.Video.Decoding;

/// <summary>
/// A video file, read exactly: frame n is the n-th frame that
/// <c>ffmpeg -i FILE -fps_mode passthrough -f rawvideo -pix_fmt rgb24 -</c> writes, upright, bit for bit.
/// Where the size changes within a file, all frames come in the size of the first, as ffmpeg writes them.
/// One object serves one thread at a time; any number of objects may work in parallel.
/// </summary>
/// <remarks>
/// A file is opened by its content, whatever its name. Playlists and scripts that name other files are refused, and nothing but the file
/// itself is ever opened.
/// </remarks>
public sealed class VideoFile : VideoSource
{
    private readonly string path;
    private readonly NativeReader reader;
    private FrameIndex? index;
    private VideoInfo? info;
    private FrameTimes? exactTimes;
    private FrameDecoder? decoder;
    private FrameSize size;
    private string? warning;

    private VideoFile(string path, int threads)
    {
        this.path = path;
        reader = new NativeReader(path, threads);
        var stream = reader.Stream;
        var turned = stream.Rotation is 90 or 270;
        size = turned ? new FrameSize(stream.Width, stream.Height) : new FrameSize(stream.Height, stream.Width);
    }

    /// <summary>What is known of the file. Counts the frames when first asked for.</summary>
    /// <exception cref="VideoException">No frame can be decoded.</exception>
    public override VideoInfo Info => info ??= Describe();

    /// <summary>
    /// Every frame. Made when first asked for: from the packets' headers where these prove what decoding gives, else by decoding once.
    /// </summary>
    /// <exception cref="VideoException">No frame can be decoded.</exception>
    public FrameIndex Index => index ??= BuildIndex(decode: false);

    /// <summary>What is wrong with a file that can be read in part, e.g. "breaks after 41 of 66 frames: ..."; null where nothing is known to be.</summary>
    public override string? Warning
    {
        get
        {
            _ = Index;
            return warning;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double>? Times => Info.VariableRate ? [.. Enumerable.Range(0, Index.Count).Select(Index.Seconds)] : null;

    /// <inheritdoc/>
    public override FrameTimes ExactTimes => exactTimes ??= ReadTimes();

    internal override SoundPlace? Sound => new(path, IsWhole: true);

    internal override bool ScalesWhileDecoding => true;

    /// <inheritdoc/>
    public override bool IsKeyFrame(int frame) => Index.IsKeyFrame(frame);

    /// <summary>Opens a video file. Cheap: frames are counted when first asked for.</summary>
    /// <param name="path">A video file; its content decides the format, not its name.</param>
    /// <param name="threads">Threads that decode; more help on long videos, and never change a pixel (a damaged file is decoded by one).</param>
    /// <exception cref="VideoException">The file is missing, empty, no video, encrypted, of an unknown codec, or has no frame.</exception>
    public static new VideoFile Open(string path, int threads = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        var file = new VideoFile(path, threads);
        try
        {
            var stream = file.reader.Stream;
            if (stream.Encrypted != 0 || stream.PixelsKnown == 0)
            {
                // A first look showed no picture: find out now whether there is any.
                _ = file.Index;
            }

            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads frames by number.</summary>
    /// <param name="frameNumbers">Numbers in the order of presentation, from 0; in any order, repeats allowed.</param>
    /// <param name="size">Scales while decoding, as <c>ffmpeg -vf scale=W:H:flags=bilinear</c> does; null keeps the size of the video.</param>
    /// <returns>The frames in the order asked for, RGB, upright.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame, or the frames do not fit into one block.</exception>
    /// <exception cref="VideoException">The file breaks, or changed since it was opened.</exception>
    public override Frames Read(ReadOnlySpan<int> frameNumbers, FrameSize? size = null)
    {
        var numbers = frameNumbers.ToArray();
        return ReadProved(() => numbers, size);
    }

    /// <summary>Reads every frame.</summary>
    /// <inheritdoc cref="Read" path="/param[@name='size']|/exception"/>
    public override Frames ReadAll(FrameSize? size = null) => ReadProved(() => [.. Enumerable.Range(0, Index.Count)], size);

    /// <summary>Reads the frames on show at the given times.</summary>
    /// <param name="seconds">Times in seconds since the first frame appears, up to the end of the last.</param>
    /// <param name="size">As for <see cref="Read"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time lies outside the video.</exception>
    /// <exception cref="VideoException">The file breaks, or changed since it was opened.</exception>
    public Frames ReadAt(ReadOnlySpan<double> seconds, FrameSize? size = null)
    {
        var numbers = new int[seconds.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Index.At(seconds[i]);
        }

        return Read(numbers, size);
    }

    /// <summary>Closes the file.</summary>
    public override void Dispose() => reader.Dispose();

    /// <summary>
    /// Reads frames; where decoding does not keep what the headers promised, finds out by decoding what is there and reads again.
    /// </summary>
    private Frames ReadProved(Func<int[]> numbers, FrameSize? size)
    {
        if (!Index.Decoded)
        {
            try
            {
                return ReadOnce(numbers(), size);
            }
            catch (IndexDisproved)
            {
                index = BuildIndex(decode: true);
                info = null;
            }
        }

        try
        {
            return ReadOnce(numbers(), size);
        }
        catch (IndexDisproved)
        {
            throw reader.Broken("gives other frames than when it was opened; did it change while it was read?");
        }
    }

    private Frames ReadOnce(int[] numbers, FrameSize? size)
    {
        foreach (var number in numbers)
        {
            if ((uint)number >= (uint)Index.Count)
            {
                throw new ArgumentOutOfRangeException(nameof(numbers), $"{path}: frame {number} of a video of {Index.Count} frames (numbers start at 0){(warning is null ? "" : $"; it {warning}")}");
            }
        }

        decoder ??= new FrameDecoder(reader, Index);
        var target = size ?? this.size;
        var frames = new Frames(numbers.Length, target.Height, target.Width);
        var wanted = new HashSet<int>(numbers.Length);
        var places = new int[numbers.Length];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = i;
            wanted.Add(numbers[i]);
        }

        Array.Sort([.. numbers], places);
        for (var i = 0; i < places.Length; i++)
        {
            var place = places[i];
            if (i > 0 && numbers[place] == numbers[places[i - 1]])
            {
                frames[places[i - 1]].CopyTo(frames[place]);
                continue;
            }

            decoder.MoveTo(numbers[place], wanted);
            reader.Convert(frames[place], target, bilinear: size is not null);
        }

        return frames;
    }

    private FrameIndex BuildIndex(bool decode)
    {
        var builder = new IndexBuilder(reader);
        // Where no header tells the size either, only a frame can.
        var built = decode || size.Height <= 0 || size.Width <= 0 ? null : builder.FromHeaders();
        if (built is null)
        {
            reader.Reopen();
            built = builder.FromDecoding();
            size = builder.FirstSize ?? size;
        }

        if (built.Count == 0)
        {
            var complaint = reader.Complaint;
            throw reader.Broken($"no frame can be decoded (codec {reader.Codec}){(complaint.Length > 0 ? $": {complaint}" : "")}");
        }

        warning = builder.Warning;
        decoder = null;
        exactTimes = null;
        return built;
    }

    private VideoInfo Describe()
    {
        var frames = Index;
        var stream = reader.Stream;
        var count = frames.Count;
        var gaps = frames.Gaps().ToArray();
        var tick = (double)stream.TimeBaseNumerator / stream.TimeBaseDenominator;
        var mean = gaps.Length > 0 ? gaps.Average() : 0;
        // Times are rounded to ticks: a steady rate may jump by one either way.
        var variable = gaps.Any(gap => Math.Abs(gap - mean) > Math.Max(1.01 * tick, 0.02 * mean));
        var nominal = stream.RateDenominator > 0 ? (double)stream.RateNumerator / stream.RateDenominator : 0;
        var measured = mean > 0 ? 1 / mean : nominal > 0 ? nominal : frames.Duration > 0 ? count / frames.Duration : 0;
        var steady = nominal > 0 && Math.Abs(nominal - measured) <= 0.05 * measured;
        var rate = !variable && steady ? nominal : measured;
        var duration = frames.Duration > 0 ? frames.Duration : rate > 0 ? count / rate : 0;
        return new VideoInfo(path, reader.Codec, size.Width, size.Height, stream.Rotation, rate, TimeSpan.FromSeconds(duration), count, variable)
        {
            PixelAspect = PixelAspect(stream),
            Mirrored = stream.Mirrored != 0,
        };
    }

    private static double PixelAspect(in VideoNative.StreamInfo stream)
    {
        if (stream.AspectNumerator <= 0 || stream.AspectDenominator <= 0)
        {
            return 1;
        }

        // The file tells of stored pictures; in one that is turned upright, width and height of a pixel change places.
        var stored = (double)stream.AspectNumerator / stream.AspectDenominator;
        return stream.Rotation is 90 or 270 ? 1 / stored : stored;
    }

    private FrameTimes ReadTimes()
    {
        var (info, frames, stream) = (Info, Index, reader.Stream);
        var unit = new FrameRate(stream.TimeBaseDenominator, stream.TimeBaseNumerator);
        var origin = frames.Ticks(0);
        var last = frames.Ticks(frames.Count - 1) - origin;
        if (frames.Count > 1 && last == 0)
        {
            // All at one time is none at all.
            return FrameTimes.Of(info, seconds: null);
        }

        var shown = frames.TicksShown(frames.Count - 1);
        if (shown <= 0)
        {
            // As long as the others on average.
            shown = last > 0 ? Math.Max(1, last / (frames.Count - 1)) : Math.Max(1, (long)Math.Round(info.Duration.TotalSeconds * unit.Numerator / unit.Denominator));
        }

        return new FrameTimes(unit, [.. Enumerable.Range(0, frames.Count).Select(frame => frames.Ticks(frame) - origin)], last + shown, origin);
    }
}
