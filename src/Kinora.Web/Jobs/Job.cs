namespace Kinora.Web.Jobs;

/// <summary>How far a job is.</summary>
public enum JobState
{
    Queued,
    Running,
    Done,
    Failed,
    Cancelled,
}

/// <summary>Why a job failed.</summary>
public enum FailureKind
{
    /// <summary>The file is no video, or cannot be decoded.</summary>
    Video,

    /// <summary>The video is longer or larger than this server takes.</summary>
    Limit,

    /// <summary>It took longer than a job may.</summary>
    Time,

    /// <summary>The server stopped in the middle of it, every time it was tried.</summary>
    Interrupted,

    /// <summary>The server has no such model any more.</summary>
    Model,

    /// <summary>A fault of the server.</summary>
    Internal,
}

/// <summary>One request to look at a video, from the moment it was accepted.</summary>
public sealed record Job
{
    /// <summary>Thirty-two hexadecimal digits that nobody can guess.</summary>
    public required string Id { get; init; }

    /// <summary>The video's id; several jobs may look at one video.</summary>
    public required string Upload { get; init; }

    /// <summary>What the video was called where it came from: for display only.</summary>
    public required string File { get; init; }

    /// <summary>The name of the model.</summary>
    public required string Model { get; init; }

    public required JobState State { get; init; }

    /// <summary>From 0 to 1.</summary>
    public double Progress { get; init; }

    public required DateTimeOffset Created { get; init; }

    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>How often it was begun; more than once where the server was stopped in between.</summary>
    public int Attempts { get; init; }

    /// <summary>Why it failed, in one line.</summary>
    public string? Error { get; init; }

    public FailureKind? Failure { get; init; }

    /// <summary>The most probable action, of a job that is done.</summary>
    public string? Label { get; init; }

    /// <summary>Its probability.</summary>
    public double? Probability { get; init; }

    /// <summary>Whether the video is still there.</summary>
    public bool HasVideo { get; init; }

    /// <summary>Whether nothing more will happen to it.</summary>
    public bool HasEnded => State is JobState.Done or JobState.Failed or JobState.Cancelled;
}
