using System.Globalization;
using Kinora.Tests;

namespace Kinora.Data.Tests.Loading;

/// <summary>A small data set of real files, made once by ffmpeg: three classes of moving test pictures, 48x32, 6 to 34 frames each.</summary>
public sealed class Clips : IDisposable
{
    private static readonly (string Class, string Source, int[] Lengths)[] Sources =
        [("bars", "testsrc2", [30, 6, 25]), ("plasma", "rgbtestsrc", [12, 34]), ("zones", "testsrc", [28, 20, 26, 9])];

    private readonly TemporaryFolder folder = new("clips");

    public Clips()
    {
        foreach (var (label, source, lengths) in Sources)
        {
            Directory.CreateDirectory(Path.Combine(Root, label));
            foreach (var (number, length) in lengths.Index())
            {
                Make(Path.Combine(Root, label, $"{number}.mp4"), source, number, length);
            }
        }
    }

    public string Root => folder.Path;

    /// <summary>Makes one clip whose colours turn with time; the hue tells clips of one source apart.</summary>
    public static void Make(string path, string source, int hue, int length) => Places.Run(
        "ffmpeg", "-v", "error", "-f", "lavfi", "-i", $"{source}=size=48x32:rate=25", "-vf", $"hue=h={hue * 40}+t*90",
        "-frames:v", length.ToString(CultureInfo.InvariantCulture), "-c:v", "libx264", "-pix_fmt", "yuv420p", path);

    public void Dispose() => folder.Dispose();
}
