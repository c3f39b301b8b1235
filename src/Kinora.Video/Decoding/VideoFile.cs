namespace Kinora.Video.Decoding;

/// <summary>
/// A video file, read exactly: frame n is the n-th frame that
/// <c>ffmpeg -i FILE -fps_mode passthrough -f rawvideo -pix_fmt rgb24 -</c> writes, upright, bit for bit.
/// One object serves one thread at a time; any number of objects may work in parallel.
/// </summary>
public sealed class VideoFile : IDisposable
{
    /// <summary>Opens a video file. Cheap: frames are counted when first asked for.</summary>
    /// <param name="path">A video file; its content decides the format, not its name.</param>
    /// <param name="threads">Threads that decode; more help on long videos, and never change a pixel.</param>
    /// <exception cref="VideoException">The file is missing, empty, no video, encrypted, of an unknown codec, or has no frame.</exception>
    public static VideoFile Open(string path, int threads = 1) => throw new NotSupportedException("decoding is being written");

    /// <summary>What is known of the file.</summary>
    public VideoInfo Info => throw new NotSupportedException("decoding is being written");

    /// <summary>Every frame, in the order of presentation.</summary>
    public FrameIndex Index => throw new NotSupportedException("decoding is being written");

    /// <summary>What is wrong with a file that could be read in part, e.g. "breaks after 41 of 66 frames: ..."; null where all is well.</summary>
    public string? Warning => throw new NotSupportedException("decoding is being written");

    /// <summary>Reads frames by number.</summary>
    /// <param name="frameNumbers">Numbers in the order of presentation, from 0; in any order, repeats allowed.</param>
    /// <param name="size">Scales while decoding, as <c>ffmpeg -vf scale=W:H:flags=bilinear</c> does; null keeps the size of the video.</param>
    /// <returns>The frames in the order asked for, RGB, upright.</returns>
    public Frames Read(ReadOnlySpan<int> frameNumbers, FrameSize? size = null) => throw new NotSupportedException("decoding is being written");

    /// <summary>Reads every frame.</summary>
    public Frames ReadAll(FrameSize? size = null) => throw new NotSupportedException("decoding is being written");

    /// <summary>Reads the frames on show at the given times.</summary>
    /// <param name="seconds">Times in seconds since the first frame.</param>
    /// <param name="size">As for <see cref="Read"/>.</param>
    public Frames ReadAt(ReadOnlySpan<double> seconds, FrameSize? size = null) => throw new NotSupportedException("decoding is being written");

    public void Dispose() => throw new NotSupportedException("decoding is being written");
}
