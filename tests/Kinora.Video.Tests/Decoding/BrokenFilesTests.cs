using System.IO.Compression;
using Kinora.Tests;
using Kinora.Video.Decoding;

namespace Kinora.Video.Tests.Decoding;

/// <summary>What cannot be read is refused in one line that names the file and what is wrong; what can be read in part is, with a warning.</summary>
public sealed class BrokenFilesTests(MadeClips clips)
{
    // A Matroska file of AV1, deflated: what is left of one that a fuzz found, with all set to zero that did not matter. Packets are told
    // apart, but neither they nor a header say how large a picture is.
    private const string Sizeless =
        "eNrt091Lk3EUB/DfMx5wiMiU4csQ3xYaKjoVSTR56nnwJUkvUgZdyXAguLRsm7JE2O/ZnAOlRVIXOUwcJGGteWFpNxPcZiMEX0IZBGWC2tAb8wUKWhP/AC+EkPp+4Nz8OOdwOIefovqLy8XbKMMfR2" +
        "OfsvwPKuVFe4fGcP+uXqfhB6JP/VSS0mRuY8gJbj6hYcQw57WaNyZrG8i/L6nZreObvVZ2/EO9+3QHkup1yuj99kc1qpZX+kDQSUn2tNNi7NTaKbH1q1uuq4stlFFuWgjABaY6RTKEt8beRa/1V9W7" +
        "gm1KXPV1lBBzbHw0Jc4XaeN+a6VSVlYyJZeTLKIi7DVb+Yv20oGds/oHPEKYCy3ViWWtNYOf1Iafni5uNr/2nuflkzz/5rLsvPMnzknE9/qOpcUDopC3R7ZFYYzE3vn6bSSlcayKn3h6Vv1KxrhJNh" +
        "T4aPrOCuQ4c7myL8fXONzNrKTPCKU34/yvQ8lF4R6a6/AtXHJnx+QepeZVzIpJjunQxo2K/SvGi37fvpKjZ4bDtNHKIWX85fBa0HV18rHOsdepLHxQrBBXPfgB/7dIVpf2TWaZXPM5rSg4epAT43Ts" +
        "msTQrZmJrXnu9vOH2BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAMBf8wfHUaE7";

    [Theory]
    [InlineData("sound.m4a", "has no video stream, only sound")]
    [InlineData("encrypted.mp4", "is encrypted, so its frames cannot be read")]
    [InlineData("concat.mp4", "is not a video file: FFmpeg takes it for 'concat' (Virtual concatenation script), which Kinora does not open")]
    [InlineData("playlist.mp4", "is not a video file: FFmpeg takes it for 'hls' (Apple HTTP Live Streaming), which Kinora does not open")]
    [InlineData("missing.mp4", "no such file")]
    public void Unreadable_files_are_named_with_the_reason(string name, string reason)
    {
        var path = clips[name];
        var problem = Assert.Throws<VideoException>(() => VideoFile.Open(path).Info);
        Assert.Equal($"{path}: {reason}", problem.Message);
    }

    [Theory]
    [InlineData("text.mp4", "is not a video that can be read (taken for QuickTime / MOV): moov atom not found")]
    [InlineData("text.avi", "is not a video that can be read (taken for AVI (Audio Video Interleaved)): Invalid data found when processing input")]
    [InlineData("text.srt", "is not a video: its content is in no format that FFmpeg knows")]
    [InlineData("text.txt", "is not a video file: FFmpeg takes it for 'tty' (Tele-typewriter), which Kinora does not open")]
    [InlineData("text.png", "is not a video file: FFmpeg takes it for 'image2' (image2 sequence), which Kinora does not open")]
    public void Text_is_no_video_whatever_its_name(string name, string reason)
    {
        using var folder = Places.Temporary();
        var path = folder.File(name);
        File.WriteAllText(path, string.Concat(Enumerable.Repeat("hello world, this is text\n", 50)));
        Assert.Equal($"{path}: {reason}", Assert.Throws<VideoException>(() => VideoFile.Open(path)).Message);
    }

    [Fact]
    public void Empty_files_folders_and_devices_are_refused()
    {
        using var folder = Places.Temporary();
        var empty = folder.File("empty.avi");
        File.WriteAllBytes(empty, []);
        Assert.Equal($"{empty}: is empty (0 bytes)", Assert.Throws<VideoException>(() => VideoFile.Open(empty)).Message);
        Assert.Equal($"{folder.Path}: is a folder, not a video file", Assert.Throws<VideoException>(() => VideoFile.Open(folder.Path)).Message);
        Assert.Equal("/dev/null: is not a regular file", Assert.Throws<VideoException>(() => VideoFile.Open("/dev/null")).Message);
    }

    [Fact]
    public void Addresses_and_protocols_are_names_of_files_and_nothing_else()
    {
        foreach (var name in new[] { "https://example.org/a.mp4", $"concat:{clips["bframes.ts"]}", $"file:{clips["bframes.mp4"]}", "pipe:0" })
        {
            Assert.Equal($"{name}: no such file", Assert.Throws<VideoException>(() => VideoFile.Open(name)).Message);
        }
    }

    [Theory]
    [InlineData("strange: name %d [1] äö 視.mp4")]
    [InlineData("no_ending")]
    [InlineData("wrong.avi")]
    public void Names_mean_nothing_and_content_decides(string name)
    {
        using var folder = Places.Temporary();
        File.Copy(clips["bframes.mp4"], folder.File(name));
        using var file = VideoFile.Open(folder.File(name));
        using var original = VideoFile.Open(clips["bframes.mp4"]);
        Assert.Equal(Ffmpeg.Digests(original.ReadAll()), Ffmpeg.Digests(file.ReadAll()));
    }

    /// <summary>Cut after 60 % of its bytes: the frames before the cut, as ffmpeg gives them, and a warning that counts them.</summary>
    [Theory]
    [InlineData("plain.avi", "breaks after 23 of 50 frames: ac-tex damaged at 6 1")]
    [InlineData("packed.avi", "breaks after 27 of 50 frames")]
    [InlineData("open_gop.mkv", "breaks after 45 of 75 frames: File ended prematurely")]
    [InlineData("altref_vp9.webm", "breaks after 28 of 50 frames: File ended prematurely")]
    [InlineData("index_first.mp4", "breaks after 27 of 50 frames: Invalid NAL unit size (265 > 232)")]
    public void A_file_that_is_cut_gives_the_frames_before_the_cut(string name, string warning)
    {
        using var folder = Places.Temporary();
        var cut = folder.File(name);
        var bytes = File.ReadAllBytes(clips[name]);
        File.WriteAllBytes(cut, bytes[..(bytes.Length * 6 / 10)]);
        using var file = VideoFile.Open(cut);
        Assert.Equal(warning, file.Warning);
        AssertEqualsFfmpeg(file, cut);
    }

    /// <summary>600 bytes in the middle are gone.</summary>
    [Theory]
    [InlineData("index_first.mp4", "50 of 50 frames could be decoded, 1 of them damaged: top block unavailable for requested intra mode -1")]
    [InlineData("plain.avi", "50 of 50 frames could be decoded, 1 of them damaged: ac-tex damaged at 2 2")]
    [InlineData("altref_vp9.webm", "32 of 32 frames could be decoded: 0x00 at pos 20314 (0x4f5a) invalid as first byte of an EBML number")]
    public void A_file_with_a_hole_gives_what_can_be_decoded(string name, string warning)
    {
        using var folder = Places.Temporary();
        var hole = folder.File(name);
        var bytes = File.ReadAllBytes(clips[name]);
        Array.Clear(bytes, bytes.Length / 2, 600);
        File.WriteAllBytes(hole, bytes);
        using var file = VideoFile.Open(hole, threads: 3);
        AssertEqualsFfmpeg(file, hole);
        Assert.Equal(warning, file.Warning);
    }

    [Fact]
    public void A_file_that_never_tells_its_size_is_refused()
    {
        using var folder = Places.Temporary();
        var path = folder.File("sizeless.mkv");
        using (var deflated = new ZLibStream(new MemoryStream(Convert.FromBase64String(Sizeless)), CompressionMode.Decompress))
        using (var file = File.Create(path))
        {
            deflated.CopyTo(file);
        }

        var problem = Assert.Throws<VideoException>(() => VideoFile.Open(path).Info);
        Assert.StartsWith($"{path}: no frame can be decoded (codec av1)", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_that_are_not_there_are_refused_by_number()
    {
        using var file = VideoFile.Open(clips["bframes.mp4"]);
        var problem = Assert.Throws<ArgumentOutOfRangeException>(() => file.Read([3, 50]));
        Assert.Contains($"{clips["bframes.mp4"]}: frame 50 of a video of 50 frames (numbers start at 0)", problem.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadAt([2.5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadAt([double.NaN]));
        Assert.Equal(0, file.Read([]).Count);
    }

    [Fact]
    public void A_file_replaced_while_it_is_read_is_noticed()
    {
        using var folder = Places.Temporary();
        var path = folder.File("clip.avi");
        File.Copy(clips["simple.avi"], path);
        using var file = VideoFile.Open(path);
        _ = file.Read([0]);
        File.Copy(clips["plain.avi"], path, overwrite: true);
        var problem = Assert.Throws<VideoException>(() => file.Read([40, 2, 30]));
        Assert.Equal($"{path}: cannot be opened again: changed while it was read", problem.Message);
        Assert.Equal(problem.Message, Assert.Throws<VideoException>(() => file.Read([40, 2, 30])).Message);
    }

    [Fact]
    public void A_closed_file_says_so()
    {
        var file = VideoFile.Open(clips["bframes.mp4"]);
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.Read([0]));
    }

    private static void AssertEqualsFfmpeg(VideoFile file, string path)
    {
        var expected = Ffmpeg.Digests(path, file.Info.Size, threads: 1);
        Assert.Equal(expected, Ffmpeg.Digests(file.ReadAll()));
        var last = expected.Count - 1;
        Assert.Equal([expected[last], expected[last / 2], expected[0]], Ffmpeg.Digests(file.Read([last, last / 2, 0])));
    }
}
