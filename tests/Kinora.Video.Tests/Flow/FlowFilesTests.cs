using System.Runtime.InteropServices;
using System.Text;
using Kinora.Tests;
using Kinora.Video.Flow;

namespace Kinora.Video.Tests.Flow;

/// <summary>Flow written and read again.</summary>
public sealed class FlowFilesTests
{
    /// <summary>dense_flow's CAST: cvRound(255 * (v + bound) / (2 * bound)), cut off at 0 and 255; cvRound takes halves to the even number.</summary>
    [Theory]
    [InlineData(0, 128)]
    [InlineData(-20, 0)]
    [InlineData(20, 255)]
    [InlineData(-20.5, 0)]
    [InlineData(1e9, 255)]
    [InlineData(1, 134)]
    [InlineData(-1, 121)]
    [InlineData(3.5, 150)]
    [InlineData(double.NaN, 0)]
    public void Levels_are_those_of_dense_flow(double motion, int level)
    {
        var (u, v) = (new byte[1], new byte[1]);
        FlowImages.Split([(float)motion, 0], 20, u, v);
        Assert.Equal((level, 128), (u[0], v[0]));
    }

    [Fact]
    public void Pairs_of_pictures_come_back_to_half_a_level_and_what_jpeg_changes()
    {
        using var folder = Places.Temporary();
        var flow = Smooth(3, 40, 56);
        FlowImages.Save(folder.Path, flow);
        Assert.Equal(
            ["flow_x_000000.jpg", "flow_x_000001.jpg", "flow_x_000002.jpg", "flow_y_000000.jpg", "flow_y_000001.jpg", "flow_y_000002.jpg"],
            Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var loaded = FlowImages.Load(folder.Path);
        Assert.Equal((flow.Count, flow.Size), (loaded.Count, loaded.Size));
        // Half a level is 0.08 pixel. JPEG of quality 95 divides the slowest waves by 2 and these pictures are smooth: 2 levels more.
        Assert.InRange(flow.Vectors.Zip(loaded.Vectors, (one, other) => Math.Abs(one - other)).Max(), 0, 2.5 * 40 / 255);
    }

    [Fact]
    public void The_pictures_are_gray_files()
    {
        using var folder = Places.Temporary();
        FlowImages.Save(folder.Path, Smooth(1, 17, 23), bound: 5);
        var mode = Places.Run("/usr/bin/python3", "-c", "import sys; from PIL import Image; i = Image.open(sys.argv[1]); print(i.mode, *i.size)", folder.File("flow_y_000000.jpg"));
        Assert.Equal("L 23 17\n", Encoding.UTF8.GetString(mode));
    }

    [Fact]
    public void A_missing_half_of_a_pair_is_named()
    {
        using var folder = Places.Temporary();
        Assert.Contains("holds no flow", Assert.Throws<VideoException>(() => FlowImages.Load(folder.Path)).Message, StringComparison.Ordinal);
        FlowImages.Save(folder.Path, Smooth(2, 16, 16));
        File.Delete(folder.File("flow_y_000001.jpg"));
        Assert.Contains("flow_y_000001.jpg", Assert.Throws<VideoException>(() => FlowImages.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numpy_reads_the_array()
    {
        using var folder = Places.Temporary();
        var flow = Smooth(3, 12, 20);
        var path = Write(folder, flow);
        var output = Places.Run("/usr/bin/python3", "-c", """
            import sys, numpy
            a = numpy.load(sys.argv[1], mmap_mode="r")
            assert a.dtype == "<f2" and a.flags.c_contiguous, a.dtype
            sys.stdout.buffer.write(numpy.array(a.shape, "<i4").tobytes() + a.astype("<f4").tobytes())
            """, path);
        Assert.Equal([3, 12, 20, 2], MemoryMarshal.Cast<byte, int>(output.AsSpan(0, 16)).ToArray());
        Assert.Equal(flow.Vectors.Select(value => (float)(Half)value), MemoryMarshal.Cast<byte, float>(output.AsSpan(16)).ToArray());
    }

    [Fact]
    public void An_array_comes_back_in_16_bits()
    {
        using var folder = Places.Temporary();
        var flow = Smooth(2, 9, 31);
        var loaded = FlowArray.Load(Write(folder, flow));
        Assert.Equal((2, flow.Size), (loaded.Count, loaded.Size));
        // 11 bits of 16 are the number's.
        Assert.All(flow.Vectors.Zip(loaded.Vectors), pair => Assert.InRange(pair.Second - pair.First, -Math.Abs(pair.First) / 2048, Math.Abs(pair.First) / 2048));
    }

    [Fact]
    public void A_cut_array_and_another_one_are_refused_by_name()
    {
        using var folder = Places.Temporary();
        var path = Write(folder, Smooth(2, 9, 31));
        var whole = File.ReadAllBytes(path);
        foreach (var (bytes, words) in new[] { (whole[..^1], "was cut or changed"), (whole[..100], "is no flow"), ([], "is no flow"), (Encoding.ASCII.GetBytes(new string('x', 200)), "is no flow") })
        {
            File.WriteAllBytes(path, bytes);
            var problem = Assert.Throws<VideoException>(() => FlowArray.Load(path));
            Assert.StartsWith(path, problem.Message, StringComparison.Ordinal);
            Assert.Contains(words, problem.Message, StringComparison.Ordinal);
        }
    }

    private static string Write(TemporaryFolder folder, FlowField flow)
    {
        var path = folder.File("flow.npy");
        using var writer = new FlowArray.Writer(path, flow.Size);
        for (var t = 0; t < flow.Count; t++)
        {
            writer.Add(flow[t]);
        }

        writer.Finish();
        return path;
    }

    private static FlowField Smooth(int count, int height, int width)
    {
        var flow = new FlowField(count, height, width);
        for (var i = 0; i < flow.Vectors.Length; i++)
        {
            flow.Vectors[i] = (float)(12 * Math.Sin((i / 2 % width / 21.0) + (i / 2 / width / 17.0) + (i % 2)));
        }

        return flow;
    }
}
