using Kinora.Tests;
using Kinora.Video.Decoding;
using Kinora.Video.Scaling;
using Kinora.Video.Writing;

namespace Kinora.Video.Tests.Decoding;

/// <summary>Folders of pictures read as videos.</summary>
public sealed class FrameFolderTests(MadeClips clips) : IDisposable
{
    private static readonly FrameSize Small = new(8, 12);

    private readonly TemporaryFolder folder = Places.Temporary();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Png_files_that_ffmpeg_extracts_are_the_video_bit_for_bit()
    {
        Ffmpeg.Make("-i", clips["bframes.mp4"], "-fps_mode", "passthrough", "-pix_fmt", "rgb24", folder.File("frame_%06d.png"));
        using var video = VideoSource.Open(clips["bframes.mp4"]);
        using var pictures = VideoSource.Open(folder.Path);
        Assert.Equal((video.Info.FrameCount, video.Info.Size), (pictures.Info.FrameCount, pictures.Info.Size));
        Assert.Equal(video.ReadAll().Pixels, pictures.ReadAll().Pixels);
        Assert.Equal(video.Read([7, 0, 7, 49]).Pixels, pictures.Read([7, 0, 7, 49]).Pixels);
        var geometry = new ShortSideThenCentreCrop(64, new FrameSize(56, 56));
        Assert.Equal(
            ClipReader.Read(video, [3, 40], geometry, ScaleFilter.PillowBilinear, FrameColour.OpenCvGray).Pixels,
            ClipReader.Read(pictures, [3, 40], geometry, ScaleFilter.PillowBilinear, FrameColour.OpenCvGray).Pixels);
        Assert.Null(pictures.Warning);
        Assert.Equal((FrameFolder.AssumedRate, "png", 2.0), (pictures.Info.FrameRate, pictures.Info.Codec, pictures.Info.Duration.TotalSeconds));
    }

    [Fact]
    public void Numbers_give_the_order_however_many_digits_they_have()
    {
        foreach (var number in new[] { 11, 2, 9, 10, 100 })
        {
            Save($"img{number}.png", (byte)number);
        }

        Save(".img3.png", 3);
        File.WriteAllText(folder.File("notes.txt"), "");
        using var pictures = VideoSource.Open(folder.Path);
        Assert.Equal([2, 9, 10, 11, 100], Shades(pictures.ReadAll()));
        Assert.Equal("94 of 99 pictures are missing by their numbers, img2.png to img100.png", pictures.Warning);
    }

    [Fact]
    public void Every_third_picture_of_a_video_is_no_gap_and_pictures_of_flow_are_no_frames()
    {
        foreach (var number in new[] { 0, 3, 6 })
        {
            Save($"frame_{number:000000}.png", (byte)number);
            Save($"flow_x_{number:00000}.jpg", 200);
            Save($"flow_y_{number:00000}.jpg", 200);
        }

        using var pictures = VideoSource.Open(folder.Path);
        Assert.Equal([0, 3, 6], Shades(pictures.ReadAll()));
        Assert.Null(pictures.Warning);
    }

    [Fact]
    public void Asked_for_another_size_pictures_are_scaled_by_OpenCvs_area_filter_and_never_by_FFmpegs()
    {
        Save("1.png", 10);
        Save("2.png", 250);
        using var pictures = VideoSource.Open(folder.Path);
        var small = pictures.Read([1, 0, 1], new FrameSize(4, 5));
        Assert.Equal(new FrameSize(4, 5), small.Size);
        Assert.Equal([250, 10, 250], Shades(small));
        Assert.Contains("cannot scale pictures that are decoded already", Assert.Throws<VideoException>(() => ClipReader.Read(pictures, [0], new Squash(new(4, 4)), ScaleFilter.FFmpegBilinear)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_is_said_in_one_line()
    {
        Assert.Equal($"{folder.Path}: is a folder without numbered pictures; expected frame_000000.jpg, frame_000001.jpg and on, or a video file", Refusal());
        Save("a1.png", 1);
        Save("a2.png", 1, new FrameSize(8, 13));
        using (var pictures = VideoSource.Open(folder.Path))
        {
            Assert.Equal($"{folder.File("a2.png")}: is 13x8, but a1.png is 12x8; all pictures of a clip must have one size", Assert.Throws<VideoException>(() => pictures.ReadAll()).Message);
            Assert.StartsWith($"{folder.Path}: frame 2 of a folder of 2 pictures (numbers start at 0)", Assert.Throws<ArgumentOutOfRangeException>(() => pictures.Read([2])).Message, StringComparison.Ordinal);
        }

        File.WriteAllText(folder.File("a3.png"), "no picture");
        using (var pictures = VideoSource.Open(folder.Path))
        {
            Assert.StartsWith(folder.File("a3.png"), Assert.Throws<VideoException>(() => pictures.Read([2])).Message, StringComparison.Ordinal);
        }

        Save("a03.png", 1);
        Assert.Equal($"{folder.Path}: holds two pictures of one number: a03.png and a3.png; keep one", Refusal());
        Save("b1.png", 1);
        Assert.Contains("holds several sequences of pictures: 'a...', 'b...'", Refusal(), StringComparison.Ordinal);
    }

    private static byte[] Shades(Frames frames) => [.. Enumerable.Range(0, frames.Count).Select(t => frames[t][0])];

    private string Refusal() => Assert.Throws<VideoException>(() => VideoSource.Open(folder.Path)).Message;

    private void Save(string name, byte shade, FrameSize? size = null)
    {
        var (height, width) = (size?.Height ?? Small.Height, size?.Width ?? Small.Width);
        var pixels = new byte[height * width * 3];
        Array.Fill(pixels, shade);
        ImageFile.Save(folder.File(name), pixels, new FrameSize(height, width));
    }
}
