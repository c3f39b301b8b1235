namespace Kinora.Data.Loading;

/// <summary>Where Kinora keeps what it could make again.</summary>
public static class CacheFolder
{
    /// <summary>
    /// <c>KINORA_CACHE</c>; else <c>kinora</c> in <c>XDG_CACHE_HOME</c>, which counts only as a full path
    /// (<see href="https://specifications.freedesktop.org/basedir-spec/latest/"/>); else <c>~/.cache/kinora</c>.
    /// </summary>
    public static string Default
    {
        get
        {
            if (Environment.GetEnvironmentVariable("KINORA_CACHE") is { Length: > 0 } own)
            {
                return Path.GetFullPath(own);
            }

            var shared = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            return Path.IsPathFullyQualified(shared ?? "")
                ? Path.Combine(shared!, "kinora")
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "kinora");
        }
    }

    /// <summary>Where fetched weights are kept.</summary>
    public static string Weights => Path.Combine(Default, "weights");
}
