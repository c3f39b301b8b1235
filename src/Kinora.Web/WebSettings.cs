using Kinora.Video.Decoding;

namespace Kinora.Web;

/// <summary>What a server may do and where. The defaults suit one person on a laptop.</summary>
public sealed record WebSettings
{
    /// <summary>Where uploads, pictures and the database lie; made when absent. One server at a time uses it.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Where the trainings lie that the pages show; null for none.</summary>
    public string? RunsFolder { get; init; }

    /// <summary>The address to listen on: an IP address or <c>localhost</c>. Only this machine can reach the default.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>The port to listen on; 0 for any that is free.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Largest upload, in bytes.</summary>
    public long MaxBytes { get; init; } = 256L << 20;

    /// <summary>Longest video.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Largest picture of a video, in pixels: width times height.</summary>
    public long MaxPixels { get; init; } = 4096L * 2304;

    /// <summary>Jobs that run at once.</summary>
    public int ConcurrentJobs { get; init; } = 1;

    /// <summary>Jobs that may wait; a request that finds so many is told to come back later.</summary>
    public int QueueLength { get; init; } = 100;

    /// <summary>Uploads, cancellations and other requests that change something, a minute and client.</summary>
    public int RequestsPerMinute { get; init; } = 60;

    /// <summary>Longest time that one job may take.</summary>
    public TimeSpan JobTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a video and its pictures are kept after the upload; results are kept for good.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The key that every request must show, but for <c>/health</c>; null where anybody may ask.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Opens an uploaded file. Whoever takes uploads from strangers gives one here that decodes in a process of its own.</summary>
    public Func<string, VideoSource> OpenVideo { get; init; } = path => VideoFile.Open(path);

    /// <summary>Uploads that may be under way at once.</summary>
    public int ConcurrentUploads { get; init; } = 32;

    /// <summary>Slowest upload, in bytes a second, after the first <see cref="UploadPatience"/>.</summary>
    public double SlowestUpload { get; init; } = 4096;

    /// <summary>How long an upload may be slower than that.</summary>
    public TimeSpan UploadPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a job may go on when the server is asked to stop; then it is put back into the queue.</summary>
    public TimeSpan ShutdownPatience { get; init; } = TimeSpan.FromSeconds(10);
}
