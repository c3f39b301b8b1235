using System.IO.Compression;
using Kinora.Cli.Shell;
using Kinora.Cli.Verbs;
using Kinora.Data.Fetching;
using Kinora.Tests;

namespace Kinora.Cli.Tests;

/// <summary><c>data get</c> as a user runs it.</summary>
public sealed class DataGetTests : IDisposable
{
    private readonly TemporaryFolder folder = Places.Temporary();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_address_of_a_zip_becomes_a_folder_that_can_be_trained_on()
    {
        using var server = new FileServer(request => request.Number == 0 ? FileReply.Whole(Zip(), "\"a\"", cutAfter: 50) : FileReply.Rest(Zip(), 50, "\"a\""));
        var set = folder.File("clips");
        var (code, output, notices) = await Start("data", "get", server.At("clips.zip").ToString(), "--out", set);
        Assert.Equal((0, $"2 clips of 2 classes (folders) in {set}: ./kinora train {set}\n"), (code, output));
        Assert.Contains("terms: whatever the publisher of that address says", notices, StringComparison.Ordinal);
        Assert.Contains("clips.zip: fetched, no checksum is published to compare", notices, StringComparison.Ordinal);
        Assert.Contains("unpacking clips.zip", notices, StringComparison.Ordinal);
        Assert.Equal([set], Directory.GetFileSystemEntries(folder.Path));

        // A second time nothing is overwritten.
        Assert.Equal(3, (await Start("data", "get", server.At("clips.zip").ToString(), "--out", set)).Code);
    }

    [Fact]
    public async Task A_name_that_is_not_known_gets_the_nearest_and_the_help_names_all()
    {
        Assert.Equal((2, "", "kinora data get: no data set is called ucf10; did you mean ucf101?\nkinora data get --help lists all options\n"), await Start("data", "get", "ucf10"));
        var (_, help, _) = await Start("data", "get", "--help");
        var words = string.Join(' ', help.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.All(KnownData.All, data => Assert.Contains(data.Name, words, StringComparison.Ordinal));
    }

    private static byte[] Zip()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (var name in new[] { "walk/a.avi", "run/b.avi" })
            {
                // A date of its own would make every request another file.
                var entry = zip.CreateEntry(name);
                entry.LastWriteTime = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
                entry.Open().Dispose();
            }
        }

        return stream.ToArray();
    }

    private static async Task<(int Code, string Output, string Notices)> Start(params string[] arguments)
    {
        using var output = new StringWriter();
        using var notices = new StringWriter();
        var code = await new Application(AllVerbs.List).Run(arguments, new Terminal(output, notices, width: 100));
        return (code, output.ToString(), notices.ToString());
    }
}
