using Kinora.Tests;
using Kinora.Video.Decoding;

namespace Kinora.Video.Tests.Decoding;

/// <summary>Files from strangers: whatever their bytes, reading ends in frames or in words.</summary>
public sealed class DamageTests(MadeClips clips)
{
    [Fact]
    public void Random_damage_gives_frames_or_an_error_and_the_same_each_time()
    {
        Check(rounds: 1);
    }

    [Fact]
    public void Much_random_damage_gives_frames_or_an_error_and_the_same_each_time()
    {
        Places.LongOnly();
        Check(rounds: 40);
    }

    private void Check(int rounds)
    {
        var unlike = new List<string>();
        using var folder = Places.Temporary();
        var random = new Random(7);
        foreach (var name in ((IEnumerable<TheoryDataRow<string>>)MadeClipsTests.Names).Select(row => row.Data))
        {
            var whole = File.ReadAllBytes(clips[name]);
            for (var round = 0; round < rounds; round++)
            {
                var bytes = (byte[])whole.Clone();
                // Headers lie at both ends; half of the damage goes there.
                for (var hit = random.Next(1, 12); hit > 0; hit--)
                {
                    var at = random.Next(4) switch { 0 => random.Next(Math.Min(1000, bytes.Length)), 1 => bytes.Length - 1 - random.Next(Math.Min(1000, bytes.Length)), _ => random.Next(bytes.Length) };
                    bytes[at] = (byte)random.Next(256);
                }

                var path = folder.File(name);
                File.WriteAllBytes(path, bytes);
                var (one, two) = (Outcome(path), Outcome(path));
                if (one != two || one.StartsWith("UNLIKE", StringComparison.Ordinal))
                {
                    unlike.Add($"{name}, round {round}: {(one != two ? "two readings differ" : one)}");
                }
            }
        }

        Assert.True(unlike.Count == 0, string.Join('\n', unlike));
    }

    private static string Outcome(string path)
    {
        try
        {
            using var file = VideoFile.Open(path);
            var all = Ffmpeg.Digests(file.ReadAll(new FrameSize(32, 32)));
            int[] numbers = [all.Count - 1, 0, all.Count / 2];
            var again = Ffmpeg.Digests(file.Read(numbers, new FrameSize(32, 32)));
            var differ = numbers.Where((n, i) => all[n] != again[i]).ToList();
            if (file.Info.Codec == "vp8")
            {
                // VP8 has nothing by which damage could be noticed, and what FFmpeg makes of such a frame depends on those before: not all
                // frames are the same when read alone. They are only the same each time.
                differ.Clear();
            }

            return differ.Count > 0 ? $"UNLIKE: frames {string.Join(' ', differ)} of {all.Count} differ when read alone (decoded {file.Index.Decoded}, {file.Warning})" : string.Join(' ', all) + file.Warning;
        }
        catch (VideoException problem)
        {
            Assert.StartsWith(path, problem.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', problem.Message);
            return problem.Message;
        }
    }
}
