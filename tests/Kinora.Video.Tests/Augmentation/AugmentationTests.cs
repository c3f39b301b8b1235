using Kinora.Video.Augmentation;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;
using Kinora.Video.Tests.Scaling;

namespace Kinora.Video.Tests.Augmentation;

public class AugmentationTests
{
    private static readonly FrameSize Size = new(45, 60);

    private static IEnumerable<ClipDraw> Draws(int count) => Enumerable.Range(0, count).Select(epoch => new ClipDraw(5, epoch, "clip"));

    public static TheoryData<string> Forms =>
        ["flip 0.5", "crop 32x40", "resized-crop area 0.08..1 ratio 0.75..1.3333", "colour brightness 0.4 contrast 0.2", "flip 1, colour brightness 0 contrast 3, crop 8x8", "none",
         "colour brightness 0.2 contrast 0.2 saturation 0.3 hue 0.1", "gray 0.5", "blur 0.5 sigma 0.1..2", "erase 0.5 area 0.02..0.33 ratio 0.3..3.3", "randaugment ops 2 magnitude 9"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_text_form_comes_back_as_it_was(string text) => Assert.Equal(text, Augmentations.Parse(text).ToString());

    [Theory]
    [MemberData(nameof(Forms))]
    public void All_frames_of_a_clip_change_alike_and_the_source_stays(string text)
    {
        var augmentations = Augmentations.Parse(text);
        // Five equal frames: whatever happens to one happens to all.
        var clip = new Frames(5, Size.Height, Size.Width);
        var picture = Pictures.Scene(Size);
        for (var t = 0; t < clip.Count; t++)
        {
            picture.Pixels.CopyTo(clip[t]);
        }

        var before = clip.Pixels.ToArray();
        foreach (var draw in Draws(20))
        {
            var changed = augmentations.Apply(clip, draw);
            Assert.Equal(before, clip.Pixels);
            Assert.Equal(5, changed.Count);
            Assert.All(Enumerable.Range(1, 4), t => Assert.True(changed[0].SequenceEqual(changed[t])));
            Assert.Equal(changed.Pixels, augmentations.Apply(clip, draw).Pixels);
        }
    }

    [Theory]
    [InlineData("spin 3", "'spin 3' is none of: flip P")]
    [InlineData("flip", "'flip' is none of")]
    [InlineData("flip often", "'often' is not a number")]
    [InlineData("flip 1.5", "the probability of a flip is 1.5, but lies from 0 to 1")]
    [InlineData("flip NaN", "the probability of a flip is NaN")]
    [InlineData("flip 0.5, flip 0.5", "'flip' is there 2 times")]
    [InlineData("crop 0x10", "has no pixel")]
    [InlineData("resized-crop area 0..1 ratio 1..1", "the area of a part")]
    [InlineData("resized-crop area 1..0.5 ratio 1..1", "does not run from a lower to a higher")]
    [InlineData("resized-crop area 0.5 ratio 1..1", "'0.5' is not a range")]
    [InlineData("colour brightness 0 contrast 0 saturation 0 hue 0.7", "the change of hue is 0.7, but lies from 0 to 0.5")]
    [InlineData("gray 2", "the probability of gray is 2")]
    [InlineData("blur 0.5 sigma 0..1", "the sigma of a blur is above 0")]
    [InlineData("erase 0.5 area 0..1 ratio 1..1", "the area of a part")]
    [InlineData("randaugment ops 0 magnitude 9", "the number of operations is 0, but lies from 1 to 14")]
    [InlineData("randaugment ops 2 magnitude 31", "the magnitude is 31, but lies from 0 to 30")]
    [InlineData("randaugment ops two magnitude 9", "'two' is not a whole number")]
    [InlineData("colour brightness -1 contrast 0", "the change of brightness is -1, but lies at 0 or above")]
    public void A_wrong_text_form_says_what_is_wrong(string text, string expected)
    {
        var problem = Assert.Throws<FormatException>(() => Augmentations.Parse(text));
        Assert.StartsWith($"augmentations '{text}': ", problem.Message);
        Assert.Contains(expected, problem.Message);
    }

    [Fact]
    public void An_added_augmentation_leaves_the_draws_of_the_others()
    {
        var clip = Pictures.Noise(Size);
        foreach (var draw in Draws(10))
        {
            var flipped = Augmentations.Parse("flip 0.5").Apply(clip, draw);
            var afterAnother = Augmentations.Parse("colour brightness 0 contrast 0, flip 0.5").Apply(clip, draw);
            Assert.Equal(flipped.Pixels, afterAnother.Pixels);
        }
    }

    [Fact]
    public void A_flip_equals_Pillows_and_comes_as_often_as_asked()
    {
        var clip = Pictures.Noise(Size, count: 1);
        Pictures.EqualReference(("pillow flip", clip, [], new HorizontalFlip(1).Apply(clip, Draws(1).Single())));
        var flips = Draws(2000).Count(draw => new HorizontalFlip(0.3).Apply(clip, draw) != clip);
        Assert.InRange(flips, 600 - 82, 600 + 82); // four standard deviations
        Assert.All(Draws(100), draw => Assert.Same(clip, new HorizontalFlip(0).Apply(clip, draw)));
    }

    [Fact]
    public void A_crop_is_a_part_of_the_frames_and_reaches_every_place()
    {
        var clip = Pictures.Noise(new FrameSize(5, 6));
        var crop = new RandomCrop(new FrameSize(4, 4));
        var places = new HashSet<(int, int)>();
        foreach (var draw in Draws(200))
        {
            var changed = crop.Apply(clip, draw).Pixels;
            places.Add((from top in Enumerable.Range(0, 2)
                        from left in Enumerable.Range(0, 3)
                        where FrameScaler.Crop(clip, new FrameRegion(top, left, new(4, 4))).Pixels.SequenceEqual(changed)
                        select (top, left)).Single());
        }

        Assert.Equal(6, places.Count);
    }

    [Fact]
    public void A_crop_larger_than_the_frames_is_refused()
    {
        var problem = Assert.Throws<VideoException>(() => new RandomCrop(new(46, 46)).Apply(Pictures.Noise(Size), Draws(1).Single()));
        Assert.Contains("'crop 46x46' cannot cut its part out of frames of 45x60", problem.Message);
    }

    [Fact]
    public void A_resized_crop_equals_torchvisions_of_the_same_part()
    {
        var crop = new RandomResizedCrop(new(0.08, 1), new(0.75, 1.3333), ScaleFilter.PillowBilinear);
        var clip = Pictures.Noise(Size);
        Pictures.EqualReference([.. from draw in Draws(30)
                                    let part = crop.Part(Size, draw)
                                    select ("torchvision resized crop", clip,
                                        new object[] { part.Top, part.Left, part.Size.Height, part.Size.Width, Size.Height, Size.Width }, crop.Apply(clip, draw))]);
    }

    [Fact]
    public void Parts_have_the_area_and_the_ratio_that_were_asked_for()
    {
        var frame = new FrameSize(240, 320);
        var crop = new RandomResizedCrop(new(0.3, 0.6), new(0.8, 1.25));
        var parts = Draws(2000).Select(draw => crop.Part(frame, draw)).ToArray();
        Assert.All(parts, part =>
        {
            Assert.InRange(part.Top, 0, frame.Height - part.Size.Height);
            Assert.InRange(part.Left, 0, frame.Width - part.Size.Width);
            // Sides are rounded to whole pixels.
            Assert.InRange(part.Size.Height * part.Size.Width / (240.0 * 320), 0.295, 0.605);
            Assert.InRange((double)part.Size.Width / part.Size.Height, 0.79, 1.26);
        });
        Assert.InRange(parts.Average(part => part.Size.Height * part.Size.Width / (240.0 * 320)), 0.44, 0.46);
        Assert.InRange(parts.Average(part => Math.Log((double)part.Size.Width / part.Size.Height)), -0.02, 0.02);
    }

    [Fact]
    public void Where_no_part_fits_the_largest_in_the_middle_is_taken()
    {
        var wide = new RandomResizedCrop(new(1, 1), new(0.75, 4 / 3.0)).Part(new FrameSize(30, 300), Draws(1).Single());
        Assert.Equal(new FrameRegion(0, 130, new(30, 40)), wide);
        var tall = new RandomResizedCrop(new(1, 1), new(0.75, 4 / 3.0)).Part(new FrameSize(300, 30), Draws(1).Single());
        Assert.Equal(new FrameRegion(130, 0, new(40, 30)), tall);
    }

    [Fact]
    public void Brightness_and_contrast_equal_Pillows() =>
        Pictures.EqualReference([.. from factor in new[] { 0, 0.2, 0.6, 0.95, 1, 1.05, 1.4, 2.7 }
                                    from picture in new[] { Pictures.Noise(Size), Pictures.Scene(Size) }
                                    from change in new (string Name, Func<Frames, double, Frames> Apply)[]
                                    {
                                        ("pillow brightness", ColourJitter.WithBrightness), ("pillow contrast", ColourJitter.WithContrast),
                                        ("pillow saturation", ColourJitter.WithSaturation),
                                    }
                                    select (change.Name, picture, new object[] { factor }, change.Apply(picture, factor))]);

    [Fact]
    public void A_turned_hue_equals_torchvisions() =>
        Pictures.EqualReference([.. from turns in new[] { -0.5, -0.31, -0.1, -0.004, 0.004, 0.05, 0.2, 0.5 }
                                    from picture in new[] { Pictures.Noise(new(120, 160)), Pictures.Scene(Size) }
                                    select ("torchvision hue", picture, new object[] { turns }, ColourJitter.WithHue(picture, turns))]);

    [Fact]
    public void A_blur_equals_OpenCVs() =>
        Pictures.EqualReference([.. from sigma in new[] { 0.1, 0.5, 1.3, 4 }
                                    from picture in new[] { Pictures.Noise(Size), Pictures.Scene(Size) }
                                    select ("opencv blur", picture, new object[] { sigma }, GaussianBlur.WithSigma(picture, sigma))]);

    /// <summary>Every operation of RandAugment at several strengths, both ways, bit for bit.</summary>
    [Fact]
    public void RandAugments_operations_equal_torchvisions() =>
        Pictures.EqualReference([.. from name in RandAugment.Names
                                    from magnitude in new[] { 0, 1, 9, 17, 30 }
                                    from negative in new[] { false, true }
                                    from picture in new[] { Pictures.Noise(Size), Pictures.Scene(Size), Pictures.Scene(new(112, 112)) }
                                    select ("torchvision randaugment", picture, new object[] { name, magnitude, negative }, RandAugment.Apply(picture, name, magnitude, negative))]);

    [Fact]
    public void RandAugment_draws_every_operation()
    {
        var one = new RandAugment(1, 20);
        // Neither black nor white: auto contrast would do nothing.
        var clip = ColourJitter.WithContrast(Pictures.Scene(Size), 0.5);
        var expected = RandAugment.Names.SelectMany(name => new[] { false, true }.Select(negative => RandAugment.Apply(clip, name, 20, negative).Pixels)).ToList();
        var drawn = Draws(400).Select(draw => one.Apply(clip, draw).Pixels).Select(pixels => expected.FindIndex(known => known.AsSpan().SequenceEqual(pixels))).ToHashSet();
        Assert.DoesNotContain(-1, drawn);
        Assert.Equal(RandAugment.Names.Count, drawn.Select(place => place / 2).Distinct().Count());
    }

    [Fact]
    public void Gray_equals_Pillows_and_an_erased_part_has_the_area_and_the_ratio_asked_for()
    {
        var clip = Pictures.Noise(Size);
        Pictures.EqualReference(("pillow gray", clip, [], new Grayscale(1).Apply(clip, Draws(1).Single())));
        var frame = new FrameSize(240, 320);
        var erasing = new RandomErasing(1, new(0.1, 0.2), new(0.5, 2));
        var parts = Draws(1000).Select(draw => erasing.Part(frame, draw)!.Value).ToArray();
        Assert.All(parts, part =>
        {
            Assert.InRange(part.Top, 0, frame.Height - part.Size.Height);
            Assert.InRange(part.Left, 0, frame.Width - part.Size.Width);
            // Sides are rounded to whole pixels.
            Assert.InRange(part.Size.Height * part.Size.Width / (240.0 * 320), 0.097, 0.203);
            Assert.InRange((double)part.Size.Height / part.Size.Width, 0.48, 2.06);
        });
        var erased = erasing.Apply(clip, Draws(1).Single());
        var changed = Enumerable.Range(0, Size.Height * Size.Width).Count(i => !erased.Pixels.AsSpan(3 * i, 3).SequenceEqual(clip.Pixels.AsSpan(3 * i, 3)));
        var part = erasing.Part(Size, Draws(1).Single())!.Value;
        Assert.InRange(changed, (part.Size.Height * part.Size.Width) - 2, part.Size.Height * part.Size.Width); // noise may have that colour
        Assert.Equal([124, 116, 104], erased.Pixels.AsSpan(3 * ((part.Top * Size.Width) + part.Left), 3).ToArray());
    }

    [Fact]
    public void Without_flip_all_else_stays() =>
        Assert.Equal("gray 0.5, colour brightness 0.1 contrast 0.1", Augmentations.Parse("flip 1, gray 0.5, colour brightness 0.1 contrast 0.1").WithoutFlip().ToString());

    [Fact]
    public void Contrast_turns_about_the_mean_of_each_frame_whatever_others_are_with_it()
    {
        var clip = new Frames(2, 4, 4);
        clip[0].Fill(40);
        clip[1][24..].Fill(200);
        var changed = ColourJitter.WithContrast(clip, 0.5);
        Assert.All(changed[0].ToArray(), value => Assert.Equal(40, value));
        Assert.All(changed[1][..24].ToArray(), value => Assert.Equal(50, value));
        Assert.All(changed[1][24..].ToArray(), value => Assert.Equal(150, value));
    }

    [Fact]
    public void FFmpegs_filter_is_refused() =>
        Assert.Contains("FFmpeg", Assert.Throws<FormatException>(() => Augmentations.Parse("resized-crop area 0.5..1 ratio 1..1", ScaleFilter.FFmpegBilinear)).Message);
}
