using Kinora.Tests;
using Kinora.Video.Decoding;

namespace Kinora.Video.Tests.Decoding;

/// <summary>Each odd file of the real data is read right or refused clearly: tests/golden/odd_files.tsv says which and how.</summary>
public sealed class OddFilesTests
{
    [Fact]
    public void Each_odd_file_gives_the_frames_or_the_words_of_the_table()
    {
        var lines = new List<string>();
        foreach (var folder in new[] { "odd", "odd_made" })
        {
            foreach (var path in Directory.GetFiles(Places.RealData(folder)).Where(path => !path.EndsWith("SOURCES.tsv", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
            {
                lines.Add($"{folder}/{Path.GetFileName(path)}\t{Describe(path).Replace(path, "FILE", StringComparison.Ordinal)}");
            }
        }

        var expected = File.ReadAllLines(Path.Combine(Places.Repository, "tests", "golden", "odd_files.tsv")).Where(line => !line.StartsWith('#'));
        Assert.Equal(string.Join('\n', expected), string.Join('\n', lines));
    }

    private static string Describe(string path)
    {
        try
        {
            using var file = VideoFile.Open(path);
            Assert.Equal(file.Info.FrameCount, file.ReadAll().Count);
            return $"{file.Info.FrameCount}\t{file.Info.Size}\t{file.Info.Rotation}\t{file.Warning}";
        }
        catch (VideoException problem)
        {
            return $"-\t-\t-\t{problem.Message}";
        }
    }
}
