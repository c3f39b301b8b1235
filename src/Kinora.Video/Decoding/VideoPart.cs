namespace Kinora.Video.Decoding;

/// <summary>A part of a video, as if it were one by itself: frame 0 is the part's first. Owns the video.</summary>
internal sealed class VideoPart(VideoSource whole, VideoSpan span) : VideoSource
{
    public override VideoInfo Info
    {
        get
        {
            var (info, (_, count, _)) = (whole.Info, Place());
            return info with { FrameCount = count, Duration = TimeSpan.FromSeconds(info.FrameRate > 0 ? count / info.FrameRate : 0) };
        }
    }

    public override string? Warning => whole.Warning ?? Place().Warning;

    public override IReadOnlyList<double>? Times =>
        whole.Times is { } times && Place() is var (first, count, _) ? [.. times.Skip(first).Take(count).Select(time => time - times[first])] : null;

    public override FrameTimes ExactTimes
    {
        get
        {
            var (first, count, _) = Place();
            return whole.ExactTimes.Part(first, count);
        }
    }

    internal override SoundPlace? Sound => whole.Sound is { } sound ? sound with { IsWhole = false } : null;

    internal override bool ScalesWhileDecoding => whole.ScalesWhileDecoding;

    public override bool IsKeyFrame(int frame) => whole.IsKeyFrame(Place().First + frame);

    public override Frames Read(ReadOnlySpan<int> frameNumbers, FrameSize? size = null)
    {
        var (first, count, _) = Place();
        var numbers = new int[frameNumbers.Length];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = (uint)frameNumbers[i] < (uint)count
                ? first + frameNumbers[i]
                : throw new ArgumentOutOfRangeException(nameof(frameNumbers), $"{whole.Info.Path}: frame {frameNumbers[i]} of a part of {count} frames (numbers start at 0)");
        }

        try
        {
            return whole.Read(numbers, size);
        }
        catch (ArgumentOutOfRangeException)
        {
            // Decoding showed fewer frames than the headers promised: then there may be no such part at all.
            _ = Place();
            throw;
        }
    }

    public override void Dispose() => whole.Dispose();

    private (int First, int Count, string? Warning) Place()
    {
        var info = whole.Info;
        return span.Resolve(info.Path, info.FrameCount, info.FrameRate, whole.Times);
    }
}
