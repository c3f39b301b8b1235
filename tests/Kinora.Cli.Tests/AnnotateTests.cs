using System.Text;
using Kinora.Cli.Options;
using Kinora.Cli.Shell;
using Kinora.Cli.Verbs;
using Kinora.Tests;
using Kinora.Video;
using Kinora.Video.Decoding;

namespace Kinora.Cli.Tests;

public sealed class AnnotateTests
{
    [Fact]
    public async Task A_video_is_written_with_what_the_network_sees_and_with_its_sound()
    {
        using var folder = Places.Temporary();
        var silent = MadeData.Clip(folder, "silent.mp4", new FrameSize(120, 160), frames: 60);
        var clip = folder.File("clip.mp4");
        Places.Run("ffmpeg", "-nostdin", "-v", "error", "-i", silent, "-f", "lavfi", "-i", "sine=duration=2.4", "-c:v", "copy", "-c:a", "aac", clip);
        var model = MadeData.Checkpoint(folder, "m.kinora", "up", "down");
        var shown = folder.File("shown.mp4");
        var (code, output, notices) = await Run(clip, "--out", shown, "--model", model, "--preset", "ultrafast", "--crf", "12");

        Assert.Equal((ExitCode.Done, shown + "\n", ""), (code, output, notices));
        using var video = VideoFile.Open(shown);
        Assert.Equal((60, new FrameSize(120, 160), 25.0), (video.Info.FrameCount, video.Info.Size, video.Info.FrameRate));
        Assert.Equal(Sound(clip), Sound(shown));

        // Nothing is there already at the second time: the file is replaced, and a part of a video and another ending are told apart.
        (code, _, _) = await Run($"{clip}#frames=10-39", "--out", shown, "--model", model, "--preset", "ultrafast");
        Assert.Equal(ExitCode.Done, code);
        using var part = VideoFile.Open(shown);
        Assert.Equal(30, part.Info.FrameCount);
    }

    [Fact]
    public async Task The_video_itself_is_not_overwritten()
    {
        using var folder = Places.Temporary();
        var clip = MadeData.Clip(folder, "clip.mp4");
        var before = File.ReadAllBytes(clip);
        File.CreateSymbolicLink(folder.File("link.mp4"), clip);
        foreach (var (video, file) in new[] { (clip, clip), (clip + "#t=0,1", clip), (folder.File("link.mp4"), clip), (clip, folder.File("link.mp4")) })
        {
            var problem = await Assert.ThrowsAsync<VideoException>(() => Run(video, "--out", file, "--model", "none"));
            Assert.Equal($"{file}: is the video itself, which would be lost; name another file with --out", problem.Message);
        }

        Assert.Equal(before, File.ReadAllBytes(clip));
    }

    [Fact]
    public void The_file_is_called_like_the_video()
    {
        using var folder = Places.Temporary();
        var clip = MadeData.Clip(folder, "a clip.final.avi.mp4");
        Assert.Equal("a clip.final.avi.annotated.mp4", Annotate.DefaultFile(clip));
        Assert.Equal("a clip.final.avi.annotated.mp4", Annotate.DefaultFile(clip + "#t=0.2,1"));
        var pictures = Directory.CreateDirectory(folder.File("v.1")).FullName;
        Assert.Equal("v.1.annotated.mp4", Annotate.DefaultFile(pictures + "/"));
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Assert.Equal("--out: found a.avi, expected an ending of .mp4", Assert.Single(Assert.Throws<OptionsException>(() => Read("a.mp4", "--out", "a.avi")).Mistakes));
        Assert.Contains("--crf", Assert.Single(Assert.Throws<OptionsException>(() => Read("a.mp4", "--crf", "52")).Mistakes), StringComparison.Ordinal);
        Assert.Contains("ultrafast", Assert.Single(Assert.Throws<OptionsException>(() => Read("a.mp4", "--preset", "quick")).Mistakes), StringComparison.Ordinal);
    }

    private static string Sound(string path) => Encoding.UTF8.GetString(Places.Run("ffmpeg", "-v", "error", "-i", path, "-map", "0:a", "-c", "copy", "-f", "md5", "-"));

    private static OptionValues Read(params string[] arguments) => Application.Read(CommandLine.Parse(Annotate.Verb, arguments));

    private static async Task<(int Code, string Output, string Notices)> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var notices = new StringWriter();
        var code = await Annotate.Verb.Run(Read(arguments), new Terminal(output, notices, width: 100), TestContext.Current.CancellationToken);
        return (code, output.ToString(), notices.ToString());
    }
}
