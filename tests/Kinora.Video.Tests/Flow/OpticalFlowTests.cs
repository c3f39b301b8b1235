using System.Globalization;
using System.Runtime.InteropServices;
using Kinora.Tests;
using Kinora.Video.Augmentation;
using Kinora.Video.Decoding;
using Kinora.Video.Flow;
using Kinora.Video.Tests.Scaling;

namespace Kinora.Video.Tests.Flow;

public sealed class OpticalFlowTests
{
    /// <summary>Away from the edges, where a method cannot see what comes in.</summary>
    private const int Margin = 16;

    public static TheoryData<FlowKind> Kinds => [.. Enum.GetValues<FlowKind>()];

    /// <summary>Both call the same library with the same gray pixels, so nothing is left to round: bit for bit.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_flow_of_real_frames_is_that_of_opencv_in_python(FlowKind kind)
    {
        var clip = Directory.EnumerateFiles(Places.RealData("ut_interaction"), "*.avi", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        using var video = VideoFile.Open(clip);
        // Neighbours, and one pair far apart: large motions.
        var frames = video.Read([10, 11, 12, 40]);
        var flow = OpticalFlow.Between(frames, kind);
        Assert.Equal((3, frames.Size), (flow.Count, flow.Size));
        Assert.InRange(flow.Vectors.Max(MathF.Abs), 1, 200);
        AssertEqual(Python(frames, kind), flow.Vectors);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Odd_sizes_and_noise_are_as_in_python_too(FlowKind kind)
    {
        var frames = Pictures.Noise(new FrameSize(61, 47), count: 2);
        AssertEqual(Python(frames, kind), OpticalFlow.Between(frames, kind).Vectors);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_pan_gives_its_own_motion(FlowKind kind)
    {
        var flow = OpticalFlow.Between(Pan(3, -2), kind);
        foreach (var (u, v) in Interior(flow, 0))
        {
            Assert.InRange(u, 2.9, 3.1);
            Assert.InRange(v, -2.1, -1.9);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_mirrored_flow_is_that_of_the_mirrored_frames(FlowKind kind)
    {
        var frames = Pan(3, -2);
        var mirrored = OpticalFlow.Between(frames, kind).Mirrored();
        var ofMirrored = OpticalFlow.Between(new HorizontalFlip(1).Apply(frames, default), kind);
        // Each is within 0.1 pixel of the truth, as above.
        foreach (var ((u, v), (otherU, otherV)) in Interior(mirrored, 0).Zip(Interior(ofMirrored, 0)))
        {
            Assert.InRange(u, -3.1, -2.9);
            Assert.InRange(u - otherU, -0.2, 0.2);
            Assert.InRange(v - otherV, -0.2, 0.2);
        }
    }

    [Fact]
    public void Mirroring_swaps_left_and_right_and_negates_u_alone()
    {
        var flow = new FlowField(2, 1, 3);
        float[] vectors = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
        vectors.CopyTo(flow.Vectors, 0);
        Assert.Equal([-5, 6, -3, 4, -1, 2, -11, 12, -9, 10, -7, 8], flow.Mirrored().Vectors);
        Assert.Equal(vectors, flow.Mirrored().Mirrored().Vectors);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Frame_by_frame_is_the_same_as_all_at_once(FlowKind kind)
    {
        var frames = Pictures.Noise(new FrameSize(40, 48), count: 4);
        var flow = OpticalFlow.Between(frames, kind);
        using var estimator = new FlowEstimator(frames.Size, kind);
        var field = new float[40 * 48 * 2];
        Assert.Throws<ArgumentException>(() => estimator.Next(frames[0], field));
        estimator.Next(frames[0], Array.Empty<float>());
        for (var t = 1; t < 4; t++)
        {
            estimator.Next(frames[t], field);
            Assert.Equal(flow[t - 1].ToArray(), field);
        }

        Assert.Throws<ArgumentException>(() => estimator.Next(frames.Pixels, field));
        Assert.Throws<ArgumentException>(() => estimator.Next(frames[0], field.AsSpan(1)));
    }

    [Fact]
    public void One_frame_has_no_flow()
    {
        Assert.Equal(0, OpticalFlow.Between(new Frames(1, 2, 2), FlowKind.Dis).Count);
        Assert.Equal(0, OpticalFlow.Between(new Frames(0, 2, 2), FlowKind.Farneback).Count);
    }

    [Fact]
    public void Frames_of_any_size_have_a_flow_or_are_refused()
    {
        foreach (var (height, width) in new[] { (1, 1), (2, 2), (1, 300), (300, 1), (15, 200), (200, 15), (16, 16), (16, 300) })
        {
            var frames = Pictures.Noise(new FrameSize(height, width), count: 2);
            Assert.Equal(1, OpticalFlow.Between(frames, FlowKind.Farneback).Count);
            Assert.Equal(1, OpticalFlow.Between(frames, FlowKind.TvL1).Count);
            if (Math.Min(height, width) >= 16)
            {
                Assert.Equal(1, OpticalFlow.Between(frames, FlowKind.Dis).Count);
            }
            else
            {
                var problem = Assert.Throws<VideoException>(() => OpticalFlow.Between(frames, FlowKind.Dis));
                Assert.Equal($"DIS flow needs frames of at least 16x16, and these are {width}x{height}", problem.Message);
            }
        }
    }

    [Fact]
    public void A_block_that_no_array_holds_is_refused() =>
        Assert.Contains("take fewer frames", Assert.Throws<ArgumentOutOfRangeException>(() => new FlowField(1000, 1080, 1920)).Message, StringComparison.Ordinal);

    /// <summary>Two frames of waves of many lengths, the second moved.</summary>
    private static Frames Pan(int right, int down)
    {
        var frames = new Frames(2, 128, 160);
        for (var t = 0; t < 2; t++)
        {
            for (var i = 0; i < 128 * 160; i++)
            {
                var (x, y) = ((double)((i % 160) - (t * right)), (double)((i / 160) - (t * down)));
                var shade = 128 + (28 * Math.Sin((x / 5) + (y / 11))) + (24 * Math.Sin((y / 4.3) - (x / 17))) + (22 * Math.Sin((x + y) / 7.1))
                    + (20 * Math.Sin((x - (1.7 * y)) / 9.7)) + (16 * Math.Sin((x / 2.9) + 1) * Math.Sin(y / 3.3));
                frames[t].Slice(3 * i, 3).Fill((byte)Math.Clamp(Math.Round(shade), 0, 255));
            }
        }

        return frames;
    }

    private static IEnumerable<(double U, double V)> Interior(FlowField flow, int t)
    {
        for (var y = Margin; y < flow.Height - Margin; y++)
        {
            for (var x = Margin; x < flow.Width - Margin; x++)
            {
                var at = 2 * ((((t * flow.Height) + y) * flow.Width) + x);
                yield return (flow.Vectors[at], flow.Vectors[at + 1]);
            }
        }
    }

    private static float[] Python(Frames frames, FlowKind kind)
    {
        using var folder = Places.Temporary();
        File.WriteAllBytes(folder.File("frames"), frames.Pixels);
        string[] shape = [.. new[] { frames.Count, frames.Height, frames.Width }.Select(number => number.ToString(CultureInfo.InvariantCulture))];
        var output = Places.Python(Path.Combine(Places.Repository, "tests/Kinora.Video.Tests/reference/flow.py"), [kind.ToString(), .. shape, folder.File("frames")]);
        return MemoryMarshal.Cast<byte, float>(output).ToArray();
    }

    private static void AssertEqual(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var worst = expected.Zip(actual, (one, other) => Math.Abs(one - other)).Max();
        Assert.True(expected.AsSpan().SequenceEqual(actual), $"the flow differs by up to {worst} pixels");
    }
}
