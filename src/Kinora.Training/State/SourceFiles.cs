using Kinora.Data;
using Kinora.Data.Loading;

namespace Kinora.Training.State;

/// <summary>The files of a data set as they were when a run began: a folder that changes while a network trains on it is told of.</summary>
internal sealed class SourceFiles
{
    private readonly DataSet data;
    private readonly FileIdentity[] before;

    /// <summary>Notes sizes and times of change.</summary>
    public SourceFiles(DataSet data)
    {
        this.data = data;
        before = [.. data.Samples.Select(sample => FileIdentity.Of(sample.Path))];
    }

    /// <summary>What happened to them since; null where nothing did.</summary>
    public string? Change()
    {
        const int Shown = 5;
        var changed = data.Samples.Where((sample, i) => FileIdentity.Of(sample.Path) != before[i]).DistinctBy(sample => sample.Path).ToArray();
        return changed.Length == 0
            ? null
            : $"{changed.Length} of the {data.Samples.Count} clips of {data.Root} were changed or removed while the run went on, so that its score stands for no one state of the folder: "
                + $"{string.Join(", ", changed.Take(Shown).Select(sample => sample.Name))}{(changed.Length > Shown ? $" and {changed.Length - Shown} more" : "")}";
    }
}
