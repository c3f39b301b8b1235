using Kinora.Video.Scaling;

namespace Kinora.Video.Tests.Scaling;

public class FrameGeometryTests
{
    private static readonly FrameSize[] Sources =
    [
        new(240, 320), new(320, 240), new(144, 180), new(120, 160), new(135, 241), new(241, 135), new(99, 100), new(100, 99), new(51, 51), new(300, 301), new(112, 112),
    ];

    [Fact]
    public void Short_side_then_centre_crop_equals_torchvision_on_images() =>
        Pictures.EqualReference([.. from source in Sources
                                    from geometry in new ShortSideThenCentreCrop[] { new(112, new(112, 112)), new(128, new(112, 112)), new(57, new(56, 33)), new(99, new(50, 97)) }
                                    let picture = Pictures.Scene(source)
                                    select ("torchvision short side", picture, new object[] { geometry.ShortSide, geometry.Output.Height, geometry.Output.Width },
                                        FrameScaler.Scale(picture, geometry, ScaleFilter.PillowBilinear))]);

    [Fact]
    public void Exact_size_then_centre_crop_equals_torchvision_on_images() =>
        Pictures.EqualReference([.. from source in Sources
                                    from geometry in new ExactThenCentreCrop[] { new(new(128, 171), new(112, 112)), new(new(100, 101), new(97, 96)), new(new(112, 112), new(112, 112)) }
                                    let picture = Pictures.Scene(source)
                                    select ("torchvision exact", picture,
                                        new object[] { geometry.Resized.Height, geometry.Resized.Width, geometry.Output.Height, geometry.Output.Width },
                                        FrameScaler.Scale(picture, geometry, ScaleFilter.PillowBilinear))]);

    /// <summary>torchvision's presets for video scale tensors in float arithmetic; OpenCV's filter is the one that comes near.</summary>
    [Fact]
    public void OpenCvs_bilinear_is_within_one_level_of_torchvision_on_tensors()
    {
        var pictures = Sources.Select(source => Pictures.Noise(source)).ToArray();
        var references = Pictures.FromReference([.. pictures.Select(picture => ("torchvision tensor", picture, new object[] { 128, 171 }))]);
        foreach (var (picture, reference) in pictures.Zip(references))
        {
            var ours = FrameScaler.Scale(picture, new Squash(new(128, 171)), ScaleFilter.OpenCvBilinear);
            Assert.InRange(ours.Pixels.Zip(reference.Bytes, (a, b) => Math.Abs(a - b)).Max(), 0, 1);
        }
    }

    [Fact]
    public void Centre_square_equals_that_of_the_Keras_systems() =>
        Pictures.EqualReference([.. from source in Sources
                                    let picture = Pictures.Scene(source)
                                    select ("keras square", picture, new object[] { 224, 224 },
                                        FrameScaler.Scale(picture, new CentreSquare(new(224, 224)), ScaleFilter.OpenCvBilinear))]);

    [Theory]
    [InlineData("squash 112x113")]
    [InlineData("short-side 256 crop 224x200")]
    [InlineData("exact 128x171 crop 112x112")]
    [InlineData("centre-square 299x299")]
    public void The_text_form_comes_back_as_it_was(string text)
    {
        var geometry = FrameGeometry.Parse(text);
        Assert.Equal(text, geometry.ToString());
        Assert.Equal(geometry, FrameGeometry.Parse($"  {text.Replace(" ", "  ")}"));
    }

    [Theory]
    [InlineData("squash", "expected 'squash HxW'")]
    [InlineData("stretch 112x112", "expected 'squash HxW'")]
    [InlineData("squash 112", "'112' is not a size")]
    [InlineData("squash 112x-3", "'-3' is not a whole number")]
    [InlineData("squash 112x0", "has no pixel")]
    [InlineData("short-side 100 crop 112x90", "does not fit into every frame whose short side is 100")]
    [InlineData("exact 128x100 crop 112x112", "does not fit into a frame of 128x100")]
    public void A_wrong_text_form_says_what_is_wrong(string text, string expected)
    {
        var problem = Assert.Throws<FormatException>(() => FrameGeometry.Parse(text));
        Assert.StartsWith($"frame geometry '{text}': ", problem.Message);
        Assert.Contains(expected, problem.Message);
    }
}
