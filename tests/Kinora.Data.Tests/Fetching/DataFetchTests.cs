using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Kinora.Data.Fetching;
using Kinora.Models.Weights;
using Kinora.Tests;

namespace Kinora.Data.Tests.Fetching;

/// <summary>Data sets fetched from a server in the test itself, which cuts connections.</summary>
public sealed class DataFetchTests : IDisposable
{
    private static readonly byte[] Video = [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7 % 251))];

    private readonly TemporaryFolder folder = Places.Temporary();
    private readonly HttpClient client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Log log = new();

    private string Target => folder.File("set");

    public void Dispose()
    {
        client.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_zip_is_fetched_over_a_connection_that_breaks_twice_and_unpacked()
    {
        var zip = Zip(("walk/a.avi", Video), ("run/b.avi", Video));
        using var server = new FileServer(request => request.Number switch
        {
            0 => FileReply.Whole(zip, "\"a\"", cutAfter: 100),
            1 => FileReply.Rest(zip, 100, "\"a\"") with { Body = zip[100..200] },
            _ => FileReply.Rest(zip, 200, "\"a\""),
        });
        await Get(server, new PublishedFile(server.At("clips.zip"), Bytes: zip.Length, Sha256: Sum(zip)));
        Assert.Equal(["run/b.avi", "walk/a.avi"], Files(Target));
        Assert.Equal(Video, File.ReadAllBytes(Path.Combine(Target, "walk/a.avi")));
        Assert.Equal([null, "bytes=100-", "bytes=200-"], server.Requests.Select(request => request.Range));
        Assert.Equal([Target], Directory.GetFileSystemEntries(folder.Path));
        Assert.Equal(["fetching clips.zip 1/1", "clips.zip: new, checked", "unpacking clips.zip"], log.Lines);
        Assert.Equal(["run", "walk"], DataSets.Open(Target).Labels);
    }

    [Fact]
    public async Task A_run_that_gives_up_leaves_no_set_and_the_next_one_goes_on()
    {
        var zip = Zip(("walk/a.avi", Video), ("run/b.avi", Video));
        var isUp = false;
        using var server = new FileServer(request =>
            request.Path == "/one.zip" ? FileReply.Whole(zip, "\"1\"")
            : !isUp ? request.Range is null ? FileReply.Whole(zip, "\"2\"", cutAfter: 150) : FileReply.Error("503 Service Unavailable")
            : FileReply.Rest(zip, 150, "\"2\""));
        PublishedFile[] files = [new(server.At("one.zip"), "one", zip.Length, Sum(zip)), new(server.At("two.zip"), "two", zip.Length, Sum(zip))];
        await Assert.ThrowsAsync<DownloadException>(() => Get(server, files));
        Assert.False(Path.Exists(Target));
        // Half unpacked, as a run that was killed leaves it.
        Directory.CreateDirectory(Target + ".partial/unpacked/old");

        isUp = true;
        var asked = server.Requests.Count;
        await Get(server, files);
        Assert.Equal(["/two.zip"], server.Requests.Skip(asked).Select(request => request.Path));
        Assert.Equal("bytes=150-", server.Requests[^1].Range);
        Assert.Equal(["one/run/b.avi", "one/walk/a.avi", "two/run/b.avi", "two/walk/a.avi"], Files(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(folder.Path));
        Assert.Contains("one.zip: there, checked", log.Lines);
    }

    [Fact]
    public async Task A_single_folder_in_the_archive_is_the_set_and_notes_of_macOS_are_left()
    {
        using var server = Serving(Zip(("Actions/train/walk/a.avi", Video), ("Actions/test/walk/b.avi", Video), ("__MACOSX/Actions/._x", [1]), ("Actions/train/._walk", [1])));
        await Get(server, new PublishedFile(server.At("Actions.zip")));
        Assert.Equal(["test/walk/b.avi", "train/walk/a.avi"], Files(Target));
        Assert.Contains("Actions.zip: new, unchecked", log.Lines);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tar_is_unpacked_compressed_or_not(bool compressed)
    {
        using var server = Serving(Tar(compressed, new PaxTarEntry(TarEntryType.RegularFile, "walk/a.avi") { DataStream = new MemoryStream(Video) }, new PaxTarEntry(TarEntryType.RegularFile, "run/b.avi") { DataStream = new MemoryStream([]) }));
        await Get(server, new PublishedFile(server.At(compressed ? "set.tar.gz" : "set.tar")));
        Assert.Equal(["run/b.avi", "walk/a.avi"], Files(Target));
        Assert.Equal(Video, File.ReadAllBytes(Path.Combine(Target, "walk/a.avi")));
    }

    [Theory]
    [InlineData("../outside.avi")]
    [InlineData("walk/../../outside.avi")]
    [InlineData("walk\\..\\..\\outside.avi")]
    [InlineData("/tmp/kinora-outside.avi")]
    public async Task What_would_lie_outside_the_folder_is_refused(string name)
    {
        foreach (var archive in new[] { Zip((name, Video)), Tar(false, new UstarTarEntry(TarEntryType.RegularFile, name.Replace('\\', '/')) { DataStream = new MemoryStream(Video) }) })
        {
            using var server = Serving(archive);
            var problem = await Assert.ThrowsAsync<DataException>(() => Get(server, new PublishedFile(server.At("evil.zip"))));
            Assert.Contains("which would lie outside its folder; nothing of it is used", problem.Message, StringComparison.Ordinal);
            Assert.False(Path.Exists(Target));
            Assert.Equal([Target + ".partial"], Directory.GetFileSystemEntries(folder.Path));
            Assert.False(File.Exists("/tmp/kinora-outside.avi"));
            Directory.Delete(Target + ".partial", recursive: true);
        }
    }

    [Fact]
    public async Task A_link_in_an_archive_is_refused()
    {
        using var server = Serving(Tar(false, new UstarTarEntry(TarEntryType.SymbolicLink, "walk") { LinkName = "/etc" }));
        Assert.Contains("holds walk, a SymbolicLink; only files and folders are unpacked", (await Assert.ThrowsAsync<DataException>(() => Get(server, new PublishedFile(server.At("evil.tar"))))).Message, StringComparison.Ordinal);
        Assert.False(Path.Exists(Target));
    }

    [Fact]
    public async Task A_page_instead_of_the_archive_is_told_and_fetched_anew()
    {
        using var server = Serving("<!DOCTYPE html><html>Moved</html>"u8.ToArray());
        var problem = await Assert.ThrowsAsync<DataException>(() => Get(server, new PublishedFile(server.At("clips.zip"))));
        Assert.Contains("is no archive: it begins with '<!DOCTYPE html><html>Mov'", problem.Message, StringComparison.Ordinal);
        Assert.Empty(Files(Target + ".partial"));
    }

    [Fact]
    public async Task A_damaged_zip_is_told_in_one_line()
    {
        var zip = Zip(("walk/a.avi", Video));
        using var server = Serving(zip[..^30]);
        var problem = await Assert.ThrowsAsync<DataException>(() => Get(server, new PublishedFile(server.At("clips.zip"))));
        Assert.Contains("is damaged and cannot be unpacked", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
        Assert.False(Path.Exists(Target));
    }

    [Fact]
    public async Task A_folder_that_holds_something_is_refused_before_anything_is_asked_for()
    {
        Tree.Files(folder, "set/mine.txt");
        using var server = Serving([]);
        Assert.Equal($"{Target} is there already; remove it, or choose another folder", (await Assert.ThrowsAsync<DataException>(() => Get(server, new PublishedFile(server.At("clips.zip"))))).Message);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task An_archive_of_archives_is_unpacked_to_its_clips()
    {
        Assert.SkipUnless(HasBsdtar(), "bsdtar (libarchive-tools) is not installed");
        var inner = new[] { "brush_hair", "wave" }.Select(label => ($"{label}.rar", Rar.Of(($"{label}/x_{label}_u_nm_np1_fr_goo_0.avi", Video)))).ToArray();
        var splits = Rar.Of(("testTrainMulti_7030_splits/wave_test_split1.txt", Encoding.ASCII.GetBytes("x_wave_u_nm_np1_fr_goo_0.avi 1\n")));
        var outer = Rar.Of(inner);
        using var server = new FileServer(request => FileReply.Whole(request.Path.Contains("org", StringComparison.Ordinal) ? outer : splits));
        await Get(server, new PublishedFile(server.At("hmdb51_org.rar")), new PublishedFile(server.At("test_train_splits.rar")));
        Assert.Equal(["brush_hair/x_brush_hair_u_nm_np1_fr_goo_0.avi", "testTrainMulti_7030_splits/wave_test_split1.txt", "wave/x_wave_u_nm_np1_fr_goo_0.avi"], Files(Target));
        Assert.Equal(Video, File.ReadAllBytes(Path.Combine(Target, "wave/x_wave_u_nm_np1_fr_goo_0.avi")));
        Assert.Equal("hmdb51", DataSets.Open(Target).Format);
    }

    [Fact]
    public async Task A_damaged_rar_is_told_in_one_line()
    {
        Assert.SkipUnless(HasBsdtar(), "bsdtar (libarchive-tools) is not installed");
        var rar = Rar.Of(("wave/a.avi", Video));
        using var server = Serving(rar[..2000]);
        var problem = await Assert.ThrowsAsync<DataException>(() => Get(server, new PublishedFile(server.At("clips.rar"))));
        Assert.Contains("clips.rar cannot be unpacked: ", problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem.Message);
        Assert.False(Path.Exists(Target));
    }

    [Fact]
    public async Task Without_bsdtar_a_rar_is_refused_before_anything_is_fetched()
    {
        Assert.SkipWhen(HasBsdtar(), "bsdtar is installed");
        using var server = Serving([]);
        Assert.Equal(
            "UCF101.rar needs the program bsdtar to be unpacked, which is not on this machine; install it (apt-get install libarchive-tools) and start again",
            (await Assert.ThrowsAsync<DataException>(() => Get(server, new PublishedFile(server.At("UCF101.rar"))))).Message);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_repository_of_Hugging_Face_is_listed_page_by_page_and_fetched_file_by_file()
    {
        var first = """[{"type":"directory","path":"wave"},{"type":"file","path":".gitattributes","size":9},{"type":"file","path":"wave/a_#1&.avi","size":5000,"lfs":{"oid":"SUM","size":5000}}]"""
            .Replace("SUM", Sum(Video), StringComparison.Ordinal);
        var second = """[{"type":"file","path":"README.md","size":5}]""";
        using var server = new FileServer(request => request.Path switch
        {
            "/api/datasets/someone/HMDB51/tree/main?recursive=true" => Page(first, "</next?cursor=2>; rel=\"next\""),
            "/next?cursor=2" => Page(second, null),
            "/datasets/someone/HMDB51/resolve/main/wave/a_%231%26.avi" => FileReply.Whole(Video),
            "/datasets/someone/HMDB51/resolve/main/README.md" => FileReply.Whole("hello"u8.ToArray()),
            _ => FileReply.Error("404 Not Found"),
        });
        await Fetch(server).Get(Set() with { Hub = "someone/HMDB51" }, Target, CancellationToken.None);
        Assert.Equal(["README.md", "wave/a_#1&.avi"], Files(Target));
        Assert.Contains("a_#1&.avi: new, checked", log.Lines);

        using var other = new FileServer(_ => Page("""[{"type":"file","path":"data/train-0.parquet","size":5}]""", null));
        var problem = await Assert.ThrowsAsync<DataException>(() => Fetch(other).Get(Set() with { Hub = "someone/HMDB51" }, folder.File("other"), CancellationToken.None));
        Assert.Contains("keeps its clips in 1 Parquet file, which Kinora does not read; take the publisher's own archive", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_set_of_the_table_has_a_whole_address_and_a_name_that_is_found()
    {
        Assert.Equal(["ucf101", "hmdb51", "hmdb51-hub", "kth", "weizmann", "actions"], KnownData.All.Select(data => data.Name));
        Assert.All(KnownData.All, data =>
        {
            Assert.Same(data, KnownData.Find(data.Name.ToUpperInvariant()));
            Assert.True(data.Files.Count > 0 || data.Hub is not null);
            Assert.NotEmpty(data.Terms);
            // Files that are unpacked side by side must not bear one name.
            Assert.Equal(data.Files.Count, data.Files.Select(file => (file.Into, file.Name)).Distinct().Count());
            Assert.All(data.Files, file => Assert.True(file.Sha256 is null or { Length: 64 }));
        });
        Assert.Same(KnownData.Find("ucf101"), KnownData.Find("UCF-101"));
        Assert.Null(KnownData.Find("ucf"));
        var named = KnownData.At(new("https://example.org/sets/my%20clips.tar.gz?x=1"));
        Assert.Equal(("my clips", "my clips.tar.gz"), (named.Folder, named.Files[0].Name));
    }

    private static bool HasBsdtar() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(place => File.Exists(Path.Combine(place, "bsdtar")));

    private static FileServer Serving(byte[] file) => new(_ => FileReply.Whole(file));

    private static FileReply Page(string text, string? link)
    {
        var reply = FileReply.Whole(Encoding.UTF8.GetBytes(text));
        if (link is not null)
        {
            reply.Headers["Link"] = link;
        }

        return reply;
    }

    private static string Sum(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    private static byte[] Tar(bool compressed, params TarEntry[] entries)
    {
        using var stream = new MemoryStream();
        using (var outer = compressed ? new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true) : (Stream)stream)
        using (var tar = new TarWriter(outer, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                tar.WriteEntry(entry);
            }
        }

        return stream.ToArray();
    }

    private static string[] Files(string root) =>
        [.. Directory.GetFiles(root, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(root, path)).Order(StringComparer.Ordinal)];

    private static PublishedData Set(params PublishedFile[] files) => new("set", "A set", files, "none", null);

    private DataFetch Fetch(FileServer server) => new(client, log) { Download = new Download(client) { Attempts = 3, Pause = TimeSpan.Zero }, Hub = server.At("") };

    private Task Get(FileServer server, params PublishedFile[] files) => Fetch(server).Get(Set(files), Target, CancellationToken.None);

    private sealed class Log : IFetchObserver
    {
        public List<string> Lines { get; } = [];

        public IFileProgress Fetching(string file, int number, int count)
        {
            Lines.Add($"fetching {file} {number}/{count}");
            return new One(this, file);
        }

        public void Unpacking(string file) => Lines.Add($"unpacking {file}");

        private sealed class One(Log log, string file) : IFileProgress
        {
            public void Report(DownloadProgress value)
            {
            }

            public void Fetched(bool isNew, bool isChecked) => log.Lines.Add($"{file}: {(isNew ? "new" : "there")}, {(isChecked ? "checked" : "unchecked")}");

            public void Dispose()
            {
            }
        }
    }
}
