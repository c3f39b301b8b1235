using System.Text.RegularExpressions;
using Kinora.Video.Scaling;
using Kinora.Video.Writing;

namespace Kinora.Video.Decoding;

/// <summary>
/// A video as a folder of pictures, <c>frame_000000.jpg</c>, <c>img_00001.png</c> and on: frame n is the n-th picture in the
/// order of their numbers, whatever number that begins with. All pictures have one size. Pictures of flow beside them
/// (<c>flow_x_00001.jpg</c>) are no frames.
/// </summary>
public sealed partial class FrameFolder : VideoSource
{
    /// <summary>Frames per second that are taken for granted: pictures do not say.</summary>
    public const double AssumedRate = 25;

    private readonly string path;
    private readonly string[] names;
    private VideoInfo? info;

    private FrameFolder(string path, string[] names, string? warning)
    {
        this.path = path;
        this.names = names;
        Warning = warning;
    }

    /// <summary>What is known of it: opens the first picture when first asked for.</summary>
    /// <exception cref="VideoException">The first picture cannot be read.</exception>
    public override VideoInfo Info => info ??= Describe(ImageFile.Load(PathOf(0)).Size);

    /// <summary>How many pictures are missing by their numbers; null where none are.</summary>
    public override string? Warning { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<double>? Times => null;

    /// <summary>Whether a file of this name is a picture of a sequence: its name ends in a number, and it is not one of flow.</summary>
    public static bool IsFrame(ReadOnlySpan<char> fileName) => IsNumberedPicture(fileName) && !FlowName().IsMatch(fileName);

    /// <summary>Whether a file of this name is a picture whose name ends in a number.</summary>
    public static bool IsNumberedPicture(ReadOnlySpan<char> fileName)
    {
        var ending = fileName.LastIndexOf('.');
        return ending > 0 && char.IsAsciiDigit(fileName[ending - 1]) && IsPicture(fileName[ending..]);
    }

    /// <summary>Opens a folder; lists it, and reads no picture yet.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="VideoException">There is no such folder, it holds no numbered picture, or pictures of several sequences.</exception>
    public static FrameFolder Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var frames = List(path).Where(name => IsFrame(name)).Select(Frame.Of).Order().ToArray();
        if (frames.Length == 0)
        {
            throw new VideoException($"{path}: is a folder without numbered pictures; expected frame_000000.jpg, frame_000001.jpg and on, or a video file");
        }

        var prefixes = frames.Select(frame => frame.Prefix).Distinct(StringComparer.Ordinal).ToArray();
        if (prefixes.Length > 1)
        {
            throw new VideoException($"{path}: holds several sequences of pictures: {string.Join(", ", prefixes.Take(3).Select(prefix => $"'{prefix}...'"))}; keep one in each folder");
        }

        for (var i = 1; i < frames.Length; i++)
        {
            if (frames[i].Number == frames[i - 1].Number)
            {
                throw new VideoException($"{path}: holds two pictures of one number: {frames[i - 1].Name} and {frames[i].Name}; keep one");
            }
        }

        return new FrameFolder(path, Array.ConvertAll(frames, frame => frame.Name), Gap(frames));
    }

    /// <inheritdoc/>
    public override bool IsKeyFrame(int frame) => true;

    /// <inheritdoc/>
    public override Frames Read(ReadOnlySpan<int> frameNumbers, FrameSize? size = null)
    {
        var whole = Info.Size;
        var target = size ?? whole;
        var frames = new Frames(frameNumbers.Length, target.Height, target.Width);
        var scaler = target == whole ? null : new FrameScaler(whole, new Squash(target), ScaleFilter.OpenCvArea);
        var first = new Dictionary<int, int>();
        for (var i = 0; i < frameNumbers.Length; i++)
        {
            var number = frameNumbers[i];
            if (first.TryGetValue(number, out var place))
            {
                frames[place].CopyTo(frames[i]);
                continue;
            }

            var picture = Load(number);
            if (scaler is null)
            {
                picture[0].CopyTo(frames[i]);
            }
            else
            {
                scaler.Scale(picture[0], frames[i]);
            }

            first.Add(number, i);
        }

        return frames;
    }

    /// <summary>Nothing is kept open.</summary>
    public override void Dispose()
    {
    }

    private static bool IsPicture(ReadOnlySpan<char> ending) =>
        ending.Equals(".jpg", StringComparison.OrdinalIgnoreCase) || ending.Equals(".jpeg", StringComparison.OrdinalIgnoreCase)
        || ending.Equals(".png", StringComparison.OrdinalIgnoreCase) || ending.Equals(".bmp", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> List(string path)
    {
        try
        {
            return [.. new DirectoryInfo(path).EnumerateFiles().Select(file => file.Name).Where(name => name[0] != '.')];
        }
        catch (DirectoryNotFoundException problem)
        {
            throw new VideoException($"{path}: no such folder", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new VideoException($"{path}: cannot be listed: {problem.Message}", problem);
        }
    }

    // Every second picture may have been kept on purpose; one that breaks the step is missing.
    private static string? Gap(Frame[] frames)
    {
        if (frames.Length < 2)
        {
            return null;
        }

        var step = frames.Zip(frames.Skip(1), (one, next) => next.Number - one.Number).Min();
        var expected = ((frames[^1].Number - frames[0].Number) / step) + 1;
        return expected == (UInt128)frames.Length ? null : $"{expected - (UInt128)frames.Length} of {expected} pictures are missing by their numbers, {frames[0].Name} to {frames[^1].Name}";
    }

    private Frames Load(int number)
    {
        if ((uint)number >= (uint)names.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(number), $"{path}: frame {number} of a folder of {names.Length} pictures (numbers start at 0)");
        }

        var picture = ImageFile.Load(PathOf(number));
        return picture.Size == Info.Size
            ? picture
            : throw new VideoException($"{PathOf(number)}: is {picture.Size}, but {names[0]} is {Info.Size}; all pictures of a clip must have one size");
    }

    private string PathOf(int number) => Path.Combine(path, names[number]);

    private VideoInfo Describe(FrameSize size) => new(
        path,
        Path.GetExtension(names[0]).ToLowerInvariant() switch { ".png" => "png", ".bmp" => "bmp", _ => "mjpeg" },
        size.Width,
        size.Height,
        Rotation: 0,
        AssumedRate,
        TimeSpan.FromSeconds(names.Length / AssumedRate),
        names.Length,
        VariableRate: false);

    [GeneratedRegex("^(?:flow[_-]?[uvxy]?|[uv])[_-]?[0-9]+[.]", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex FlowName();

    // In the order of numbers, however many digits these have.
    private readonly record struct Frame(string Prefix, UInt128 Number, string Name) : IComparable<Frame>
    {
        public static Frame Of(string name)
        {
            var end = name.LastIndexOf('.');
            var start = end;
            while (start > 0 && char.IsAsciiDigit(name[start - 1]) && end - start < 30)
            {
                start--;
            }

            return new Frame(name[..start], UInt128.Parse(name.AsSpan(start, end - start)), name);
        }

        public int CompareTo(Frame other) =>
            Number != other.Number ? Number.CompareTo(other.Number) : string.CompareOrdinal(Name, other.Name);
    }
}
