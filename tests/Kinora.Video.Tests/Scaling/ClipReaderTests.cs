using Kinora.Tests;
using Kinora.Video.Decoding;
using Kinora.Video.Scaling;

namespace Kinora.Video.Tests.Scaling;

public class ClipReaderTests
{
    private static readonly int[] Shuffled = [7, 0, 19, 7, 3, 18, 18, 1];

    private static string Clip(TemporaryFolder folder, string size, int frames = 20)
    {
        var path = folder.File("clip.mp4");
        Places.Run("ffmpeg", "-v", "error", "-f", "lavfi", "-i", $"testsrc2=size={size}:rate=25", "-frames:v", $"{frames}", "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-bf", "2", path);
        return path;
    }

    [Theory]
    [InlineData("squash 112x112")]
    [InlineData("short-side 64 crop 56x56")]
    [InlineData("exact 64x86 crop 56x56")]
    [InlineData("centre-square 70x70")]
    [InlineData("squash 132x178")]
    public void Frames_scaled_after_decoding_are_those_of_the_whole_video_scaled(string geometry)
    {
        using var folder = Places.Temporary();
        using var file = VideoFile.Open(Clip(folder, "178x132"));
        var whole = FrameScaler.Scale(file.ReadAll(), FrameGeometry.Parse(geometry), ScaleFilter.PillowBilinear);
        AssertChosen(whole, ClipReader.Read(file, Shuffled, FrameGeometry.Parse(geometry), ScaleFilter.PillowBilinear));
    }

    [Theory]
    [InlineData("squash 112x112", "scale=112:112:flags=bilinear")]
    [InlineData("exact 64x86 crop 56x50", "scale=86:64:flags=bilinear,format=rgb24,crop=50:56:18:4:exact=1")]
    [InlineData("short-side 64 crop 56x56", "scale=86:64:flags=bilinear,format=rgb24,crop=56:56:15:4:exact=1")]
    public void Frames_scaled_while_decoding_are_those_of_ffmpeg(string geometry, string ffmpegFilter)
    {
        using var folder = Places.Temporary();
        var path = Clip(folder, "178x132");
        var output = FrameGeometry.Parse(geometry).Output;
        var reference = new Frames(20, output.Height, output.Width);
        var theirs = Places.Run("ffmpeg", "-v", "error", "-i", path, "-fps_mode", "passthrough", "-vf", ffmpegFilter, "-f", "rawvideo", "-pix_fmt", "rgb24", "-");
        Assert.Equal(reference.Pixels.Length, theirs.Length);
        theirs.CopyTo(reference.Pixels, 0);
        using var file = VideoFile.Open(path);
        AssertChosen(reference, ClipReader.Read(file, Shuffled, FrameGeometry.Parse(geometry), ScaleFilter.FFmpegBilinear));
    }

    [Theory]
    [InlineData("178x132")]
    [InlineData("132x178")]
    public void Ten_crops_equal_torchvisions(string size)
    {
        using var folder = Places.Temporary();
        using var file = VideoFile.Open(Clip(folder, size));
        var frame = file.Read([3]);
        var crops = new ShortSideThenCentreCrop(64, new(49, 56)).Crops(10);
        Assert.Equal(10, crops.Count);
        Pictures.EqualReference([.. crops.Select((crop, number) =>
            ("torchvision ten crop", frame, new object[] { 64, 49, 56, number }, ClipReader.Read(file, [3], crop, ScaleFilter.PillowBilinear)))]);
    }

    [Theory]
    [InlineData("178x132", 0, 15, 30)]
    [InlineData("132x178", 0, 15, 30)]
    public void Three_crops_run_along_the_long_side(string size, int start, int centre, int end)
    {
        using var folder = Places.Temporary();
        using var file = VideoFile.Open(Clip(folder, size));
        var isWide = file.Info.Width > file.Info.Height;
        var steps = new ExactThenCentreCrop(isWide ? new(60, 86) : new(86, 60), new(56, 56)).Crops(3).Select(crop => crop.Steps(file.Info.Size).After).ToList();
        Assert.Equal([start, centre, end], steps.Select(part => isWide ? part.Left : part.Top));
        Assert.All(steps, part => Assert.Equal(2, isWide ? part.Top : part.Left));
    }

    [Fact]
    public void What_cuts_nothing_out_has_no_other_crops()
    {
        Assert.Equal(new Squash(new(8, 8)), Assert.Single(new Squash(new(8, 8)).Crops(1)));
        Assert.Contains("cuts nothing out", Assert.Throws<ArgumentException>(() => new Squash(new(8, 8)).Crops(3)).Message);
        Assert.Contains("expected 1, 3 or 10", Assert.Throws<ArgumentException>(() => new ShortSideThenCentreCrop(8, new(8, 8)).Crops(5)).Message);
    }

    /// <summary>Not all 24 frames of this size fit into the room at once.</summary>
    [Fact]
    public void Large_frames_are_read_some_at_a_time_with_the_same_result()
    {
        using var folder = Places.Temporary();
        using var file = VideoFile.Open(Clip(folder, "1920x1080"));
        var geometry = new Squash(new(90, 160));
        var whole = new Frames(20, 90, 160);
        for (var t = 0; t < whole.Count; t++)
        {
            FrameScaler.Scale(file.Read([t]), geometry, ScaleFilter.OpenCvBilinear).Pixels.CopyTo(whole[t]);
        }

        int[] thrice = [.. Shuffled, .. Shuffled, .. Shuffled];
        AssertChosen(whole, ClipReader.Read(file, thrice, geometry, ScaleFilter.OpenCvBilinear), thrice);
    }

    [Fact]
    public void Gray_is_made_before_scaling()
    {
        using var folder = Places.Temporary();
        using var file = VideoFile.Open(Clip(folder, "178x132"));
        var whole = file.ReadAll();
        GrayConversion.Apply(whole.Pixels, FrameColour.OpenCvGray);
        var geometry = new Squash(new(64, 64));
        AssertChosen(
            FrameScaler.Scale(whole, geometry, ScaleFilter.OpenCvBilinear),
            ClipReader.Read(file, Shuffled, geometry, ScaleFilter.OpenCvBilinear, FrameColour.OpenCvGray));
    }

    [Fact]
    public void FFmpegs_filter_cannot_follow_a_crop()
    {
        using var folder = Places.Temporary();
        using var file = VideoFile.Open(Clip(folder, "178x132"));
        var problem = Assert.Throws<VideoException>(() => ClipReader.Read(file, Shuffled, new CentreSquare(new(64, 64)), ScaleFilter.FFmpegBilinear));
        Assert.Contains("choose OpenCvBilinear", problem.Message);
    }

    private static void AssertChosen(Frames whole, Frames clip, int[]? chosen = null)
    {
        chosen ??= Shuffled;
        Assert.Equal(chosen.Length, clip.Count);
        Assert.Equal(whole.Size, clip.Size);
        for (var i = 0; i < chosen.Length; i++)
        {
            Assert.True(whole[chosen[i]].SequenceEqual(clip[i]), $"frame {chosen[i]} at place {i} differs");
        }
    }
}
