namespace Kinora.Training.Schedules;

/// <summary>How the learning rate changes from epoch to epoch.</summary>
public enum ScheduleKind
{
    /// <summary>It stays as it is.</summary>
    Constant,

    /// <summary>It falls to zero along half a cosine.</summary>
    Cosine,

    /// <summary>It is multiplied by a factor after given epochs.</summary>
    MultiStep,

    /// <summary>It is multiplied by a factor when the validation loss has stopped falling.</summary>
    Plateau,
}
