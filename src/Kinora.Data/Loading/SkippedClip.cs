namespace Kinora.Data.Loading;

/// <summary>A clip that could not be read and was left out.</summary>
/// <param name="Sample">The clip.</param>
/// <param name="Reason">Why, in one line.</param>
public sealed record SkippedClip(Sample Sample, string Reason)
{
    /// <summary>"2 of 70 files skipped: walk/a.avi (no video stream), run/b.avi (...)"; all are named.</summary>
    public static string Summary(IReadOnlyCollection<SkippedClip> skipped, int total) =>
        $"{skipped.Count} of {Words.Count(total, "file")} skipped: {string.Join(", ", skipped.Select(clip => $"{clip.Sample.Name} ({clip.Reason})"))}";
}
