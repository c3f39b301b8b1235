using Kinora.Tests;
using Kinora.Video;
using Kinora.Video.Writing;

namespace Kinora.Training.Tests;

/// <summary>A data set that a small network learns in seconds: a bright square goes up or down, by three made-up persons.</summary>
internal static class MovingSquares
{
    public static readonly string[] Persons = ["anna", "bert", "cleo"];

    private const int Side = 48;

    /// <summary>Writes a CSV data set with groups: <paramref name="perPerson"/> clips of each class by each person.</summary>
    public static string Write(TemporaryFolder folder, int perPerson = 3)
    {
        var root = folder.File("squares");
        Directory.CreateDirectory(Path.Combine(root, "videos"));
        var lines = new List<string> { "video_name,label,group" };
        foreach (var (number, person) in Persons.Index())
        {
            foreach (var goesUp in (bool[])[true, false])
            {
                for (var take = 0; take < perPerson; take++)
                {
                    var name = $"{person}_{(goesUp ? "up" : "down")}_{take}.mp4";
                    WriteClip(Path.Combine(root, "videos", name), goesUp, left: 4 + (8 * take), shade: (byte)(150 + (40 * number)));
                    lines.Add($"{name},{(goesUp ? "up" : "down")},{person}");
                }
            }
        }

        File.WriteAllLines(Path.Combine(root, "clips.csv"), lines);
        return Path.Combine(root, "clips.csv");
    }

    private static void WriteClip(string path, bool goesUp, int left, byte shade)
    {
        using var writer = VideoWriter.Create(path, new FrameSize(Side, Side), new FrameRate(25));
        for (var t = 0; t < 16; t++)
        {
            var frame = new byte[Side * Side * 3];
            var top = goesUp ? 32 - (2 * t) : 2 * t;
            for (var y = Math.Max(0, top); y < Math.Min(Side, top + 14); y++)
            {
                frame.AsSpan(((y * Side) + left) * 3, 14 * 3).Fill(shade);
            }

            writer.Write(frame);
        }

        writer.Finish();
    }
}
