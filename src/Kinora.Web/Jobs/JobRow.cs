namespace Kinora.Web.Jobs;

/// <summary>A row of the table of jobs, with what the tables of uploads and results say of it.</summary>
internal sealed record JobRow(
    long Number, string Id, string Upload, string Model, string State, long Created, long? Started, long? Ended, long Attempts,
    string? Failure, string? Error, string File, long? Deleted, string? Label, double? Probability)
{
    /// <summary>To be followed by a condition.</summary>
    public const string Select = """
        SELECT jobs.number, jobs.id, jobs.upload, jobs.model, jobs.state, jobs.created, jobs.started, jobs.ended, jobs.attempts,
               jobs.failure, jobs.error, uploads.name AS file, uploads.deleted, results.label, results.probability
        FROM jobs JOIN uploads ON uploads.id = jobs.upload LEFT JOIN results ON results.job = jobs.id
        """;

    /// <param name="progress">Of a job that runs.</param>
    public Job ToJob(double progress)
    {
        var state = Enum.Parse<JobState>(State, ignoreCase: true);
        return new Job
        {
            Id = Id,
            Upload = Upload,
            File = File,
            Model = Model,
            State = state,
            Progress = state switch { JobState.Done => 1, JobState.Running => progress, _ => 0 },
            Created = DateTimeOffset.FromUnixTimeMilliseconds(Created),
            Started = Time(Started),
            Ended = Time(Ended),
            Attempts = (int)Attempts,
            Failure = Failure is null ? null : Enum.Parse<FailureKind>(Failure, ignoreCase: true),
            Error = Error,
            Label = Label,
            Probability = Probability,
            HasVideo = Deleted is null,
        };
    }

    private static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}
