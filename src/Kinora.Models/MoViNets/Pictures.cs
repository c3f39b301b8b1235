using Kinora.Torch;

namespace Kinora.Models.MoViNets;

/// <summary>
/// What MoViNets do with pictures (P, C, H, W), of which T in a row are a clip. Everything in these networks but the sight of
/// other frames happens to each picture alone, so clips go through them as (N·T, C, H, W), their channels innermost in memory
/// ("channels last"): libtorch's kernels for convolutions that keep channels apart are several times quicker so, and rearranging
/// moves no byte.
/// </summary>
internal static class Pictures
{
    /// <summary>(N, C, T, H, W) becomes (N·T, C, H, W), channels innermost.</summary>
    public static Tensor Of(Tensor clips)
    {
        using var scope = new TensorScope();
        return scope.Return(clips.Permute([0, 2, 3, 4, 1]).Contiguous().Flatten(0, 1).Permute([0, 3, 1, 2]));
    }

    /// <summary>The same pixels in the same order, cut into pictures of another size; a view where channels are innermost.</summary>
    public static Tensor Arrange(Tensor x, long pictures, long height, long width)
    {
        using var scope = new TensorScope();
        return scope.Return(x.Permute([0, 2, 3, 1]).Reshape([pictures, height, width, x.Shape[1]]).Permute([0, 3, 1, 2]));
    }

    /// <summary>
    /// A convolution padded with zeros as TensorFlow's "SAME", which the public weights were trained with: height and width
    /// become ceil(size / stride), and where the padding is odd the greater half is behind.
    /// </summary>
    /// <param name="x">(P, C, H, W).</param>
    /// <param name="weight">(out, C / groups, kernel, kernel).</param>
    /// <param name="bias">(out), or null without.</param>
    /// <param name="stride">In height and width.</param>
    /// <param name="groups">Parts of the channels that do not see each other.</param>
    public static Tensor Convolve(Tensor x, Tensor weight, Tensor? bias, long stride, long groups)
    {
        using var scope = new TensorScope();
        var (pictures, height, width, kernel) = (x.Shape[0], x.Shape[2], x.Shape[3], weight.Shape[2]);
        if (kernel == 1 && stride == 1)
        {
            // Pixels do not see each other: rows may be pictures of their own. libtorch keeps its quick kernel from small
            // pictures that come alone, as they do in a stream; rows come in numbers.
            var rows = Ops.Conv2d(Arrange(x, pictures * height, 1, width), weight, bias, groups: groups);
            return scope.Return(Arrange(rows, pictures, height, width));
        }

        var (top, bottom) = Same(height, kernel, stride);
        var (left, right) = Same(width, kernel, stride);
        if (top != bottom || left != right)
        {
            x = x.ConstantPadNd([left, right, top, bottom]);
            (top, left) = (0, 0);
        }

        return scope.Return(Ops.Conv2d(x, weight, bias, [stride, stride], [top, left], [1, 1], groups));
    }

    /// <summary>The mean of the 3x3 pixels around every second one, padded as "SAME"; what lies outside the picture does not count.</summary>
    public static Tensor Halve(Tensor x)
    {
        // An odd size is padded by one pixel on either side, an even one only behind: there the last window is cut short.
        long[] padding = [x.Shape[2] % 2, x.Shape[3] % 2];
        return x.AvgPool2d([3, 3], [2, 2], padding, ceilMode: true, countIncludePad: false);
    }

    /// <summary>The mean of each frame's values and those of all frames before it.</summary>
    /// <param name="x">(N, T, C).</param>
    /// <param name="owner">Whose mean it is.</param>
    /// <param name="stream">What came before; null where nothing did.</param>
    /// <returns>(N, T, C).</returns>
    public static Tensor MeanSoFar(Tensor x, object owner, MoViNetStream? stream)
    {
        using var scope = new TensorScope();
        var (frames, seen) = (x.Shape[1], stream?.Frames ?? 0);
        var sum = x.Cumsum(1);
        if (stream?.Find(owner) is { } before)
        {
            sum = sum.Add_(before);
        }

        stream?.Keep(owner, sum.Narrow(1, frames - 1, 1));
        var count = Ops.Arange(seen + 1, seen + frames + 1, 1, dtype: x.DType, device: x.Device).View([1, frames, 1]);
        return scope.Return(sum / count);
    }

    private static (long Before, long Behind) Same(long size, long kernel, long stride)
    {
        var last = ((size + stride - 1) / stride - 1) * stride;
        var padding = Math.Max(last + kernel - size, 0);
        return (padding / 2, padding - padding / 2);
    }
}
