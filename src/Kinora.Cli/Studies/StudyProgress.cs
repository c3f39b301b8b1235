using Kinora.Results;

namespace Kinora.Cli.Studies;

/// <summary>How far a study is.</summary>
/// <param name="Verb">Which verb it is of.</param>
/// <param name="Done">Trials that are done.</param>
/// <param name="Count">Trials there are to be.</param>
/// <param name="Logs">The files that change while it runs.</param>
internal sealed record StudyProgress(string Verb, int Done, int Count, IReadOnlyList<string> Logs)
{
    /// <summary>Whether every trial is done.</summary>
    public bool IsDone => Done >= Count;

    /// <summary>What a folder says; null where it is no study's.</summary>
    /// <exception cref="ResultsException">What it says cannot be read.</exception>
    public static StudyProgress? Of(RunFolder folder)
    {
        if (!StudyRecord.IsIn(folder))
        {
            return null;
        }

        var record = StudyRecord.Load(folder);
        var trials = Study.TrialsOf(folder);
        return new StudyProgress(
            record.Verb, record.Trials.Count, record.Count, Directory.Exists(trials) ? [.. Directory.GetDirectories(trials).Select(path => RunFolder.Open(path).Log)] : []);
    }

    /// <summary><c>7 of 20 trials</c>.</summary>
    public override string ToString() => $"{Done} of {Count} trials";
}
