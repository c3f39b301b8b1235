using Kinora.Inference;
using Kinora.Tests;

namespace Kinora.Cli.Tests;

/// <summary>A file for a server, and what the library says of it: what the server is to say.</summary>
/// <param name="Name">What it is called where it comes from.</param>
/// <param name="Bytes">What is in it.</param>
/// <param name="Expected">What the library saw in it; null where it sees nothing.</param>
/// <param name="Error">Why the library sees nothing, with the name for the path.</param>
internal sealed record SentFile(string Name, byte[] Bytes, Prediction? Expected, string? Error)
{
    /// <summary>Asks the library about a copy without the name's ending: no more of the name takes part where the server keeps it.</summary>
    public static SentFile Of(Recognizer recognizer, string path, TemporaryFolder folder)
    {
        var (name, copy) = (Path.GetFileName(path), folder.File("sent"));
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(copy, bytes);
        var answer = recognizer.PredictAll([copy]).Single();
        var seen = answer.Prediction is { } found ? found with { Warning = found.Warning?.Replace(copy, name, StringComparison.Ordinal) } : null;
        return new SentFile(name, bytes, seen, answer.Error?.Message.Replace(copy, name, StringComparison.Ordinal));
    }

    /// <summary>Writes files that are no videos, each in its own way, of what a good one holds.</summary>
    public static IEnumerable<string> Broken(TemporaryFolder folder, string good, int count)
    {
        var bytes = File.ReadAllBytes(good);
        for (var i = 0; i < count; i++)
        {
            var path = folder.File($"broken {i}{Path.GetExtension(good)}");
            var random = new Random(i);
            switch (i % 4)
            {
                case 0:
                    // Cut off in its head.
                    File.WriteAllBytes(path, bytes[..(20 + (10 * i))]);
                    break;
                case 1:
                    File.WriteAllText(path, $"<html>404 {i}</html>");
                    break;
                case 2:
                    var noise = new byte[5000 + i];
                    random.NextBytes(noise);
                    File.WriteAllBytes(path, noise);
                    break;
                default:
                    File.WriteAllBytes(path, []);
                    break;
            }

            yield return path;
        }
    }
}
