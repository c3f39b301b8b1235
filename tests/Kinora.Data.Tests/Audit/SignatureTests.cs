using Kinora.Data.Audit;
using Kinora.Tests;

namespace Kinora.Data.Tests.Audit;

/// <summary>What is a copy and what is not, on real clips of one scene.</summary>
public sealed class SignatureTests
{
    /// <summary>Copies as people make them: what FFmpeg is asked for.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Copies = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["encoded anew"] = ["-c:v", "libx264", "-crf", "36", "-pix_fmt", "yuv420p"],
        ["another codec"] = ["-c:v", "mpeg4", "-q:v", "20"],
        ["half the size"] = ["-vf", "scale=trunc(iw/4)*2:trunc(ih/4)*2", "-c:v", "libx264", "-crf", "28", "-pix_fmt", "yuv420p"],
        ["mirrored"] = ["-vf", "hflip", "-c:v", "mpeg4", "-q:v", "8"],
        ["cut by 30 %"] = ["-vf", "trim=start_frame=8:end_frame=28,setpts=PTS-STARTPTS", "-c:v", "mpeg4", "-q:v", "6"],
    };

    // One arm moves, a whole body moves, a body crosses the picture.
    private static readonly string[] copied = ["wave1/ira_wave1.avi", "wave1/denis_wave1.avi", "jack/denis_jack.avi", "bend/eli_bend.avi", "run/ido_run.avi", "side/lyova_side.avi"];

    [Fact]
    public void Measured()
    {
        var root = Places.RealData("weizmann");
        using var folder = Places.Temporary();
        var scores = new List<(double, string, string)>();
        foreach (var clip in copied)
        {
            var original = SignatureMaker.Make(Path.Combine(root, clip));
            foreach (var (name, arguments) in Copies)
            {
                var copy = Copy(Path.Combine(root, clip), folder.File($"{name}.{Path.GetFileNameWithoutExtension(clip)}.avi"), arguments);
                scores.Add((MotionMatch.Best(original, SignatureMaker.Make(copy))!.Value.Score, name, clip));
            }
        }

        foreach (var s in scores.Order())
        {
            TestContext.Current.TestOutputHelper!.WriteLine($"{s.Item1:F3} {s.Item2} {s.Item3}");
        }

        foreach (var d in new[] { "weizmann", "ut_interaction", "surveillance_fight", "home5", "hand_gesture6", "crossfit_1per_class" })
        {
            var data = DataSets.Open(Places.RealData(d));
            var watch = System.Diagnostics.Stopwatch.StartNew();
            var all = data.Samples.Select(s => SignatureMaker.Make(s.Path)).ToArray();
            var t1 = watch.Elapsed.TotalSeconds;
            var pairs = new List<(double, string)>();
            for (var i = 0; i < all.Length; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    if (all[i].Moves && all[j].Moves && MotionMatch.Best(all[i], all[j]) is { } m)
                    {
                        pairs.Add((m.Score, $"{data.Samples[i].Name} {data.Samples[j].Name} {m}"));
                    }
                    else if (!all[i].Moves && !all[j].Moves && StillPicture.Same(all[i].Picture, all[j].Picture) is not null)
                    {
                        pairs.Add((2, $"still {data.Samples[i].Name} {data.Samples[j].Name}"));
                    }
                }
            }

            TestContext.Current.TestOutputHelper!.WriteLine($"{d} read {t1:F1} s, pairs {watch.Elapsed.TotalSeconds - t1:F1} s; motion {string.Join(' ', all.Select((s, i) => (s.Motion, data.Samples[i].Name)).Order().Take(5))}");
            foreach (var p in pairs.OrderDescending().Take(8))
            {
                TestContext.Current.TestOutputHelper!.WriteLine($"  {p.Item1:F3} {p.Item2}");
            }
        }
    }

    internal static string Copy(string from, string to, params string[] arguments)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        Places.Run("ffmpeg", ["-v", "error", "-y", "-i", from, "-an", .. arguments, "-fps_mode", "passthrough", to]);
        return to;
    }
}
