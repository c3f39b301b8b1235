using Kinora.Tests;
using Kinora.Video.Decoding;

namespace Kinora.Video.Tests.Decoding;

/// <summary>Every clip of the real data, against ffmpeg.</summary>
public sealed class RealClipsTests
{
    [Fact]
    public void Every_frame_of_every_clip_equals_ffmpegs()
    {
        Places.LongOnly();
        var unequal = new List<string>();
        var clips = Clips().ToList();
        foreach (var clip in clips)
        {
            try
            {
                Compare(clip);
            }
            catch (Exception problem)
            {
                unequal.Add($"{clip}: {problem.GetType().Name} {problem.Message}");
            }
        }

        Assert.True(unequal.Count == 0, $"{unequal.Count} of {clips.Count} clips differ:\n{string.Join('\n', unequal)}");
    }

    private static IEnumerable<string> Clips() =>
        File.ReadLines(Places.RealData("MANIFEST.tsv")).Skip(1).Select(line => line.Split('\t')).Where(row => row[7] != "0").Select(row => row[0]);

    private static void Compare(string clip)
    {
        using var file = VideoFile.Open(Places.RealData(clip.Split('/')));
        var expected = Ffmpeg.Digests(file.Info.Path, file.Info.Size);
        var all = Ffmpeg.Digests(file.ReadAll());
        Assert.True(expected.Count == all.Count, $"{all.Count} frames, ffmpeg gives {expected.Count}");
        var first = Enumerable.Range(0, all.Count).FirstOrDefault(t => all[t] != expected[t], -1);
        Assert.True(first < 0, $"frame {first} of {all.Count} differs ({Enumerable.Range(0, all.Count).Count(t => all[t] != expected[t])} in all)");

        var random = new Random(1);
        var order = Enumerable.Range(0, all.Count).ToArray();
        random.Shuffle(order);
        for (var at = 0; at < Math.Min(order.Length, 64);)
        {
            var take = Math.Min(random.Next(1, 9), order.Length - at);
            var numbers = order.AsSpan(at, take);
            var some = Ffmpeg.Digests(file.Read(numbers));
            for (var i = 0; i < take; i++)
            {
                Assert.True(some[i] == expected[numbers[i]], $"frame {numbers[i]} differs when read out of order");
            }

            at += take;
        }
    }
}
