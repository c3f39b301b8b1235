using Kinora.Results;

namespace Kinora.Data.Tests.Audit;

/// <summary>Copies planted among real clips of one scene are found, and nothing else is.</summary>
public sealed class PlantedCopyTests(PlantedCopies planted) : IClassFixture<PlantedCopies>
{
    [Fact]
    public void Every_copy_on_the_other_side_is_found_and_named_and_no_original_is_called_a_copy()
    {
        var (data, originals, expected) = planted.Plant();
        int[] train = [.. Enumerable.Range(0, originals)];
        int[] test = [.. Enumerable.Range(originals, data.Samples.Count - originals)];

        var report = planted.Audit(data, train, test);

        Assert.Equal(SplitTrust.Leaked, report.Verdict.Verdict);
        Assert.Contains("15 pairs of copies on both sides", report.Verdict.Reason, StringComparison.Ordinal);
        var across = report.Copies.Where(copy => copy.Across is not null).ToList();
        Assert.Equal(expected.Select(copy => (copy.Original, copy.Copy)).Order(), across.Select(copy => (copy.First.Name, copy.Second.Name)).Order());
        Assert.All(expected, copy => Assert.Contains(copy.How, across.Single(found => found.Second.Name == copy.Copy).How, StringComparison.Ordinal));
        // The others are copies of one original among themselves, on one side: no leak, but told.
        Assert.All(report.Copies.Except(across), copy => Assert.Equal(copy.First.Name.Split('_', 2)[1], copy.Second.Name.Split('_', 2)[1]));
        Assert.NotEmpty(report.Copies.Except(across));
    }

    [Fact]
    public void Copies_on_one_side_are_no_leak()
    {
        var (data, originals, _) = planted.Plant();
        var report = planted.Audit(data, [.. Enumerable.Range(0, data.Samples.Count).Where(i => data.Samples[i].Group != "lyova")], [.. Enumerable.Range(0, originals).Where(i => data.Samples[i].Group == "lyova")]);
        Assert.Equal(SplitTrust.Clean, report.Verdict.Verdict);
        Assert.Equal("no person and no copy of a clip on both sides", report.Verdict.Reason);
        Assert.NotEmpty(report.Copies);
        Assert.DoesNotContain(report.Copies, copy => copy.Across is not null);
    }

    [Fact]
    public void A_copy_with_another_label_is_suspect()
    {
        var (data, originals, _) = planted.Plant();
        var wrong = data.Samples[originals] with { Label = (data.Samples[originals].Label + 1) % data.Labels.Count };
        data = data with { Samples = [.. data.Samples.Take(originals), wrong] };
        var suspect = Assert.Single(planted.Audit(data, [.. Enumerable.Range(0, originals)], [originals]).SuspectLabels);
        Assert.Equal(wrong, suspect.Second);
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        var (data, originals, _) = planted.Plant();
        int[] train = [.. Enumerable.Range(0, originals)];
        int[] test = [.. Enumerable.Range(originals, data.Samples.Count - originals)];
        var (one, three) = (planted.Audit(data, train, test, workers: 1), planted.Audit(data, train, test, workers: 3));
        Assert.Equal(one.Copies.Select(copy => (copy.First, copy.Second, copy.Score, copy.How)), three.Copies.Select(copy => (copy.First, copy.Second, copy.Score, copy.How)));
        Assert.Equal(one.Verdict.ToString(), three.Verdict.ToString());
    }
}
