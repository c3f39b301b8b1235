using Kinora.Data.Extraction;
using Kinora.Data.Tests.Loading;
using Kinora.Tests;

namespace Kinora.Data.Tests.Extraction;

/// <summary>A second run into the same folder.</summary>
public sealed class GoingOnTests(Clips clips) : IClassFixture<Clips>
{
    private static readonly FrameExtraction Frames = new();

    [Fact]
    public void Nothing_is_done_twice()
    {
        using var folder = Places.Temporary();
        new Extractor(Frames).Run(clips.Root, folder.Path);
        var before = Snapshot.Of(folder.Path);
        var marks = Marks(folder);
        var again = new Extractor(Frames).Run(clips.Root, folder.Path);
        Assert.Equal((9, 9), (again.DoneBefore, again.Videos.Count));
        Assert.Equal(before, Snapshot.Of(folder.Path));
        Assert.Equal(marks, Marks(folder));
    }

    /// <summary>Stopped after some videos, over and over, with other numbers of workers; the working folder holds leftovers, as after a kill.</summary>
    [Fact]
    public void Stopped_again_and_again_the_end_is_the_same()
    {
        using var whole = Places.Temporary("whole");
        using var folder = Places.Temporary();
        new Extractor(Frames).Run(clips.Root, whole.Path);
        var left = 0;
        for (var workers = 1; ; workers++)
        {
            using var stop = new CancellationTokenSource();
            try
            {
                new Extractor(Frames, workers).Run(clips.Root, folder.Path, progress: new StopAfter(20, stop), cancel: stop.Token);
                break;
            }
            catch (OperationCanceledException)
            {
                left++;
                Assert.False(File.Exists(folder.File("manifest.json")));
                Assert.True(Directory.Exists(folder.File(".unfinished")));
                // A kill in the middle of a line, and of a video.
                File.AppendAllText(folder.File(".unfinished/journal.jsonl"), "{\"name\":\"bars/1.mp4\",\"fol");
                Directory.CreateDirectory(folder.File(".unfinished/1"));
                File.WriteAllText(folder.File(".unfinished/1/frame_000000.jpg"), "half of");
            }
        }

        Assert.InRange(left, 3, 50);
        Assert.Equal(Snapshot.Of(whole.Path), Snapshot.Of(folder.Path));
    }

    [Fact]
    public void A_video_whose_files_are_not_all_there_is_extracted_again()
    {
        using var folder = Places.Temporary();
        new Extractor(Frames).Run(clips.Root, folder.Path);
        var before = Snapshot.Of(folder.Path);
        File.Delete(folder.File("bars/0/frame_000011.jpg"));
        Directory.Delete(folder.File("zones/2"), recursive: true);
        var again = new Extractor(Frames).Run(clips.Root, folder.Path);
        Assert.Equal(7, again.DoneBefore);
        Assert.Equal(before, Snapshot.Of(folder.Path));
    }

    [Fact]
    public void New_videos_are_added_and_old_ones_stay()
    {
        using var folder = Places.Temporary();
        new Extractor(Frames).Run(Path.Combine(clips.Root, "bars/1.mp4"), folder.Path);
        var second = new Extractor(Frames).Run(Path.Combine(clips.Root, "zones/3.mp4"), folder.Path);
        Assert.Equal(["3.mp4"], second.Videos.Select(video => video.Name));
        Assert.Equal(["1", "3", "manifest.json"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("1.mp4", File.ReadAllText(folder.File("manifest.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_settings_are_refused_in_one_line()
    {
        using var folder = Places.Temporary();
        new Extractor(Frames).Run(clips.Root, folder.Path);
        var before = Snapshot.Of(folder.Path);
        Assert.Equal(
            $"{folder.Path} was extracted with other settings: quality 95 (now 80), rate none (now 5); --overwrite starts anew, or choose another --out",
            Refusal(new FrameExtraction { Quality = 80, Rate = 5 }, clips.Root, folder.Path));
        Assert.Equal(
            $"{folder.Path} was extracted with other settings: frames (now flow); --overwrite starts anew, or choose another --out",
            Refusal(new FlowExtraction(), clips.Root, folder.Path));
        Assert.Equal(before, Snapshot.Of(folder.Path, ".unfinished"));
    }

    [Fact]
    public void Settings_of_a_run_that_was_stopped_count_too()
    {
        using var folder = Places.Temporary();
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => new Extractor(Frames).Run(clips.Root, folder.Path, progress: new StopAfter(20, stop), cancel: stop.Token));
        Assert.Contains("quality 95 (now 80)", Refusal(new FrameExtraction { Quality = 80 }, clips.Root, folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Overwriting_starts_anew_and_touches_nothing_else()
    {
        using var folder = Places.Temporary();
        using var fresh = Places.Temporary("fresh");
        var other = new FrameExtraction { Format = PictureFormat.Png };
        new Extractor(Frames).Run(clips.Root, folder.Path);
        new Extractor(other).Run(Path.Combine(clips.Root, "bars/1.mp4"), fresh.Path);
        File.WriteAllText(folder.File("mine.txt"), "mine");
        new Extractor(other).Run(Path.Combine(clips.Root, "bars/1.mp4"), folder.Path, overwrite: true);
        Assert.Equal("mine", File.ReadAllText(folder.File("mine.txt")));
        File.Delete(folder.File("mine.txt"));
        Assert.Equal(Snapshot.Of(fresh.Path), Snapshot.Of(folder.Path).Where(line => line is not ("bars/" or "plasma/" or "zones/")));
    }

    [Fact]
    public void Another_video_of_the_same_name_is_refused_and_folders_in_the_way_are()
    {
        using var folder = Places.Temporary();
        File.Copy(Path.Combine(clips.Root, "bars/1.mp4"), folder.File("a.mp4"));
        new Extractor(Frames).Run(folder.File("a.mp4"), folder.File("out"));
        File.Copy(Path.Combine(clips.Root, "zones/1.mp4"), folder.File("a.mp4"), overwrite: true);
        Assert.Equal(
            $"{folder.File("out")} holds what was extracted from 1 other file of the same name: a.mp4; --overwrite starts anew, or choose another --out",
            Refusal(Frames, folder.File("a.mp4"), folder.File("out")));
        Tree.Text(folder, "taken/a/mine.txt", "mine");
        Assert.Equal(
            $"{folder.File("taken")} holds 1 folder that this extraction did not make: a; move them away, or choose another --out",
            Refusal(Frames, folder.File("a.mp4"), folder.File("taken")));
    }

    [Fact]
    public void One_process_at_a_time()
    {
        using var folder = Places.Temporary();
        var inner = new Inner(() => Refusal(Frames, clips.Root, folder.Path));
        new Extractor(Frames).Run(clips.Root, folder.Path, progress: inner);
        Assert.StartsWith($"another process extracts into {folder.Path} now (", inner.Said, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_that_is_none_and_an_output_that_is_a_file_are_refused()
    {
        using var folder = Places.Temporary();
        Tree.Text(folder, "out/manifest.json", "{}");
        Assert.StartsWith($"{folder.File("out/manifest.json")} is no manifest of an extraction (", Refusal(Frames, clips.Root, folder.File("out")), StringComparison.Ordinal);
        Tree.Text(folder, "file", "");
        Assert.Contains("is a file; give a folder", Refusal(Frames, clips.Root, folder.File("file")), StringComparison.Ordinal);
    }

    private static string Refusal(VideoExtraction what, string data, string output)
    {
        var message = Assert.Throws<DataException>(() => new Extractor(what).Run(data, output)).Message;
        Assert.DoesNotContain('\n', message);
        return message;
    }

    // When each file was written: one that is written again has another time.
    private static string[] Marks(TemporaryFolder folder) =>
        [.. Directory.EnumerateFiles(folder.Path, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => $"{path} {File.GetLastWriteTimeUtc(path).Ticks}")];

    private sealed class StopAfter(int frames, CancellationTokenSource stop) : IProgress<ExtractionProgress>
    {
        public void Report(ExtractionProgress value)
        {
            if (value.Written >= frames)
            {
                stop.Cancel();
            }
        }
    }

    private sealed class Inner(Func<string> ask) : IProgress<ExtractionProgress>
    {
        public string? Said { get; private set; }

        public void Report(ExtractionProgress value) => Said ??= ask();
    }
}
