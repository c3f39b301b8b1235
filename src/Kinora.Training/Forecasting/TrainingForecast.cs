namespace Kinora.Training.Forecasting;

/// <summary>What a training will take, measured on its first batch before the first step.</summary>
/// <param name="Step">Time of one step, without reading clips.</param>
/// <param name="Total">Time of all steps of the fold, without reading clips and validation.</param>
/// <param name="Bytes">Memory of the whole process, decoded frames that are kept included; null where nobody can tell.</param>
/// <param name="Available">Memory that it may have; null where nobody can tell.</param>
/// <param name="Parts">Into how many parts a batch must be cut to fit.</param>
public sealed record TrainingForecast(TimeSpan Step, TimeSpan Total, long? Bytes, long? Available, int Parts)
{
    /// <summary>In one line.</summary>
    public override string ToString()
    {
        var memory = Bytes is { } bytes ? $"; {Gigabytes(bytes)} GB of memory{(Available is { } available ? $" of {Gigabytes(available)}" : "")}" : "";
        return $"forecast: {Text(Step)} a step, {Text(Total)} in all, reading clips and validation aside{memory}";
    }

    private static string Gigabytes(long bytes) => (bytes / 1e9).ToString("F1");

    private static string Text(TimeSpan span) =>
        span.TotalSeconds < 1 ? $"{span.TotalMilliseconds:F0} ms"
        : span.TotalMinutes < 2 ? $"{span.TotalSeconds:F1} s"
        : span.TotalHours < 2 ? $"{span.TotalMinutes:F0} min"
        : $"{span.TotalHours:F1} h";
}
