using Kinora.Data.Loading;

namespace Kinora.Data;

/// <summary>Labelled clips, their classes, and what the data itself says of groups and splits. Made by <see cref="DataSets.Open"/>.</summary>
/// <param name="Root">The folder that holds the clips.</param>
/// <param name="Format">How it was read: one of <see cref="DataSets.Formats"/>.</param>
/// <param name="Labels">The class names in ordinal order; their places are the labels' numbers.</param>
/// <param name="Samples">The clips in ordinal order of their names.</param>
/// <param name="Splits">Numbers of samples by <c>train</c>, <c>val</c>, <c>test</c>, where the data says so; null where it does not. A sample may be in none.</param>
/// <param name="GroupKind">What a group is: "person", "recording"; null where no clip has one.</param>
/// <param name="Notices">What was left out or looks odd, one line each, to be shown to the user.</param>
public sealed record DataSet(
    string Root,
    string Format,
    IReadOnlyList<string> Labels,
    IReadOnlyList<Sample> Samples,
    IReadOnlyDictionary<string, IReadOnlyList<int>>? Splits,
    string? GroupKind,
    IReadOnlyList<string> Notices)
{
    /// <summary>What the splits are called where they are official: "official split 1 of UCF101"; null for others.</summary>
    public string? OfficialSplit { get; init; }

    /// <summary>The features that the clips consist of; null where they are videos.</summary>
    public StoredFeatures? Features { get; init; }

    /// <summary>Passes a data set of videos on.</summary>
    /// <exception cref="DataException">It holds stored features, which nobody can look at.</exception>
    public DataSet Videos() => Features is null
        ? this
        : throw new DataException($"{Root} holds stored features ({Features.Clips} clips of {Features.Frames} frames, {Features.Count} numbers a frame), not videos: there is nothing to look at; train takes them");

    /// <summary>Whether the group of every clip is known.</summary>
    public bool HasGroups => Samples.All(sample => sample.Group is not null);

    /// <summary>Clips of each class, in the order of <see cref="Labels"/>.</summary>
    public int[] ClipsPerLabel()
    {
        var counts = new int[Labels.Count];
        foreach (var sample in Samples)
        {
            counts[sample.Label]++;
        }

        return counts;
    }

    /// <summary>The same clips numbered by another list of classes, such as a trained model's.</summary>
    /// <exception cref="DataException">A class of the data is not in that list.</exception>
    public DataSet WithLabels(IReadOnlyList<string> labels)
    {
        var numbers = labels.Index().ToDictionary(label => label.Item, label => label.Index, StringComparer.Ordinal);
        var unknown = Labels.Where(label => !numbers.ContainsKey(label)).ToList();
        if (unknown.Count > 0)
        {
            throw new DataException($"{Root} holds {Words.Count(unknown.Count, "class", "classes")} that the model does not know: {Words.List(unknown)}; it knows {Words.List(labels, 12)}");
        }

        return this with { Labels = labels, Samples = [.. Samples.Select(sample => sample with { Label = numbers[Labels[sample.Label]] })] };
    }
}
