using Kinora.Data.Splitting;
using Kinora.Tests;

namespace Kinora.Data.Tests.Splitting;

/// <summary>Splits that were written as lists are read back as the same splits.</summary>
public sealed class SplitListTests : IDisposable
{
    private readonly TemporaryFolder folder = new("split-list");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("clips/split.csv", "walk/a clip, quoted \"so\".mp4")]
    [InlineData("split.csv", "clips/walk/a clip, quoted \"so\".mp4")]
    [InlineData("lists/deep/split.csv", null)]
    public void A_list_names_videos_from_its_folder_or_by_their_full_path(string list, string? first)
    {
        Names(out var data);
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File(list))!);
        var split = Splitter.GroupedStratified(data, 0.3, seed: 3);
        SplitList.Write(folder.File(list), data, [("train", split.Train), ("test", split.Validation)]);

        var read = DataSets.Open(folder.File(list));

        Assert.Equal(data.Labels, read.Labels);
        Assert.Equal(9, read.Samples.Count);
        Assert.Equal(Described(data, split.Train), Described(read, read.Splits!["train"]));
        Assert.Equal(Described(data, split.Validation), Described(read, read.Splits!["test"]));
        Assert.Contains(read.Samples, sample => sample.Name == (first ?? folder.File("clips/walk/a clip, quoted \"so\".mp4")));
    }

    [Fact]
    public void Every_fold_becomes_a_list_of_its_own()
    {
        Names(out var data);
        foreach (var (number, fold) in Splitter.GroupedFolds(data, 3, seed: 1).Index())
        {
            var list = folder.File($"fold{number}.csv");
            SplitList.Write(list, data, [("train", fold.Train), ("test", fold.Test)]);
            var read = DataSets.Open(list);
            Assert.Equal(Described(data, fold.Test), Described(read, read.Splits!["test"]));
            Assert.Equal(Described(data, fold.Train), Described(read, read.Splits!["train"]));
        }
    }

    [Fact]
    public void A_list_without_parts_holds_a_subset()
    {
        Names(out var data);
        var subset = Splitter.Subset(data, 6, seed: 2);
        SplitList.Write(folder.File("subset.csv"), data, [(null, subset)]);
        var read = DataSets.Open(folder.File("subset.csv"));
        Assert.Null(read.Splits);
        Assert.Equal(Described(data, subset), Described(read, [.. Enumerable.Range(0, 6)]));
    }

    private static IEnumerable<string> Described(DataSet data, IReadOnlyList<int> numbers) =>
        numbers.Select(i => $"{Path.GetFullPath(data.Samples[i].Path)} {data.Labels[data.Samples[i].Label]} {data.Samples[i].Group}").Order(StringComparer.Ordinal);

    private void Names(out DataSet data)
    {
        string[] names = ["walk/a clip, quoted \"so\".mp4", "walk/b#1.mp4", "walk/ü.mp4", "run/d.mp4", "run/e.mp4", "run/f.mp4", "hop/g.mp4", "hop/h.mp4", "hop/i.mp4"];
        Tree.Files(folder, [.. names.Select(name => "clips/" + name)]);
        Tree.Text(folder, "clips/groups.tsv", string.Concat(names.Index().Select(name => $"\"{name.Item.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\tperson{name.Index % 3}\n")));
        data = DataSets.Open(folder.File("clips"));
    }
}
