using Kinora.Tests;

namespace Kinora.Video.Tests.Decoding;

/// <summary>Real clips against ffmpeg, bit for bit.</summary>
public sealed class RealClipsTests
{
    [Fact]
    public void Every_frame_of_the_odd_files_and_of_some_of_each_kind_equals_ffmpegs()
    {
        var clips = Clips();
        var odd = clips.Where(clip => clip.StartsWith("odd", StringComparison.Ordinal));
        var some = clips.Except(odd).GroupBy(clip => clip.Split('/')[0]).SelectMany(folder => folder.Where((_, at) => at % 30 == 0));
        AssertEqual([.. odd, .. some]);
    }

    [Fact]
    public void Every_frame_of_every_clip_equals_ffmpegs()
    {
        Places.LongOnly();
        AssertEqual(Clips());
    }

    [Fact]
    public void Frames_scaled_while_decoding_equal_ffmpegs()
    {
        var unequal = new List<string>();
        foreach (var clip in Clips().GroupBy(clip => (clip.Split('/')[0], Path.GetExtension(clip))).Select(kind => kind.First()))
        {
            Collect(unequal, clip, path => Reference.AssertScaledEqual(path, new FrameSize(112, 112)));
        }

        Assert.True(unequal.Count == 0, string.Join('\n', unequal));
    }

    private static List<string> Clips() =>
        [.. File.ReadLines(Places.RealData("MANIFEST.tsv")).Skip(1).Select(line => line.Split('\t')).Where(row => row[7] != "0").Select(row => row[0])];

    private static void AssertEqual(List<string> clips)
    {
        var unequal = new List<string>();
        foreach (var clip in clips)
        {
            Collect(unequal, clip, Reference.AssertEqual);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{clips.Count - unequal.Count} of {clips.Count} clips equal ffmpeg's frames");
        Assert.True(unequal.Count == 0, $"{unequal.Count} of {clips.Count} clips differ:\n{string.Join('\n', unequal)}");
    }

    /// <summary>Notes a clip that differs, so that one run names them all.</summary>
    private static void Collect(List<string> unequal, string clip, Action<string> compare)
    {
        try
        {
            compare(Places.RealData(clip.Split('/')));
        }
        catch (Exception problem) when (problem is VideoException or Xunit.Sdk.XunitException)
        {
            unequal.Add($"{clip}: {problem.Message}");
        }
    }
}
