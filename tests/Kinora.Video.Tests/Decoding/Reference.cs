using Kinora.Video.Decoding;

namespace Kinora.Video.Tests.Decoding;

/// <summary>Compares what VideoFile reads with what ffmpeg writes.</summary>
internal static class Reference
{
    /// <summary>All frames in order, then some of them in shuffled order and small groups, by one object and by a new one.</summary>
    public static void AssertEqual(string path)
    {
        using var file = VideoFile.Open(path);
        // ffmpeg's own frames of a damaged file depend on its number of threads; Kinora always takes one for such a file.
        var damaged = file.Warning?.Contains("damaged", StringComparison.Ordinal) ?? false;
        var expected = Ffmpeg.Digests(path, file.Info.Size, threads: damaged ? 1 : null);
        AssertSame(expected, Ffmpeg.Digests(file.ReadAll()));

        AssertShuffledEqual(file, expected, reads: 24, seed: 1);
        using var second = VideoFile.Open(path);
        AssertShuffledEqual(second, expected, reads: 6, seed: 2);
    }

    /// <summary>All frames scaled to a size, against ffmpeg's scale filter.</summary>
    public static void AssertScaledEqual(string path, FrameSize size)
    {
        using var file = VideoFile.Open(path);
        var expected = Ffmpeg.Digests(path, size, $"scale={size.Width}:{size.Height}:flags=bilinear");
        AssertSame(expected, Ffmpeg.Digests(file.ReadAll(size)));
    }

    private static void AssertSame(List<string> expected, List<string> actual)
    {
        Assert.True(expected.Count == actual.Count, $"{actual.Count} frames, ffmpeg gives {expected.Count}");
        var unequal = Enumerable.Range(0, actual.Count).Where(t => actual[t] != expected[t]).ToList();
        Assert.True(unequal.Count == 0, $"{unequal.Count} of {actual.Count} frames differ, the first is {unequal.FirstOrDefault()}");
    }

    private static void AssertShuffledEqual(VideoFile file, List<string> expected, int reads, int seed)
    {
        var random = new Random(seed);
        for (var read = 0; read < reads; read++)
        {
            var numbers = new int[random.Next(1, 9)];
            for (var i = 0; i < numbers.Length; i++)
            {
                numbers[i] = random.Next(expected.Count);
            }

            var frames = file.Read(numbers);
            for (var i = 0; i < numbers.Length; i++)
            {
                Assert.True(expected[numbers[i]] == Ffmpeg.Digest(frames[i]), $"frame {numbers[i]} of read {read} [{string.Join(' ', numbers)}] differs");
            }
        }
    }
}
