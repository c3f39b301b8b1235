using System.Text.Json.Serialization;

namespace Kinora.Results;

/// <summary>Whether a score on a split can be trusted.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SplitTrust>))]
public enum SplitTrust
{
    /// <summary>Nothing that was looked at speaks against it.</summary>
    [JsonStringEnumMemberName("clean")]
    Clean,

    /// <summary>Measured clips share a person, a source or the very pictures with training clips: the score is too good.</summary>
    [JsonStringEnumMemberName("leaked")]
    Leaked,

    /// <summary>Nobody knows who or what is in which clip.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,
}

/// <summary>What an audit found of a split; made by the audit, carried by training into run folder, checkpoint and report.</summary>
/// <param name="Verdict">Whether a score on it can be trusted.</param>
/// <param name="Reason">Why, in one line without a full stop.</param>
/// <param name="Checked">What was looked at: "groups", "same files", "near-duplicates".</param>
public sealed record SplitVerdict(SplitTrust Verdict, string Reason, IReadOnlyList<string> Checked)
{
    /// <summary>What is known against a score; null where nothing is.</summary>
    [JsonIgnore]
    public string? Caution => Verdict == SplitTrust.Clean ? null : Reason;

    /// <summary>"leaked: 17 of 17 measured clips share their person with a training clip: ...".</summary>
    public override string ToString() => $"{Verdict.ToString().ToLowerInvariant()}: {Reason}";
}
