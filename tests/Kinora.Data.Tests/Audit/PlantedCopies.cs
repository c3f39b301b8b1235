using Kinora.Data.Audit;
using Kinora.Data.Splitting;
using Kinora.Tests;

namespace Kinora.Data.Tests.Audit;

/// <summary>Weizmann's clips with copies of some of them, and a cache of signatures that the tests share. Made once.</summary>
public sealed class PlantedCopies : IDisposable
{
    /// <summary>Copies as people make them: what FFmpeg is asked for, and what the audit should call it.</summary>
    public static readonly IReadOnlyList<(string Name, string[] Arguments, string How)> Kinds =
    [
        ("encoded-anew", ["-c:v", "mpeg4", "-q:v", "12"], "encoded anew"),
        ("another-codec", ["-c:v", "libx264", "-crf", "36", "-pix_fmt", "yuv420p"], "h264 instead of mpeg4"),
        ("half-size", ["-vf", "scale=90:72", "-c:v", "mpeg4", "-q:v", "5"], "90x72 instead of 180x144"),
        ("mirrored", ["-vf", "hflip", "-c:v", "mpeg4", "-q:v", "8"], "mirrored"),
    ];

    // One arm moves; a body bends; a body crosses the picture.
    private static readonly string[] originals = ["wave1/ira_wave1.avi", "bend/eli_bend.avi", "run/ido_run.avi"];

    private readonly TemporaryFolder folder = new("planted");

    /// <summary>Where signatures are kept.</summary>
    public string Cache => folder.File("cache");

    /// <summary>The originals, then the copies, each by a person of its own; and what is expected of each copy.</summary>
    public (DataSet Data, int Originals, IReadOnlyList<(string Original, string Copy, string How)> Expected) Plant()
    {
        var data = DataSets.Open(Places.RealData("weizmann"));
        var samples = data.Samples.ToList();
        var expected = new List<(string, string, string)>();
        foreach (var original in originals)
        {
            var sample = data.Samples.Single(sample => sample.Name == original);
            var frames = Kinora.Video.Decoding.VideoFile.Open(sample.Path);
            var count = frames.Info.FrameCount;
            frames.Dispose();
            // 20 % from the front, 10 % from the end.
            var (from, to) = (count / 5, count - (count / 10));
            string[] cut = ["-vf", $"trim=start_frame={from}:end_frame={to},setpts=PTS-STARTPTS", "-c:v", "mpeg4", "-q:v", "5"];
            foreach (var (name, arguments, how) in Kinds.Append(("cut", cut, $"frames {from + 1} to {to} of {count}")))
            {
                var copy = $"planted/{name}_{Path.GetFileName(original)}";
                samples.Add(new Sample(copy, Make(sample.Path, folder.File(copy), arguments), sample.Label, "planted"));
                expected.Add((original, copy, how));
            }
        }

        return (data with { Samples = samples }, data.Samples.Count, expected);
    }

    /// <summary>Makes a copy, once.</summary>
    public static string Make(string from, string to, params string[] arguments)
    {
        if (!File.Exists(to))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            Places.Run("ffmpeg", ["-v", "error", "-i", from, "-an", .. arguments, "-fps_mode", "passthrough", to]);
        }

        return to;
    }

    /// <summary>Audits one division.</summary>
    public AuditReport Audit(DataSet data, IReadOnlyList<int> train, IReadOnlyList<int> test, int workers = 2) =>
        SplitAudit.Run(data, [new Fold("", train, test)], shortest: 16, workers, Cache, cancel: TestContext.Current.CancellationToken);

    public void Dispose() => folder.Dispose();
}
