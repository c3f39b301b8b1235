using Kinora.Inference.Timelines;
using Kinora.Tests;
using Kinora.Video;

namespace Kinora.Inference.Tests;

/// <summary>Every odd file there is, through predict and timeline: right, or refused in one clear line.</summary>
public sealed class OddFilesTests
{
    [Theory]
    [InlineData("odd")]
    [InlineData("odd_made")]
    [InlineData("unlabelled_real")]
    public void Each_is_answered_or_refused_the_same_way_by_both(string data)
    {
        using var folder = Places.Temporary();
        Networks.SaveVideoNetwork(folder.File("m.kinora"), Networks.Preprocessing);
        using var recognizer = Recognizer.Load(folder.File("m.kinora"));
        var found = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Places.RealData(data)).Where(file => Path.GetExtension(file) != ".tsv").Order(StringComparer.Ordinal))
        {
            var answer = recognizer.PredictAll([file]).Single();
            var options = new TimelineOptions { Window = 100_000 };
            if (answer.Error is { } error)
            {
                Assert.Contains(Path.GetFileName(file), error.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', error.Message);
                Assert.Equal(error.Message, Assert.Throws<VideoException>(() => recognizer.Timeline(file, options)).Message);
                continue;
            }

            // One window as long as the video is the video.
            found.Add($"{data}/{Path.GetFileName(file)}");
            var timeline = recognizer.Timeline(file, options);
            Assert.Equal(answer.Prediction!.Warning, timeline.Warning);
            Assert.Equal(answer.Prediction.Probabilities, Assert.Single(timeline.Windows).Probabilities);
            Assert.All(recognizer.Timeline(file).Windows, window => Assert.Equal(1, window.Probabilities.Sum(), 1e-4));
        }

        // Columns of the manifest: path, bytes, codec, pixels, width, height, rate, frames that can be decoded, ...
        var expected = File.ReadLines(Places.RealData("MANIFEST.tsv")).Skip(1).Select(line => line.Split('\t')).Where(row => row[0].StartsWith(data + "/", StringComparison.Ordinal) && row[7] != "0").Select(row => row[0]);
        Assert.Equal(expected.Order(StringComparer.Ordinal), found);
    }
}
