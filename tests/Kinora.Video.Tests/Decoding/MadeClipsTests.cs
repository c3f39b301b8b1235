using Kinora.Video.Decoding;

namespace Kinora.Video.Tests.Decoding;

/// <summary>Clips stored in every way that leads readers astray, against ffmpeg, bit for bit.</summary>
public sealed class MadeClipsTests(MadeClips clips)
{
    public static readonly TheoryData<string> Names =
    [
        "bframes.mp4", "open_gop.mp4", "open_gop.mkv", "open_gop.ts", "intra_refresh.mp4", "intra_refresh.mkv", "interlaced.mp4",
        "bframes.avi", "bframes.h264", "bframes.flv", "variable.mp4", "edit_list.mp4", "late_start.mp4", "odd_444.mp4", "odd_420.mkv",
        "deep_422.mp4", "full_range.mp4", "bt709.mp4", "wide_pixels.mp4", "gray.mkv", "rgb.mkv", "palette.gif", "altref.webm",
        "altref_vp9.webm", "film.mkv", "leading.mp4", "packed.avi", "plain.avi", "plain.mp4", "simple.avi", "mpeg2.ts", "mpeg2.mpg",
        "motion_jpeg.avi", "windows.wmv", "theora.ogv", "rotate_90.mp4", "rotate_180.mp4", "rotate_270.mp4", "rotate_422.mp4",
        "rotate_odd.mp4", "size_change.h264",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Frames_equal_those_of_ffmpeg_in_order_and_shuffled(string name) => Reference.AssertEqual(clips[name]);

    [Theory]
    [InlineData("bframes.mp4", 48, 64)]
    [InlineData("bframes.mp4", 171, 201)]
    [InlineData("rotate_90.mp4", 64, 48)]
    [InlineData("odd_444.mp4", 33, 47)]
    [InlineData("deep_422.mp4", 48, 64)]
    [InlineData("full_range.mp4", 56, 56)]
    [InlineData("bt709.mp4", 56, 56)]
    [InlineData("packed.avi", 112, 112)]
    [InlineData("rgb.mkv", 40, 40)]
    [InlineData("palette.gif", 40, 40)]
    [InlineData("gray.mkv", 50, 70)]
    public void Scaled_frames_equal_those_of_ffmpeg(string name, int height, int width) =>
        Reference.AssertScaledEqual(clips[name], new FrameSize(height, width));

    [Theory]
    [InlineData("bframes.mp4")]
    [InlineData("open_gop.mp4")]
    [InlineData("plain.avi")]
    [InlineData("altref_vp9.webm")]
    [InlineData("leading.mp4")]
    [InlineData("film.mkv")]
    public void Threads_change_no_pixel(string name)
    {
        using var one = VideoFile.Open(clips[name]);
        using var three = VideoFile.Open(clips[name], threads: 3);
        Assert.Equal(Ffmpeg.Digests(one.ReadAll()), Ffmpeg.Digests(three.ReadAll()));
        int[] numbers = [20, 3, 17, 24];
        Assert.Equal(Ffmpeg.Digests(one.Read(numbers)), Ffmpeg.Digests(three.Read(numbers)));
    }

    /// <summary>Headers are read fast and should suffice for what people have most; where they cannot, decoding must have been chosen.</summary>
    [Theory]
    [InlineData("bframes.mp4", false)]
    [InlineData("open_gop.mkv", false)]
    [InlineData("edit_list.mp4", false)]
    [InlineData("variable.mp4", false)]
    [InlineData("altref_vp9.webm", false)]
    [InlineData("altref.webm", false)]
    [InlineData("film.mkv", false)]
    [InlineData("leading.mp4", false)]
    [InlineData("simple.avi", false)]
    [InlineData("plain.avi", false)]
    [InlineData("packed.avi", false)]
    [InlineData("bframes.avi", true)]
    [InlineData("interlaced.mp4", false)]
    [InlineData("mpeg2.mpg", true)]
    [InlineData("palette.gif", true)]
    public void Headers_suffice_where_they_prove_what_decoding_gives(string name, bool decoded)
    {
        using var file = VideoFile.Open(clips[name]);
        Assert.Equal(decoded, file.Index.Decoded);
    }
}
