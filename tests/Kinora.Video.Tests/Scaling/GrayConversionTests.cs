using Kinora.Video.Scaling;

namespace Kinora.Video.Tests.Scaling;

public class GrayConversionTests
{
    [Theory]
    [InlineData(FrameColour.OpenCvGray, "opencv gray")]
    [InlineData(FrameColour.PillowGray, "pillow gray")]
    public void Gray_equals_that_of_the_reference_for_every_colour(FrameColour colour, string reference)
    {
        // Every 3rd shade of each channel, 0 and 255 among them: 636,056 colours.
        var every = new Frames(1, 86 * 86, 86);
        for (var i = 0; i < every.Pixels.Length; i++)
        {
            var pixel = i / 3;
            every.Pixels[i] = (byte)(3 * ((i % 3) switch { 0 => pixel / (86 * 86), 1 => pixel / 86 % 86, _ => pixel % 86 }));
        }

        Pictures.EqualReference((reference, every, [], Gray(every, colour)));
    }

    [Fact]
    public void Gray_before_scaling_equals_OpenCvs_gray_scaled() =>
        Pictures.EqualReference([.. from pair in Pictures.SizePairs
                                    let picture = Pictures.Noise(pair.Source)
                                    select ("opencv gray, then bilinear", picture, new object[] { pair.Target.Height, pair.Target.Width },
                                        FrameScaler.Scale(Gray(picture, FrameColour.OpenCvGray), new Squash(pair.Target), ScaleFilter.OpenCvBilinear))]);

    [Theory]
    [InlineData(FrameColour.OpenCvGray)]
    [InlineData(FrameColour.PillowGray)]
    public void Gray_stays_as_it_is(FrameColour colour)
    {
        var once = Gray(Pictures.Noise(new(40, 40)), colour);
        Assert.Equal(once.Pixels, Gray(once, colour).Pixels);
    }

    private static Frames Gray(Frames picture, FrameColour colour)
    {
        var gray = new Frames(picture.Count, picture.Height, picture.Width);
        picture.Pixels.CopyTo(gray.Pixels, 0);
        GrayConversion.Apply(gray.Pixels, colour);
        return gray;
    }
}
