using Kinora.Tests;
using Kinora.Video.Decoding;

namespace Kinora.Data.Tests.Readers;

public sealed class KineticsTests : IDisposable
{
    private const string Heading = "label,youtube_id,time_start,time_end,split\n";

    private readonly TemporaryFolder folder = Places.Temporary();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Files_cut_already_and_whole_videos_are_found_in_class_folders_and_flat()
    {
        Tree.Text(folder, "kinetics.csv", Heading + "abseiling,-a_b0CdE123,10,20,train\nair drumming,xYz45678901,3,13,train\nair drumming,xYz45678901,40,50,validate\nabseiling,fLaTfLaTfLa,0,10,test\n");
        Tree.Files(folder, "abseiling/-a_b0CdE123_000010_000020.mp4", "air_drumming/xYz45678901.mp4", "fLaTfLaTfLa_000000_000010.mkv");
        var data = DataSets.Open(folder.Path);
        Assert.Equal(("kinetics", "source video"), (data.Format, data.GroupKind));
        Assert.Equal(
            [
                "abseiling/-a_b0CdE123_000010_000020.mp4 abseiling -a_b0CdE123", "air_drumming/xYz45678901.mp4#t=3,13 air drumming xYz45678901",
                "air_drumming/xYz45678901.mp4#t=40,50 air drumming xYz45678901", "fLaTfLaTfLa_000000_000010.mkv abseiling fLaTfLaTfLa",
            ],
            Tree.Lines(data));
        Assert.Equal(new VideoSpan?[] { null, new SecondsSpan(3, 13), new SecondsSpan(40, 50), null }, data.Samples.Select(sample => sample.Span));
        Assert.Equal(["air_drumming/xYz45678901.mp4#t=40,50"], Tree.Names(data, "val"));
        Assert.Equal(["fLaTfLaTfLa_000000_000010.mkv"], Tree.Names(data, "test"));
        Assert.Empty(data.Notices);
    }

    [Fact]
    public void Vanished_videos_and_videos_in_no_list_are_counted()
    {
        Tree.Text(folder, "train.csv", Heading + "a,one00000000,0,10,train\nb,two00000000,0,10,train\na,gone0000000,0,10,train\nb,lost0000000,5,15,train\n");
        Tree.Text(folder, "val.csv", "\"label\",\"youtube_id\",\"time_start\",\"time_end\"\n\"a\",\"three000000\",0,10\n");
        Tree.Files(folder, "train/a/one00000000_000000_000010.mp4", "train/b/two00000000_000000_000010.mp4", "val/a/three000000_000000_000010.mp4", "val/a/four0000000.mp4");
        var data = DataSets.Open(folder.Path);
        Assert.Equal(["val/a/three000000_000000_000010.mp4"], Tree.Names(data, "val"));
        Assert.Equal(
            [
                "2 of 5 listed clips are not there, vanished or never fetched: gone0000000 (train.csv line 4), lost0000000 (train.csv line 5)",
                "1 video left out, in no list: val/a/four0000000.mp4",
            ],
            data.Notices);
    }

    [Fact]
    public void One_list_may_be_named()
    {
        Tree.Text(folder, "mine.csv", Heading + "a,one00000000,0,10,train\nb,two00000000,0,10,test\n");
        Tree.Files(folder, "one00000000.mp4", "two00000000.mp4");
        Assert.Contains("whose class has no clip to train with: b", Tree.Refusal(folder.File("mine.csv")), StringComparison.Ordinal);
        Tree.Text(folder, "mine.csv", Heading + "a,one00000000,0,10,train\nb,two00000000,0,10,train\n");
        Assert.Equal("kinetics", DataSets.Open(folder.File("mine.csv")).Format);
    }

    [Theory]
    [InlineData("a,one00000000,10,0,train\n", "line 2 begins at '10' and ends at '0'; expected two times in seconds")]
    [InlineData("a,one00000000,x,10,train\n", "line 2 begins at 'x'")]
    [InlineData("a,,0,10,train\n", "line 2 has no youtube_id")]
    [InlineData("a,one00000000,0,10,dev\n", "line 2 has the split 'dev'; expected train, val or test")]
    [InlineData("a,one00000000\n", "line 2 has 2 columns, too few for its heading")]
    [InlineData("a,nowhere0000,0,10,train\n", "none of the 1 clip that list.csv list lies in")]
    public void A_bad_line_is_refused_with_its_number(string line, string message)
    {
        Tree.Text(folder, "list.csv", Heading + line);
        Assert.Contains(message, Tree.Refusal(Tree.Files(folder, "one00000000.mp4")), StringComparison.Ordinal);
    }
}
