using Kinora.Data.Loading;
using Kinora.Data.Splitting;

namespace Kinora.Data.Audit;

/// <summary>
/// Looks for all that makes a score on a split untrue: groups and copies of clips on both sides, broken and short files,
/// labels that contradict each other, classes that are missing.
/// </summary>
public static class SplitAudit
{
    /// <summary>Audits a split. Nearly all of the time goes into decoding; what was decoded once is kept in the cache folder.</summary>
    /// <param name="data">The clips.</param>
    /// <param name="folds">What is trained with and what is measured, each time.</param>
    /// <param name="shortest">Clips with fewer frames are called too short.</param>
    /// <param name="workers">Threads that decode, from 1; they change no finding.</param>
    /// <param name="cacheFolder">Where signatures are kept; null for <see cref="CacheFolder.Default"/>.</param>
    /// <param name="progress">Told how many clips of how many are read.</param>
    /// <param name="cancel">Stops.</param>
    public static AuditReport Run(
        DataSet data, IReadOnlyList<Fold> folds, int shortest, int workers, string? cacheFolder = null, IProgress<(int Done, int Total)>? progress = null, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(workers);
        int[] used = [.. folds.SelectMany(fold => fold.Train.Concat(fold.Test)).Distinct().Order()];
        var copies = new NearDuplicates(data, used, new SignatureCache(cacheFolder), workers);
        copies.Read(progress, cancel);
        var same = SplitCheck.SamePairs(data, folds);
        var known = same.Select(pair => (pair.First, pair.Second)).ToHashSet();
        IReadOnlyList<CopyPair> pairs = [.. same, .. copies.Pairs(cancel).Where(pair => !known.Contains((pair.First, pair.Second)))];
        var forms = copies.Forms;
        return new AuditReport
        {
            Verdict = SplitCheck.Judge(data, folds, pairs, isCheap: false),
            Clips = used.Length,
            SharedGroups = SharedGroups(data, folds),
            Copies = [.. pairs.Select(pair => new FoundCopy(data.Samples[pair.First], data.Samples[pair.Second], pair.Score, pair.How, SplitCheck.Across(pair, folds)))
                .OrderBy(copy => copy.Across is null).ThenByDescending(copy => copy.Score).ThenBy(copy => copy.First.Name, StringComparer.Ordinal)],
            Broken = copies.Broken,
            ReadInPart = [.. from form in forms where form.Value.Warning is not null orderby form.Key select new ClipProblem(data.Samples[form.Key], form.Value.Warning!)],
            TooShort = [.. from form in forms where form.Value.FrameCount < shortest orderby form.Key select (data.Samples[form.Key], form.Value.FrameCount)],
            NotCompared = [.. copies.TooShort.Select(i => data.Samples[i])],
            SimilarLabels = LabelSpelling.Suspects(data.Labels),
            Classes = Classes(data, used, folds),
        };
    }

    private static List<SharedGroup> SharedGroups(DataSet data, IReadOnlyList<Fold> folds)
    {
        var shared = new List<SharedGroup>();
        foreach (var fold in folds)
        {
            var training = PerGroup(fold.Train);
            shared.AddRange(PerGroup(fold.Test).Where(one => training.ContainsKey(one.Key)).Select(one => new SharedGroup(one.Key, fold.Name, training[one.Key], one.Value)));
        }

        return [.. shared.OrderByDescending(one => one.Measured).ThenBy(one => one.Group, StringComparer.Ordinal).ThenBy(one => one.Fold, StringComparer.Ordinal)];

        Dictionary<string, int> PerGroup(IEnumerable<int> clips) =>
            clips.Select(i => data.Samples[i].Group).OfType<string>().CountBy(name => name, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
    }

    private static List<ClassBalance> Classes(DataSet data, int[] used, IReadOnlyList<Fold> folds)
    {
        var all = PerClass(used);
        var training = folds.Select(fold => PerClass(fold.Train)).ToList();
        var measured = folds.Select(fold => PerClass(fold.Test)).ToList();
        return
        [
            .. data.Labels.Index().Select(label => new ClassBalance(
                label.Item, all[label.Index], training.Min(fold => fold[label.Index]), measured.Min(fold => fold[label.Index]), measured.Sum(fold => fold[label.Index]))),
        ];

        int[] PerClass(IEnumerable<int> clips)
        {
            var counts = new int[data.Labels.Count];
            foreach (var i in clips)
            {
                counts[data.Samples[i].Label]++;
            }

            return counts;
        }
    }
}
