namespace Kinora.Data.Loading;

/// <summary>A clip that cannot be read, or only in part.</summary>
/// <param name="Sample">The clip.</param>
/// <param name="Reason">Reason is wrong, in one line that names the file.</param>
public sealed record ClipProblem(Sample Sample, string Reason)
{
    /// <summary>"2 of 70 files skipped: walk/a.avi (no video stream), run/b.avi (...)"; all are named.</summary>
    public static string Skipped(IReadOnlyCollection<ClipProblem> problems, int total) => Summary(problems, total, "skipped");

    /// <summary>"2 of 70 files read in part: walk/a.avi (breaks after 41 of 66 frames), ..."; all are named.</summary>
    public static string ReadInPart(IReadOnlyCollection<ClipProblem> problems, int total) => Summary(problems, total, "read in part");

    // Messages of the video room begin with the path, which the name says already.
    private static string Summary(IReadOnlyCollection<ClipProblem> problems, int total, string what) =>
        $"{problems.Count} of {Words.Count(total, "file")} {what}: {string.Join(", ", problems.Select(p => $"{p.Sample.Name} ({(p.Reason.StartsWith(p.Sample.Path + ": ", StringComparison.Ordinal) ? p.Reason[(p.Sample.Path.Length + 2)..] : p.Reason)})"))}";
}
