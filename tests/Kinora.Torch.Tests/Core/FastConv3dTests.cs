namespace Kinora.Torch.Tests.Core;

/// <summary>The convolution that adds up its weights' gradient in another order, against the library's own.</summary>
public sealed class FastConv3dTests
{
    public static TheoryData<long[], long[], long[], long[]> Shapes { get; } = new()
    {
        { [2, 3, 8, 24, 20], [16, 3, 3, 3, 3], [1, 1, 1], [1, 1, 1] },
        { [2, 16, 8, 14, 12], [32, 16, 3, 3, 3], [1, 1, 1], [1, 1, 1] },
        { [2, 12, 7, 9, 9], [10, 12, 3, 3, 3], [2, 2, 2], [1, 1, 1] },
        { [1, 8, 6, 10, 10], [8, 8, 3, 1, 1], [1, 1, 1], [1, 0, 0] },
        { [2, 1, 8, 14, 12], [8, 1, 3, 3, 3], [1, 1, 1], [1, 1, 1] },
        { [2, 8, 8, 14, 12], [8, 8, 1, 3, 3], [1, 1, 1], [0, 1, 1] },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Output_and_gradient_of_the_input_are_the_librarys_and_that_of_the_weights_is_within_rounding(long[] input, long[] weight, long[] stride, long[] padding)
    {
        using var scope = new TensorScope();
        TorchRandom.Seed(7);
        var (x, w, b) = (Ops.Randn(input), Ops.Randn(weight), Ops.Randn([weight[0]]));
        var plain = Run(Convolve, DType.Float32);
        var fast = Run(ConvolveFast, DType.Float32);
        var truth = Run(Convolve, DType.Float64);

        Assert.Equal(plain.Output.ToBytes(), fast.Output.ToBytes());
        Assert.Equal(plain.OfInput.ToBytes(), fast.OfInput.ToBytes());

        // So many numbers are added up for a weight; rounding errors that go up and down grow with the root of that.
        var terms = (double)truth.Output.ElementCount / weight[0];
        var rounding = Math.Sqrt(terms) * Math.Pow(2, -24);
        Assert.InRange(Error(fast.OfWeight, truth.OfWeight), 0, rounding);
        Assert.InRange(Error(fast.OfBias, truth.OfBias), 0, rounding);

        Tensor Convolve(Tensor x, Tensor w, Tensor b) => Ops.Conv3d(x, w, b, stride, padding);
        Tensor ConvolveFast(Tensor x, Tensor w, Tensor b) => Ops.FastConv3d(x, w, b, stride, padding);

        (Tensor Output, Tensor OfInput, Tensor OfWeight, Tensor OfBias) Run(Func<Tensor, Tensor, Tensor, Tensor> convolve, DType dtype)
        {
            var leaves = new[] { x, w, b }.Select(leaf => leaf.Detach().To(dtype).Clone()).ToArray();
            foreach (var leaf in leaves)
            {
                leaf.RequiresGrad = true;
            }

            var output = convolve(leaves[0], leaves[1], leaves[2]);
            (output * output).Sum().Backward();
            return (output, leaves[0].Grad!, leaves[1].Grad!, leaves[2].Grad!);
        }
    }

    [Fact]
    public void A_gradient_of_the_gradient_is_the_librarys_too()
    {
        using var scope = new TensorScope();
        TorchRandom.Seed(7);
        var (x, w) = (Ops.Randn([1, 8, 4, 6, 6]), Ops.Randn([8, 8, 3, 3, 3]));
        Assert.True(Error(Second(Ops.FastConv3d(x, Leaf(), padding: [1, 1, 1])), Second(Ops.Conv3d(x, Leaf(), padding: [1, 1, 1]))) < 1e-5);

        Tensor Leaf()
        {
            w = w.Detach();
            w.RequiresGrad = true;
            return w;
        }

        Tensor Second(Tensor output)
        {
            var first = Autograd.Gradients([output.Pow(3.0).Sum()], [w], createGraph: true)[0]!;
            return Autograd.Gradients([(first * first).Sum()], [w])[0]!;
        }
    }

    private static double Error(Tensor actual, Tensor expected) =>
        ((actual.To(DType.Float64) - expected.To(DType.Float64)).Norm(2) / expected.To(DType.Float64).Norm(2)).Item();
}
