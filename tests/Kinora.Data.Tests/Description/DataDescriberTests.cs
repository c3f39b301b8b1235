using System.Globalization;
using System.Text.Json;
using Kinora.Data.Description;
using Kinora.Results.Descriptions;
using Kinora.Tests;

namespace Kinora.Data.Tests.Description;

public sealed class DataDescriberTests : IDisposable
{
    private readonly TemporaryFolder folder = new("describe");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("ucf101")]
    [InlineData("hmdb51")]
    [InlineData("crossfit_1per_class")]
    [InlineData("hand_gesture6")]
    public void Every_number_is_that_of_ffprobe_and_OpenCV(string name)
    {
        var root = Places.RealData(name);
        var found = DataDescriber.Describe(root, workers: 2).Clips;
        var script = Path.Combine(Places.Repository, "tests/Kinora.Data.Tests/reference/describe.py");
        var expected = JsonDocument.Parse(Places.Python(script, [.. found.Select(clip => Path.Combine(root, clip.File))])).RootElement;
        Assert.Equal(expected.GetArrayLength(), found.Count);
        foreach (var (clip, reference) in found.Zip(expected.EnumerateArray()))
        {
            Assert.Equal(
                (reference.GetProperty("frames").GetInt32(), reference.GetProperty("width").GetInt32(), reference.GetProperty("height").GetInt32(), reference.GetProperty("codec").GetString()),
                (clip.Frames, clip.Width, clip.Height, clip.Codec));
            // Sums of whole numbers, divided in another order: only the last bits may differ.
            Assert.Equal(reference.GetProperty("brightness").GetDouble(), clip.Brightness, 1e-9);
            Assert.Equal(reference.GetProperty("motion").GetDouble(), clip.Motion!.Value, 1e-9);
            // ffprobe counts the last frame's duration as the container states it, which may be off by some.
            Assert.Equal(reference.GetProperty("frame_rate").GetDouble(), clip.FrameRate, 0.05 * clip.FrameRate);
            Assert.Equal(clip.Frames / clip.FrameRate, clip.Seconds, 2 / clip.FrameRate);
        }
    }

    [Fact]
    public void A_gray_picture_is_as_bright_as_its_gray_and_a_pan_moves_by_its_steps()
    {
        // Lossless, 160 pixels wide and so not scaled: every number is exact.
        Make("still/gray.mkv", "77");
        Make("pan/ramp.mkv", "20+X+3*N");
        Make("pan/mirrored.mkv", "255-20-X-3*N");
        var clips = DataDescriber.Describe(folder.Path).Clips.ToDictionary(clip => clip.File, StringComparer.Ordinal);
        Assert.Equal((77.0, 0.0), (clips["still/gray.mkv"].Brightness, clips["still/gray.mkv"].Motion));
        Assert.Equal(3.0, clips["pan/ramp.mkv"].Motion);
        Assert.Equal(3.0, clips["pan/mirrored.mkv"].Motion);
        Assert.Equal(255.0, clips["pan/ramp.mkv"].Brightness + clips["pan/mirrored.mkv"].Brightness, 1e-9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Short_clips_are_described_too(int length)
    {
        Make("a/short.mkv", "100+2*N", length);
        Make("b/other.mkv", "50", length);
        var clip = DataDescriber.Describe(folder.Path).Clips[0];
        Assert.Equal(("a/short.mkv", length), (clip.File, clip.Frames));
        Assert.Equal(length == 1 ? null : 2.0, clip.Motion);
    }

    [Fact]
    public void Files_of_the_same_content_are_found_by_it()
    {
        Make("run/a.mkv", "50");
        Make("walk/b.mkv", "90");
        Copy("run/a.mkv", "run/again.mkv");
        Copy("run/a.mkv", "walk/other name.mkv");

        // Of the same size, and another content.
        var bytes = File.ReadAllBytes(folder.File("walk/b.mkv"));
        bytes[^1] ^= 1;
        File.WriteAllBytes(folder.File("walk/c.mkv"), bytes);
        var equal = Assert.Single(DataDescriber.Describe(folder.Path, workers: 3).Duplicates);
        Assert.Equal(["run/a.mkv", "run/again.mkv", "walk/other name.mkv"], equal.Files);
        Assert.Equal(["run", "walk"], equal.Labels);
        Assert.Equal(new FileInfo(folder.File("run/a.mkv")).Length, equal.Bytes);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(folder.File("run/a.mkv")))), equal.Sha256);
    }

    [Fact]
    public void Broken_files_are_named_with_their_reason_and_counted_in_their_class()
    {
        Make("run/a.mkv", "50");
        Make("walk/b.mkv", "90");
        File.WriteAllText(folder.File("walk/text.mp4"), "this is no video");
        File.WriteAllText(folder.File("walk/empty.mp4"), "");
        File.WriteAllText(folder.File("run/empty.mp4"), "");
        var whole = File.ReadAllBytes(folder.File("run/a.mkv"));
        File.WriteAllBytes(folder.File("run/cut.mkv"), whole[..(whole.Length * 2 / 3)]);

        var found = DataDescriber.Describe(folder.Path, workers: 2);

        Assert.Equal(["run/empty.mp4", "walk/empty.mp4", "walk/text.mp4"], found.Broken.Select(file => file.File));
        Assert.All(found.Broken, file => Assert.DoesNotContain(folder.Path, file.Reason, StringComparison.Ordinal));
        Assert.All(found.Broken, file => Assert.NotEmpty(file.Reason));
        Assert.Equal([(3, 1), (3, 2)], found.Classes.Select(one => (one.Files, one.Broken)));
        Assert.Equal(["run/cut.mkv"], found.ReadInPart().Select(clip => clip.File));
        Assert.Empty(found.Duplicates);
        Assert.Equal((6, 3), (found.Files, found.Clips.Count));
    }

    [Fact]
    public void Splits_and_groups_of_the_data_are_told()
    {
        Make("videos/a.mkv", "50", length: 5);
        foreach (var name in new[] { "b", "c", "d" })
        {
            Copy("videos/a.mkv", $"videos/{name}.mkv");
        }

        File.WriteAllText(folder.File("train.csv"), "video_name,label,group\na.mkv,run,p1\nb.mkv,walk,p2\n");
        File.WriteAllText(folder.File("test.csv"), "video_name,label,group\nc.mkv,run,p1\nd.mkv,walk,p3\n");
        var found = DataDescriber.Describe(folder.Path);
        Assert.Equal([new ValueCount("train", 2), new ValueCount("test", 2)], found.Splits);
        Assert.Equal(["p1", "p2", "p3"], found.Groups.Select(group => group.Name));
        Assert.Equal(["train", "test"], found.Groups[0].Splits);
        Assert.Equal([1, 2], found.Classes.Select(one => one.Groups));
        // All four have one content; two of them in another split.
        Assert.Equal(["train", "test"], Assert.Single(found.Duplicates).Splits);
    }

    [Fact]
    public void Any_folder_of_videos_is_described_without_labels()
    {
        Make("a.mkv", "50");
        Make("b.mkv", "60");
        File.WriteAllText(folder.File("notes.txt"), "");
        var found = DataDescriber.Describe(folder.Path);
        Assert.Null(found.Layout);
        Assert.Equal(["a.mkv", "b.mkv"], found.Clips.Select(clip => clip.File));
        Assert.Null(Assert.Single(found.Classes).Label);
        Assert.Contains(found.Notices, notice => notice.StartsWith("described without labels: ", StringComparison.Ordinal));
        Assert.Contains("1 file not taken for a video: notes.txt", found.Notices);
        Assert.All(found.Notices, notice => Assert.DoesNotContain(folder.Path, notice, StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_without_videos_is_refused()
    {
        File.WriteAllText(folder.File("notes.txt"), "");
        Assert.Contains("there is no video in", Assert.Throws<DataException>(() => DataDescriber.Describe(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_change_nothing()
    {
        var root = Places.RealData("home5");
        Assert.Equal(DataDescriber.Describe(root, workers: 1).ToJson(), DataDescriber.Describe(root, workers: 4).ToJson());
    }

    [Fact]
    public void All_real_data_has_the_frames_of_its_manifest_and_the_broken_files_are_those_on_purpose()
    {
        Places.LongOnly();
        var root = Path.GetDirectoryName(Places.RealData("MANIFEST.tsv"))!;
        string[][] lines = [.. File.ReadLines(Path.Combine(root, "MANIFEST.tsv")).Select(line => line.Split('\t'))];
        var (file, frames) = (Array.IndexOf(lines[0], "path"), Array.IndexOf(lines[0], "frames_decoded"));
        var expected = lines.Skip(1).ToDictionary(line => line[file], line => int.Parse(line[frames], CultureInfo.InvariantCulture), StringComparer.Ordinal);

        // Of odd files it is settled elsewhere which frames they have: of two tracks, for one, it is the one that ffmpeg takes.
        foreach (var line in File.ReadLines(Path.Combine(Places.Repository, "tests/golden/odd_files.tsv")).Where(line => !line.StartsWith('#')).Select(line => line.Split('\t')))
        {
            expected[line[0]] = line[1] == "-" ? 0 : int.Parse(line[1], CultureInfo.InvariantCulture);
        }

        var found = DataDescriber.Describe(root, workers: 2);

        Assert.Equal(expected.Where(clip => clip.Value == 0).Select(clip => clip.Key).Order(StringComparer.Ordinal), found.Broken.Select(clip => clip.File).Order(StringComparer.Ordinal));
        // The manifest lists clips; the one that lies with the weights is a copy of one of them.
        foreach (var clip in found.Clips.Where(clip => !clip.File.StartsWith("weights/", StringComparison.Ordinal)))
        {
            Assert.True(expected.TryGetValue(clip.File, out var count), $"{clip.File} is not in the manifest");
            Assert.Equal((clip.File, count), (clip.File, clip.Frames));
        }
    }

    private void Make(string name, string gray, int length = 25)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder.File(name))!);
        Places.Run(
            "ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi", "-i", string.Create(CultureInfo.InvariantCulture, $"nullsrc=s=160x120:r=25,format=gbrp,geq=r='{gray}':g='{gray}':b='{gray}'"),
            "-frames:v", length.ToString(CultureInfo.InvariantCulture), "-c:v", "ffv1", "-pix_fmt", "gbrp", "-g", "1", folder.File(name));
    }

    private void Copy(string from, string to) => File.Copy(folder.File(from), folder.File(to));
}
