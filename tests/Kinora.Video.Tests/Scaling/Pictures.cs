using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Kinora.Tests;
using Kinora.Video.Sampling;

namespace Kinora.Video.Tests.Scaling;

/// <summary>Pictures made for tests, and what the reference programs make of them.</summary>
internal static class Pictures
{
    /// <summary>Sizes of source and target: odd and even, smaller and larger, one pixel thin, unchanged, those of real data.</summary>
    public static readonly (FrameSize Source, FrameSize Target)[] SizePairs =
    [
        .. from pair in new[]
        {
            (240, 320, 112, 112), (144, 180, 64, 64), (120, 160, 224, 224), (480, 640, 128, 171), (135, 241, 67, 53), (241, 135, 242, 136),
            (1, 1, 1, 1), (1, 1, 7, 5), (7, 5, 1, 1), (1, 40, 3, 20), (40, 1, 20, 3), (2, 2, 3, 3), (3, 3, 2, 2), (17, 31, 17, 31),
            (17, 31, 17, 12), (17, 31, 9, 31), (64, 64, 32, 32), (64, 64, 16, 16), (66, 66, 22, 33), (32, 32, 64, 64), (33, 65, 200, 66), (720, 1280, 224, 224),
        }
        select (new FrameSize(pair.Item1, pair.Item2), new FrameSize(pair.Item3, pair.Item4)),
    ];

    /// <summary>Every byte random: the hardest for rounding.</summary>
    public static Frames Noise(FrameSize size, int seed = 0, int count = 1)
    {
        var frames = new Frames(count, size.Height, size.Width);
        var draw = new ClipDraw(seed, 0, $"noise {size}");
        for (var i = 0; i < frames.Pixels.Length; i++)
        {
            frames.Pixels[i] = (byte)draw.Below(i, 256);
        }

        return frames;
    }

    /// <summary>Like a photograph: slow shades, a sharp edge, a little noise, parts that are black and white throughout.</summary>
    public static Frames Scene(FrameSize size, int seed = 0)
    {
        var frames = new Frames(1, size.Height, size.Width);
        var draw = new ClipDraw(seed, 0, $"scene {size}");
        for (var i = 0; i < frames.Pixels.Length; i++)
        {
            var (y, x, channel) = (i / 3 / size.Width, i / 3 % size.Width, i % 3);
            var shade = 128 + (90 * Math.Sin((x / 13.0) + channel) * Math.Cos(y / 17.0)) + (x > y ? 40 : -40) + draw.Between(i, -3, 3);
            frames.Pixels[i] = (byte)Math.Clamp(shade + (x < size.Width / 6 ? 200 : 0) - (y < size.Height / 6 ? 200 : 0), 0, 255);
        }

        return frames;
    }

    /// <summary>What the reference makes of pictures, in one run of Python.</summary>
    /// <returns>The size and bytes of every picture.</returns>
    public static (FrameSize Size, byte[] Bytes)[] FromReference(params (string Do, Frames Picture, object[] With)[] cases)
    {
        using var folder = Places.Temporary();
        var path = folder.File("cases");
        using (var file = File.Create(path))
        {
            foreach (var (what, picture, with) in cases)
            {
                file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(new { @do = what, height = picture.Height, width = picture.Width, with }) + "\n"));
            }

            file.Write("\n"u8);
            foreach (var (_, picture, _) in cases)
            {
                file.Write(picture[0]);
            }
        }

        ReadOnlySpan<byte> output = Places.Python(Path.Combine(Places.Repository, "tests/Kinora.Video.Tests/reference/pictures.py"), path);
        var results = new (FrameSize, byte[])[cases.Length];
        for (var i = 0; i < cases.Length; i++)
        {
            var size = new FrameSize(BinaryPrimitives.ReadInt32LittleEndian(output), BinaryPrimitives.ReadInt32LittleEndian(output[4..]));
            var bytes = size.Height * size.Width * 3 * (cases[i].Do.Contains("floats") ? sizeof(float) : 1);
            results[i] = (size, output.Slice(8, bytes).ToArray());
            output = output[(8 + bytes)..];
        }

        Assert.Equal(0, output.Length);
        return results;
    }

    /// <summary>Asserts that pictures equal those of the reference in size and in every bit.</summary>
    public static void EqualReference(params (string Do, Frames Picture, object[] With, Frames Ours)[] cases)
    {
        var references = FromReference([.. cases.Select(c => (c.Do, c.Picture, c.With))]);
        foreach (var ((what, picture, with, ours), (size, bytes)) in cases.Zip(references))
        {
            var name = $"{what} {string.Join(' ', with)} of {picture.Size}";
            Assert.True(size == ours.Size, $"{name}: {ours.Size} instead of {size}");
            Assert.True(ours.Pixels.AsSpan().SequenceEqual(bytes), $"{name}: {ours.Pixels.Zip(bytes).Count(pair => pair.First != pair.Second)} of {bytes.Length} bytes differ");
        }
    }
}
