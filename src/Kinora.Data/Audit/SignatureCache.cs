using Kinora.Data.Loading;
using Kinora.Video;

namespace Kinora.Data.Audit;

/// <summary>
/// Signatures of files, each made once: kept on disk, about 150 KB for a clip of seven seconds, and believed only while the
/// file's size and time of change are as they were. A damaged one is made anew. Any thread may call.
/// </summary>
/// <param name="cacheFolder">Where they are kept; null for <see cref="CacheFolder.Default"/>.</param>
internal sealed class SignatureCache(string? cacheFolder = null)
{
    private readonly string folder = cacheFolder ?? CacheFolder.Default;
    private int made;

    /// <summary>How many were made because none was kept.</summary>
    public int Made => made;

    /// <summary>Why signatures could not be kept; null where they could. Nothing needs them kept: the next audit makes them again.</summary>
    public string? NotKept { get; private set; }

    /// <summary>The signature of a clip.</summary>
    /// <exception cref="VideoException">The file cannot be read.</exception>
    public MotionSignature Get(Sample sample)
    {
        var video = Path.GetFullPath(sample.Path) + sample.Span;
        var (bytes, modified) = FileIdentity.Of(sample.Path);
        var path = SignatureFile.PathOf(video, folder);
        if (File.Exists(path) && SignatureFile.Read(path, video, bytes, modified) is { } kept)
        {
            return kept;
        }

        Interlocked.Increment(ref made);
        var signature = SignatureMaker.Make(sample.Path, sample.Span);
        if (SignatureFile.Write(path, video, bytes, modified, signature) is { } reason)
        {
            NotKept = reason;
        }

        return signature;
    }
}
