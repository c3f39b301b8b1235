namespace Kinora.Video.Decoding;

/// <summary>
/// Whatever gives frames by number: a video file, a folder of pictures, or a part of either. One object serves one thread at
/// a time; any number of objects may work in parallel.
/// </summary>
public abstract class VideoSource : IDisposable
{
    /// <summary>What is known of it. Counts the frames when first asked for; reading may find fewer, and then it says so too.</summary>
    /// <exception cref="VideoException">No frame can be read.</exception>
    public abstract VideoInfo Info { get; }

    /// <summary>What is wrong with something that can be read in part; null where nothing is known to be.</summary>
    /// <exception cref="VideoException">No frame can be read.</exception>
    public abstract string? Warning { get; }

    /// <summary>Whether <see cref="Read"/> scales by FFmpeg's filter while it decodes; pictures are scaled by OpenCV's area filter.</summary>
    internal virtual bool ScalesWhileDecoding => false;

    /// <summary>Whether decoding can begin at a frame; any picture of a folder is one.</summary>
    /// <param name="frame">Its number, from 0.</param>
    public abstract bool IsKeyFrame(int frame);

    /// <summary>Opens what lies at a path: a video file, or a folder of numbered pictures. Cheap: frames are counted when first asked for.</summary>
    /// <param name="path">
    /// A file or a folder. Where there is none of that name and it ends as <see cref="VideoSpan"/> writes a part, such as
    /// <c>clip.avi#t=2,4.5</c>, that part of <c>clip.avi</c>.
    /// </param>
    /// <param name="threads">Threads that decode a file; they never change a pixel.</param>
    /// <exception cref="VideoException">There is nothing, or nothing that could be read.</exception>
    public static VideoSource Open(string path, int threads = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Path.Exists(path) && VideoSpan.TrySeparate(path, out var whole, out var span) && Path.Exists(whole))
        {
            return Open(whole, span, threads);
        }

        return Directory.Exists(path) ? FrameFolder.Open(path) : VideoFile.Open(path, threads);
    }

    /// <summary>Opens a part of what lies at a path; its frames count from 0.</summary>
    /// <param name="path">A file or a folder.</param>
    /// <param name="span">The part; null for all of it.</param>
    /// <param name="threads">Threads that decode a file; they never change a pixel.</param>
    /// <exception cref="VideoException">There is nothing, or nothing that could be read.</exception>
    public static VideoSource Open(string path, VideoSpan? span, int threads = 1)
    {
        var source = Open(path, threads);
        return span is null ? source : new VideoPart(source, span);
    }

    /// <summary>Reads frames by number.</summary>
    /// <param name="frameNumbers">Numbers in the order of presentation, from 0; in any order, repeats allowed.</param>
    /// <param name="size">Scales each frame to this size; null keeps the size there is.</param>
    /// <returns>The frames in the order asked for, RGB, upright.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such frame, or the frames do not fit into one block.</exception>
    /// <exception cref="VideoException">A frame cannot be read.</exception>
    public abstract Frames Read(ReadOnlySpan<int> frameNumbers, FrameSize? size = null);

    /// <summary>Reads every frame.</summary>
    /// <inheritdoc cref="Read" path="/param[@name='size']|/exception"/>
    public virtual Frames ReadAll(FrameSize? size = null) => Read([.. Enumerable.Range(0, Info.FrameCount)], size);

    /// <summary>Seconds from the first frame to each; null where they are as far apart as <see cref="VideoInfo.FrameRate"/> says.</summary>
    public abstract IReadOnlyList<double>? Times { get; }

    /// <summary>When each frame appears: in the file's own ticks where these are at hand, else in microseconds or at the rate.</summary>
    /// <exception cref="VideoException">No frame can be read.</exception>
    public virtual FrameTimes ExactTimes => FrameTimes.Of(Info, Times);

    /// <summary>Where its sound may be; null where there is none.</summary>
    internal virtual SoundPlace? Sound => null;

    /// <summary>Closes it.</summary>
    public abstract void Dispose();
}
