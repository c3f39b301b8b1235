using System.Runtime.InteropServices;
using Kinora.Tests;
using Kinora.Video.Decoding;
using Kinora.Video.Writing;

namespace Kinora.Video.Tests.Decoding;

/// <summary>These watch the whole process, so they run alone.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(Alone))]
public sealed partial class ResourcesTests(MadeClips clips)
{
    [Fact]
    public void Reading_200_times_takes_no_more_memory_and_leaves_no_file_open()
    {
        void Read(string name)
        {
            using var file = VideoFile.Open(clips[name]);
            _ = file.Read([10, 2, 20], new FrameSize(64, 64));
            _ = file.ReadAll();
            try
            {
                VideoFile.Open(clips["sound.m4a"]).Dispose();
                Assert.Fail("sound was opened as video");
            }
            catch (VideoException)
            {
                // The part that fails must clean up as well.
            }
        }

        string[] names = ["bframes.mp4", "packed.avi", "altref_vp9.webm", "rotate_90.mp4"];
        for (var i = 0; i < 60; i++)
        {
            Read(names[i % names.Length]);
        }

        // The runtime's own native memory grows now and then, by its compiler above all; a leak grows in every round.
        var files = OpenFiles();
        var growth = new long[4];
        for (var round = 0; round < growth.Length; round++)
        {
            var before = AllocatedMemory.Bytes();
            for (var i = 0; i < 50; i++)
            {
                Read(names[i % names.Length]);
            }

            growth[round] = AllocatedMemory.Bytes() - before;
        }

        // Fewer is no fault: what earlier tests left to the collector may be closed meanwhile.
        var open = OpenFiles();
        Assert.True(open <= files, $"{open} files are open after 200 turns, {files} before");
        // Half a kilobyte a turn: the smallest thing a turn could leak, an AVFrame without its picture, is as much.
        Assert.True(growth.Min() < 25_000, $"bytes allocated in each round of 50 turns: {string.Join(", ", growth)}");
    }

    [Fact]
    public void Writing_with_sound_200_times_takes_no_more_memory_and_leaves_no_file_open()
    {
        using var folder = Places.Temporary();
        foreach (var (name, codec) in new[] { ("copied.mkv", "aac"), ("encoded.mkv", "pcm_s16le"), ("broken.mkv", "libvorbis") })
        {
            Ffmpeg.Make("-f", "lavfi", "-i", "testsrc2=size=64x48:rate=25:duration=0.4", "-f", "lavfi", "-i", "sine=duration=0.4", "-c:v", "mpeg4", "-c:a", codec, folder.File(name));
        }

        Ffmpeg.Make("-i", folder.File("broken.mkv"), "-c", "copy", "-bsf:a", "noise=amount=1", folder.File("noise.mkv"));
        string[] names = ["copied.mkv", "encoded.mkv", "noise.mkv"];

        void Write(string name, bool finish)
        {
            using var source = VideoSource.Open(folder.File(name));
            using var writer = VideoWriter.CreateLike(folder.File("copy.mp4"), source, new EncoderOptions { Preset = "ultrafast" });
            writer.Write(source.ReadAll());
            if (finish)
            {
                writer.Finish();
            }
        }

        for (var i = 0; i < 40; i++)
        {
            Write(names[i % names.Length], finish: i % 4 != 0);
        }

        var files = OpenFiles();
        var growth = new long[4];
        for (var round = 0; round < growth.Length; round++)
        {
            var before = AllocatedMemory.Bytes();
            for (var i = 0; i < 50; i++)
            {
                Write(names[i % names.Length], finish: i % 4 != 0);
            }

            growth[round] = AllocatedMemory.Bytes() - before;
        }

        var open = OpenFiles();
        Assert.True(open <= files, $"{open} files are open after 200 turns, {files} before");
        Assert.True(growth.Min() < 25_000, $"bytes allocated in each round of 50 turns: {string.Join(", ", growth)}");
    }

    [Fact]
    public void Nothing_reaches_the_terminal()
    {
        using var folder = Places.Temporary();
        var log = folder.File("log");
        var hole = folder.File("hole.mp4");
        var bytes = File.ReadAllBytes(clips["index_first.mp4"]);
        Array.Clear(bytes, bytes.Length / 2, 600);
        File.WriteAllBytes(hole, bytes);

        using var target = new FileStream(log, FileMode.Create, FileAccess.Write);
        var terminal = Dup(2);
        Assert.True(Dup2((int)target.SafeFileHandle.DangerousGetHandle(), 2) >= 0);
        try
        {
            using var file = VideoFile.Open(hole, threads: 3);
            _ = file.ReadAll();
            Assert.NotNull(file.Warning);
        }
        finally
        {
            Assert.True(Dup2(terminal, 2) >= 0);
            Assert.Equal(0, Close(terminal));
        }

        Assert.Equal("", File.ReadAllText(log));
    }

    [Fact]
    public void Many_files_are_read_at_once()
    {
        string[] names = ["bframes.mp4", "open_gop.mkv", "packed.avi", "altref_vp9.webm", "rotate_90.mp4", "leading.mp4"];
        var expected = names.ToDictionary(name => name, name =>
        {
            using var file = VideoFile.Open(clips[name]);
            return Ffmpeg.Digests(file.ReadAll());
        });
        Parallel.For(0, 48, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var name = names[i % names.Length];
            using var file = VideoFile.Open(clips[name]);
            Assert.Equal(expected[name], Ffmpeg.Digests(file.ReadAll()));
        });
    }

    private static int OpenFiles() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Dup(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Dup2(int from, int to);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
