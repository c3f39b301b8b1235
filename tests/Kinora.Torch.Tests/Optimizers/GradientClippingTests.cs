using Kinora.Torch.Optimizers;

namespace Kinora.Torch.Tests.Optimizers;

/// <summary>What 200 steps against PyTorch (<see cref="TrainingPartsTests"/>) do not show.</summary>
public sealed class GradientClippingTests
{
    [Fact]
    public void All_gradients_are_one_vector_and_parameters_without_one_are_left_out()
    {
        using var scope = new TensorScope();
        Tensor[] parameters = [Parameter(3, 0), Parameter(), Parameter(4)];
        Assert.Equal(5, GradientClipping.ClipNorm(parameters, 10));
        Assert.Equal([3f, 0f], parameters[0].Grad!.ToArray<float>());
        Assert.Equal(5, GradientClipping.ClipNorm(parameters, 2.5));
        Assert.Equal(1.5, parameters[0].Grad!.ToArray<float>()[0], 1e-6);
        Assert.Equal(2, parameters[2].Grad!.ToArray<float>()[0], 1e-6);
        Assert.Null(parameters[1].Grad);
        Assert.Equal(0, GradientClipping.ClipNorm([parameters[1]], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ClipNorm(parameters, 0));
    }

    [Theory]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NaN)]
    public void A_norm_that_is_not_finite_is_told(float bad)
    {
        using var scope = new TensorScope();
        Assert.Equal(bad, GradientClipping.ClipNorm([Parameter(1, bad), Parameter(2)], 1));
    }

    [Fact]
    public void A_gradient_of_no_dimensions_counts()
    {
        using var scope = new TensorScope();
        var scalar = Tensor.Of(1f);
        scalar.RequiresGrad = true;
        scalar.Grad = Tensor.Of(-3f);
        Assert.Equal(5, GradientClipping.ClipNorm([scalar, Parameter(4)], 1));
        Assert.Equal(-0.6, scalar.Grad!.Item(), 1e-6);
    }

    private static Tensor Parameter(params float[] gradient)
    {
        var parameter = Ops.Zeros([Math.Max(gradient.Length, 1)]);
        parameter.RequiresGrad = true;
        if (gradient.Length > 0)
        {
            parameter.Grad = Tensor.From<float>(gradient, gradient.Length);
        }

        return parameter;
    }
}
