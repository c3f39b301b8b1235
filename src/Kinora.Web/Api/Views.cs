using Kinora.Web.Analysing;
using Kinora.Web.Jobs;

namespace Kinora.Web.Api;

/// <summary>A prediction as the API shows it: the job, and what came of it once it is done.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">queued, running, done, failed or cancelled.</param>
/// <param name="File">What the video was called where it came from.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Upload">The video's id, by which another model can be asked about it.</param>
/// <param name="Progress">From 0 to 1.</param>
/// <param name="Created">When it was accepted.</param>
/// <param name="Started">When it was begun.</param>
/// <param name="Ended">When it ended.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Failure">The kind of that: video, limit, time, interrupted, model or internal.</param>
/// <param name="Video">What was looked at.</param>
/// <param name="Predictions">Every action with its probability, the most probable first.</param>
/// <param name="Frames">Numbers of the frames the model saw, from 0.</param>
/// <param name="Pictures">Those of them that have a picture while the video is kept.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Warning">What is wrong with the video though frames came out of it.</param>
/// <param name="HasVideo">Whether the video is still there.</param>
internal sealed record PredictionView(
    string Id,
    string State,
    string File,
    string Model,
    string Upload,
    double Progress,
    DateTimeOffset Created,
    DateTimeOffset? Started,
    DateTimeOffset? Ended,
    string? Error,
    string? Failure,
    VideoFacts? Video,
    IReadOnlyList<ActionProbability>? Predictions,
    IReadOnlyList<int>? Frames,
    IReadOnlyList<int>? Pictures,
    double? Seconds,
    string? Warning,
    bool HasVideo)
{
    /// <param name="job">The job.</param>
    /// <param name="outcome">What came of it; null for the job alone, with its most probable action.</param>
    public static PredictionView Of(Job job, Outcome? outcome) => new(
        job.Id,
        Word(job.State),
        job.File,
        job.Model,
        job.Upload,
        job.Progress,
        job.Created,
        job.Started,
        job.Ended,
        job.Error,
        job.Failure is { } failure ? Word(failure) : null,
        outcome?.Video,
        outcome?.Predictions ?? (job is { Label: { } label, Probability: { } probability } ? [new ActionProbability(label, probability)] : null),
        outcome?.Frames,
        outcome?.Pictures,
        outcome?.Seconds,
        outcome?.Warning,
        job.HasVideo);

    /// <summary>How answers write a word of a list.</summary>
    public static string Word(Enum value) => value.ToString().ToLowerInvariant();
}

/// <summary>A page of the history.</summary>
/// <param name="Predictions">The newest first, each with its most probable action alone.</param>
/// <param name="Next">What <c>before</c> must be for the next page; absent on the last.</param>
internal sealed record HistoryView(IReadOnlyList<PredictionView> Predictions, string? Next);

/// <summary>A request that names a video uploaded before.</summary>
/// <param name="Upload">The id of the video, as an earlier answer gave it.</param>
/// <param name="Model">The model's name; the default when absent.</param>
internal sealed record PredictionRequest(string? Upload, string? Model);

/// <summary>The models of this server.</summary>
/// <param name="Models">The default first.</param>
internal sealed record ModelsView(IReadOnlyList<ModelFacts> Models);

/// <summary>How the server is.</summary>
/// <param name="Status">ok, or stopping.</param>
internal sealed record HealthView(string Status);
