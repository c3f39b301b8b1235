using Kinora.Data.Audit;
using Kinora.Data.Splitting;
using Kinora.Results;
using Kinora.Tests;

namespace Kinora.Data.Tests.Audit;

/// <summary>What the audit says of splits of the real data sets.</summary>
public sealed class RealSplitTests : IDisposable
{
    private readonly TemporaryFolder cache = new("audit");

    public void Dispose() => cache.Dispose();

    [Theory]
    [InlineData("weizmann", "person")]
    [InlineData("ut_interaction", "recording")]
    [InlineData("surveillance_fight", "source video")]
    public void A_random_split_leaks_and_splits_by_group_do_not(string set, string kind)
    {
        var data = DataSets.Open(Places.RealData(set));
        var random = SplitCheck.Cheap(data, Sides(Splitter.Stratified(data, 0.2, seed: 42)));
        Assert.Equal(SplitTrust.Leaked, random.Verdict);
        Assert.Contains($"measured clips share their {kind} with a training clip", random.Reason, StringComparison.Ordinal);
        Assert.Equal(SplitTrust.Clean, SplitCheck.Cheap(data, Sides(Splitter.GroupedStratified(data, 0.2, seed: 42))).Verdict);
        Assert.Equal(SplitTrust.Clean, SplitCheck.Cheap(data, Splitter.LeaveOneGroupOut(data)).Verdict);
        Assert.Equal(SplitTrust.Clean, SplitCheck.Cheap(data, Splitter.GroupedFolds(data, 5, seed: 1)).Verdict);
    }

    [Theory]
    [InlineData("weizmann")]
    [InlineData("ut_interaction")]
    [InlineData("surveillance_fight")]
    public void Leaving_groups_out_is_clean_with_every_pair_of_clips_looked_at(string set)
    {
        var data = DataSets.Open(Places.RealData(set));
        var report = Audit(data, Splitter.LeaveOneGroupOut(data));
        Assert.Empty(report.Copies);
        Assert.Empty(report.Broken);
        Assert.Equal((SplitTrust.Clean, data.Samples.Count), (report.Verdict.Verdict, report.Clips));
        Assert.Empty(report.SharedGroups);
        Assert.Empty(report.SimilarLabels);
    }

    [Fact]
    public void Nobody_knows_who_is_in_the_clips_of_an_ordinary_folder()
    {
        var data = DataSets.Open(Places.RealData("home5"));
        var report = Audit(data, Sides(Splitter.Stratified(data, 0.2, seed: 42)));
        Assert.Equal(SplitTrust.Unknown, report.Verdict.Verdict);
        Assert.StartsWith("groups are unknown", report.Verdict.Reason, StringComparison.Ordinal);
        Assert.Equal(6, report.Imbalance);
    }

    private static List<Fold> Sides(Split split) => [new Fold("", split.Train, split.Validation)];

    private AuditReport Audit(DataSet data, IReadOnlyList<Fold> folds) =>
        SplitAudit.Run(data, folds, shortest: 16, workers: 2, cache.Path, cancel: TestContext.Current.CancellationToken);
}
