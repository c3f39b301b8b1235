using Kinora.Tests;
using Kinora.Video.Tests.Scaling;
using Kinora.Video.Writing;

namespace Kinora.Video.Tests.Images;

public class ImageFileTests
{
    private static readonly FrameSize Size = new(61, 83);

    [Fact]
    public void A_png_keeps_every_bit()
    {
        using var folder = Places.Temporary();
        var picture = Pictures.Noise(Size);
        ImageFile.Save(folder.File("a.png"), picture[0], Size);
        var loaded = ImageFile.Load(folder.File("a.png"));
        Assert.Equal(Size, loaded.Size);
        Assert.Equal(picture.Pixels, loaded.Pixels);
        Assert.Equal(["a.png"], Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("ä 跳.jpg")]
    [InlineData("a.JPEG")]
    public void Pillow_sees_the_same_colours(string name)
    {
        using var folder = Places.Temporary();
        var path = folder.File(name);
        ImageFile.Save(path, Pictures.Scene(Size)[0], Size);
        var theirs = Places.Run("/usr/bin/python3", "-c", "import sys; from PIL import Image; sys.stdout.buffer.write(Image.open(sys.argv[1]).convert('RGB').tobytes())", path);
        Assert.Equal(theirs, ImageFile.Load(path).Pixels);
    }

    [Fact]
    public void A_jpeg_is_smaller_and_coarser_with_less_quality()
    {
        using var folder = Places.Temporary();
        var picture = Pictures.Scene(Size);
        var errors = new List<double>();
        var lengths = new List<long>();
        foreach (var quality in new[] { 20, 60, 95 })
        {
            var path = folder.File($"{quality}.jpg");
            ImageFile.Save(path, picture[0], Size, quality);
            lengths.Add(new FileInfo(path).Length);
            errors.Add(picture.Pixels.Zip(ImageFile.Load(path).Pixels, (a, b) => Math.Abs(a - b)).Average());
        }

        Assert.Equal(lengths.Order(), lengths);
        Assert.Equal(errors.OrderDescending(), errors);
        Assert.InRange(errors[^1], 0, 3);
    }

    [Fact]
    public void A_gray_picture_becomes_rgb_and_a_turned_one_upright()
    {
        using var folder = Places.Temporary();
        Places.Run("/usr/bin/python3", "-c", """
            import sys
            from PIL import Image
            Image.linear_gradient("L").resize((40, 20)).save(sys.argv[1])
            turned = Image.Exif()
            turned[0x0112] = 6  # to be turned right by 90 degrees
            Image.new("RGB", (40, 20), (200, 0, 0)).save(sys.argv[2], exif=turned)
            """, folder.File("gray.png"), folder.File("turned.jpg"));
        var gray = ImageFile.Load(folder.File("gray.png"));
        Assert.Equal(new FrameSize(20, 40), gray.Size);
        Assert.All(gray.Pixels.Chunk(3), pixel => Assert.True(pixel[0] == pixel[1] && pixel[1] == pixel[2]));
        Assert.Equal(new FrameSize(40, 20), ImageFile.Load(folder.File("turned.jpg")).Size);
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("a.jpg")]
    public void A_file_cut_anywhere_is_refused_by_name(string name)
    {
        using var folder = Places.Temporary();
        var path = folder.File(name);
        ImageFile.Save(path, Pictures.Scene(Size)[0], Size);
        var whole = File.ReadAllBytes(path);
        foreach (var length in new[] { 0, 1, 4, 30, whole.Length / 2, whole.Length - 2 })
        {
            File.WriteAllBytes(path, whole[..length]);
            var problem = Assert.Throws<VideoException>(() => ImageFile.Load(path));
            Assert.StartsWith(path, problem.Message);
            Assert.DoesNotContain('\n', problem.Message);
        }
    }

    [Fact]
    public void A_thumbnails_end_is_not_taken_for_that_of_the_picture()
    {
        using var folder = Places.Temporary();
        var path = folder.File("a.jpg");
        ImageFile.Save(path, Pictures.Scene(Size)[0], Size);
        var whole = File.ReadAllBytes(path);
        // An APP1 segment of 6 bytes, two of length and four of content with an end marker in it.
        byte[] withSegment = [.. whole[..2], 0xFF, 0xE1, 0, 6, 0xFF, 0xD8, 0xFF, 0xD9, .. whole[2..]];
        File.WriteAllBytes(path, withSegment);
        Assert.Equal(Size, ImageFile.Load(path).Size);
        File.WriteAllBytes(path, withSegment[..^40]);
        Assert.Contains("cut short", Assert.Throws<VideoException>(() => ImageFile.Load(path)).Message);
    }

    [Fact]
    public void What_is_no_picture_is_refused_by_name()
    {
        using var folder = Places.Temporary();
        File.WriteAllText(folder.File("a.png"), "not a picture");
        Assert.Contains("no image", Assert.Throws<VideoException>(() => ImageFile.Load(folder.File("a.png"))).Message);
        Assert.Contains("absent.png", Assert.Throws<VideoException>(() => ImageFile.Load(folder.File("absent.png"))).Message);
        Assert.Contains("cannot be read", Assert.Throws<VideoException>(() => ImageFile.Load(folder.Path)).Message);
    }

    [Fact]
    public void What_cannot_be_written_is_said_and_leaves_nothing()
    {
        using var folder = Places.Temporary();
        var picture = Pictures.Noise(Size);
        Assert.Contains("not in '.bmp'", Assert.Throws<VideoException>(() => ImageFile.Save(folder.File("a.bmp"), picture[0], Size)).Message);
        Assert.Contains("cannot be written", Assert.Throws<VideoException>(() => ImageFile.Save(folder.File("absent/a.png"), picture[0], Size)).Message);
        Directory.CreateDirectory(folder.File("folder.png"));
        Assert.Contains("cannot be written", Assert.Throws<VideoException>(() => ImageFile.Save(folder.File("folder.png"), picture[0], Size)).Message);
        Assert.Throws<ArgumentException>(() => ImageFile.Save(folder.File("a.png"), picture.Pixels.AsSpan(1), Size));
        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }
}
