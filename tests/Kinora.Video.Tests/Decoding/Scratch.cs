using Kinora.Tests;
using Kinora.Video.Decoding;
namespace Kinora.Video.Tests.Decoding;
public sealed class Scratch
{
    [Fact]
    public void How()
    {
        var lines = new List<string>();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        foreach (var row in File.ReadLines(Places.RealData("MANIFEST.tsv")).Skip(1).Select(l => l.Split('\t')))
        {
            if (row[7] == "0") continue;
            using var f = VideoFile.Open(Places.RealData(row[0].Split('/')));
            lines.Add($"{row[0].Split('/')[0]} {f.Info.Codec} {(f.Index.Decoded ? "decoded" : "headers")} {f.Warning} {(f.Info.VariableRate ? "variable" : "")}");
        }
        File.WriteAllLines("/tmp/kinora/video/how.txt", lines.GroupBy(l => l).Select(g => $"{g.Count()} {g.Key}").Append(watch.Elapsed.ToString()));
    }
}
