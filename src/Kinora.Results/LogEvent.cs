using System.Text.Json.Serialization;

namespace Kinora.Results;

/// <summary>One line of <c>log.jsonl</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(EpochEvent), "epoch")]
[JsonDerivedType(typeof(StepEvent), "step")]
[JsonDerivedType(typeof(NoticeEvent), "notice")]
public abstract record LogEvent
{
    /// <summary>When it happened, in UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Name of the fold it belongs to, null where there are none.</summary>
    public string? Fold { get; init; }
}

/// <summary>The end of an epoch.</summary>
public sealed record EpochEvent : LogEvent
{
    /// <summary>Number of the epoch, counted from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Mean loss over the training clips; NaN when training diverged.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>Share of training clips predicted right while training.</summary>
    public required double TrainAccuracy { get; init; }

    /// <summary>Mean loss over the validation clips, null without validation.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>Share of validation clips predicted right, null without validation.</summary>
    public double? ValidationAccuracy { get; init; }

    public required double LearningRate { get; init; }

    /// <summary>How long the epoch took.</summary>
    public required double Seconds { get; init; }

    /// <summary>Training clips per second.</summary>
    public double? ClipsPerSecond { get; init; }
}

/// <summary>The end of one optimiser step.</summary>
public sealed record StepEvent : LogEvent
{
    /// <summary>Number of the epoch, counted from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Number of the step in the whole run, counted from 1.</summary>
    public required int Step { get; init; }

    public required double Loss { get; init; }

    public required double LearningRate { get; init; }
}

/// <summary>Something a reader of the log should know: a skipped file, a restart.</summary>
public sealed record NoticeEvent : LogEvent
{
    public required string Message { get; init; }
}
