using System.Runtime.InteropServices;
using Kinora.Tests;
using Kinora.Video.Scaling;
using Kinora.Video.Writing;

namespace Kinora.Video.Tests.Scaling;

public class FrameScalerTests
{
    [Theory]
    [InlineData(ScaleFilter.OpenCvBilinear, "opencv bilinear")]
    [InlineData(ScaleFilter.OpenCvArea, "opencv area")]
    [InlineData(ScaleFilter.PillowBilinear, "pillow bilinear")]
    public void Scaled_frames_equal_those_of_the_reference_in_every_bit(ScaleFilter filter, string reference) =>
        Pictures.EqualReference([.. from pair in Pictures.SizePairs
                                    from picture in new[] { Pictures.Noise(pair.Source), Pictures.Scene(pair.Source) }
                                    select (reference, picture, new object[] { pair.Target.Height, pair.Target.Width },
                                        FrameScaler.Scale(picture, new Squash(pair.Target), filter))]);

    [Fact]
    public void Scaled_photographs_equal_those_of_the_references_in_every_bit()
    {
        var photographs = Directory.GetFiles(Places.RealData("photos")).Order(StringComparer.Ordinal).Select(ImageFile.Load).ToArray();
        Assert.NotEmpty(photographs);
        var squash = new Squash(new(112, 112));
        var crop = new ShortSideThenCentreCrop(256, new(224, 224));
        Pictures.EqualReference([.. photographs.SelectMany(photograph => new (string, Frames, object[], Frames)[]
        {
            ("opencv bilinear", photograph, [112, 112], FrameScaler.Scale(photograph, squash, ScaleFilter.OpenCvBilinear)),
            ("opencv area", photograph, [112, 112], FrameScaler.Scale(photograph, squash, ScaleFilter.OpenCvArea)),
            ("torchvision short side", photograph, [256, 224, 224], FrameScaler.Scale(photograph, crop, ScaleFilter.PillowBilinear)),
        })]);
    }

    [Fact]
    public void Every_small_size_equals_Pillow_in_every_bit() =>
        Pictures.EqualReference([.. from height in Enumerable.Range(1, 9)
                                    from width in Enumerable.Range(1, 9)
                                    from target in new FrameSize[] { new(1, 9), new(4, 6), new(7, 2), new(20, 21) }
                                    let picture = Pictures.Noise(new FrameSize(height, width))
                                    select ("pillow bilinear", picture, new object[] { target.Height, target.Width },
                                        FrameScaler.Scale(picture, new Squash(target), ScaleFilter.PillowBilinear))]);

    [Fact]
    public void One_scaler_gives_every_frame_of_a_clip_what_it_would_get_alone()
    {
        var clip = Pictures.Noise(new FrameSize(37, 52), count: 3);
        foreach (var filter in new[] { ScaleFilter.OpenCvBilinear, ScaleFilter.OpenCvArea, ScaleFilter.PillowBilinear })
        {
            var together = FrameScaler.Scale(clip, new ExactThenCentreCrop(new(20, 30), new(16, 16)), filter);
            for (var t = 0; t < clip.Count; t++)
            {
                var frame = new Frames(1, clip.Height, clip.Width);
                clip[t].CopyTo(frame.Pixels);
                var alone = FrameScaler.Scale(frame, new ExactThenCentreCrop(new(20, 30), new(16, 16)), filter);
                Assert.Equal(alone.Pixels, together[t].ToArray());
            }
        }
    }

    /// <summary>
    /// The first notebook divides by 255 before it scales; Kinora scales bytes. OpenCV's weights for bytes have 11 bits and its
    /// sums are cut short twice on the way, so the difference passes the half level of rounding: 0.795 levels at most were
    /// measured on noise, 0.27 on average.
    /// </summary>
    [Fact]
    public void Scaling_bytes_differs_from_scaling_floats_by_less_than_a_level()
    {
        var pairs = Pictures.SizePairs.Where(pair => pair.Source.Height >= 100).ToArray();
        var pictures = pairs.Select(pair => Pictures.Noise(pair.Source)).ToArray();
        var floats = Pictures.FromReference([.. pairs.Zip(pictures, (pair, picture) =>
            ("opencv bilinear of floats", picture, new object[] { pair.Target.Height, pair.Target.Width }))]);
        var largest = 0.0;
        for (var i = 0; i < pairs.Length; i++)
        {
            var ours = FrameScaler.Scale(pictures[i], new Squash(pairs[i].Target), ScaleFilter.OpenCvBilinear).Pixels;
            var theirs = MemoryMarshal.Cast<byte, float>(floats[i].Bytes);
            for (var j = 0; j < ours.Length; j++)
            {
                largest = Math.Max(largest, Math.Abs(ours[j] - (255.0 * theirs[j])));
            }
        }

        Assert.InRange(largest, 0.5, 0.8);
    }

    [Fact]
    public void FFmpegs_filter_refuses_frames_that_are_decoded_already()
    {
        var problem = Assert.Throws<VideoException>(() =>
            FrameScaler.Scale(Pictures.Noise(new(8, 8)), new Squash(new(4, 4)), ScaleFilter.FFmpegBilinear));
        Assert.Contains("while a video is decoded", problem.Message);
    }

    [Fact]
    public void A_part_outside_the_frames_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FrameScaler.Crop(Pictures.Noise(new(8, 8)), new FrameRegion(4, 0, new(5, 8))));
}
