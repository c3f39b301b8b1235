namespace Kinora.Torch.Optimizers;

/// <summary>Keeps gradients from being too large: Pascanu et al. 2012, https://arxiv.org/abs/1211.5063.</summary>
public static class GradientClipping
{
    // Against division by zero, as PyTorch has it.
    private const double Epsilon = 1e-6;

    /// <summary>
    /// Scales the gradients down in place so that their norm, all taken as one vector, is at most <paramref name="maxNorm"/>:
    /// <c>torch.nn.utils.clip_grad_norm_</c>, the same operators in the same order. Between backward and the optimiser's step.
    /// </summary>
    /// <param name="parameters">Those without a gradient are left out.</param>
    /// <param name="maxNorm">The largest norm, above 0.</param>
    /// <returns>
    /// The norm before; 0 where nothing has a gradient. Where it is infinite or no number, the gradients are no numbers any more
    /// either: the step is to be left out.
    /// </returns>
    public static double ClipNorm(IEnumerable<Tensor> parameters, double maxNorm)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNorm);
        using var scope = new TensorScope();
        using var mode = Autograd.NoGrad();
        Tensor[] gradients = [.. parameters.Select(parameter => parameter.Grad).OfType<Tensor>()];
        if (gradients.Length == 0)
        {
            return 0;
        }

        var device = gradients[0].Device;
        var norms = Array.ConvertAll(gradients, gradient => Norm(gradient).To(device));
        var total = Norm(Ops.Stack(norms));
        var share = total.Add(Epsilon).Reciprocal().Mul(maxNorm).Clamp(max: 1.0);
        foreach (var gradient in gradients)
        {
            gradient.Mul_(share.To(gradient.Device));
        }

        return total.Item();
    }

    // Over all dimensions by name: torch.norm's way, which adds up in another order than the norm of the whole.
    private static Tensor Norm(Tensor values)
    {
        var dimensions = new long[values.Dim];
        for (var i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = i;
        }

        return values.Norm(2.0, dimensions);
    }
}
