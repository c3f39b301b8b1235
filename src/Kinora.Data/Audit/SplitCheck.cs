using Kinora.Data.Splitting;
using Kinora.Results;

namespace Kinora.Data.Audit;

/// <summary>Judges a split. Training asks for what costs nothing, the audit adds the pairs of copies that it found; the verdict is one.</summary>
public static class SplitCheck
{
    private const string Groups = "groups";
    private const string Files = "same files";
    private const string Copies = "near-duplicates";

    /// <summary>Judges by groups and by files that are the same byte for byte; opens no video, and reads only files of equal size.</summary>
    /// <param name="data">The clips.</param>
    /// <param name="folds">What is trained with and what is measured, each time.</param>
    public static SplitVerdict Cheap(DataSet data, IReadOnlyList<Fold> folds) => Judge(data, folds, SamePairs(data, folds), isCheap: true);

    /// <summary>Judges by groups and by pairs of copies.</summary>
    internal static SplitVerdict Judge(DataSet data, IReadOnlyList<Fold> folds, IReadOnlyList<CopyPair> pairs, bool isCheap)
    {
        IReadOnlyList<string> looked = isCheap ? [Groups, Files] : [Groups, Files, Copies];
        var reasons = new List<string>();
        var (shared, measured) = SharedGroups(data, folds);
        if (shared > 0)
        {
            reasons.Add($"{shared} of {measured} measured clips share their {data.GroupKind ?? "group"} with a training clip");
        }

        var across = pairs.Count(pair => Across(pair, folds) is not null);
        if (across > 0)
        {
            reasons.Add(isCheap ? $"{Words.Count(across, "pair")} of equal files on both sides" : $"{Words.Count(across, "pair")} of copies on both sides");
        }

        if (reasons.Count > 0)
        {
            var advice = shared == 0 ? "take the copies out" : "--split group keeps them apart";
            return new SplitVerdict(SplitTrust.Leaked, $"{string.Join(", ", reasons)}: the score is too good; {advice}", looked);
        }

        int[] used = [.. folds.SelectMany(fold => fold.Train.Concat(fold.Test)).Distinct()];
        var without = used.Count(i => data.Samples[i].Group is null);
        return without == 0
            ? new SplitVerdict(SplitTrust.Clean, $"no {data.GroupKind ?? "group"} and no {(isCheap ? "file" : "copy of a clip")} on both sides", looked)
            : new SplitVerdict(
                SplitTrust.Unknown,
                without == used.Length
                    ? "groups are unknown: clips of one person or source may stand on both sides, and the score may be too good"
                    : $"groups are unknown for {without} of {Words.Count(used.Length, "clip")}: some may share a person or source with the other side, and the score may be too good",
                looked);
    }

    /// <summary>The fold in which one clip of a pair trains and the other is measured; null where there is none.</summary>
    internal static Fold? Across(CopyPair pair, IReadOnlyList<Fold> folds) =>
        folds.FirstOrDefault(fold => (Has(fold.Train, pair.First) && Has(fold.Test, pair.Second)) || (Has(fold.Train, pair.Second) && Has(fold.Test, pair.First)));

    /// <summary>Pairs of clips whose files are the same; parts of one video only where they stand on both sides.</summary>
    internal static IReadOnlyList<CopyPair> SamePairs(DataSet data, IReadOnlyList<Fold> folds) =>
    [
        .. from files in SameFiles.Find(data, folds.SelectMany(fold => fold.Train.Concat(fold.Test)).Distinct().Order())
           from i in Enumerable.Range(0, files.Count)
           from j in Enumerable.Range(i + 1, files.Count - i - 1)
           let pair = new CopyPair(files[i], files[j], 1, CopyPair.SameFile)
           where data.Samples[files[i]].Path != data.Samples[files[j]].Path || Across(pair, folds) is not null
           select pair,
    ];

    // Over all folds: measured clips whose group trains too, and all measured clips.
    private static (int Shared, int Measured) SharedGroups(DataSet data, IReadOnlyList<Fold> folds)
    {
        var shared = 0;
        foreach (var fold in folds)
        {
            var trained = fold.Train.Select(i => data.Samples[i].Group).OfType<string>().ToHashSet(StringComparer.Ordinal);
            shared += fold.Test.Count(i => data.Samples[i].Group is { } group && trained.Contains(group));
        }

        return (shared, folds.Sum(fold => fold.Test.Count));
    }

    // Numbers of a fold are ascending.
    private static bool Has(IReadOnlyList<int> numbers, int wanted)
    {
        var (low, high) = (0, numbers.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (numbers[middle] == wanted)
            {
                return true;
            }

            (low, high) = numbers[middle] < wanted ? (middle + 1, high) : (low, middle - 1);
        }

        return false;
    }
}
