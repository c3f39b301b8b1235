namespace Kinora.Torch.Initializers;

/// <summary>
/// Fills tensors in place, without gradients, as <c>torch.nn.init</c> does: the same draws from libtorch's default generator in
/// the same order, so that one seed gives the same bits here and there.
/// </summary>
public static class Initialize
{
    [ThreadStatic]
    private static bool skips;

    /// <summary>
    /// Until disposed, every method here that draws does nothing on this thread, and no generator moves: for a network that is
    /// built to be counted, or to take over weights, which is then a matter of a moment. What it would have drawn is undefined:
    /// whatever stood in that memory.
    /// </summary>
    public static SkipGuard Skip() => new(before: skips);

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public static void Uniform(Tensor tensor, double low = 0, double high = 1)
    {
        if (skips)
        {
            return;
        }

        using var noGrad = Autograd.NoGrad();
        tensor.Uniform_(low, high);
    }

    /// <summary>Normal with the given mean and standard deviation.</summary>
    public static void Normal(Tensor tensor, double mean = 0, double deviation = 1)
    {
        if (skips)
        {
            return;
        }

        using var noGrad = Autograd.NoGrad();
        tensor.Normal_(mean, deviation);
    }

    /// <summary>One value everywhere.</summary>
    public static void Constant(Tensor tensor, double value)
    {
        using var noGrad = Autograd.NoGrad();
        tensor.Fill_(value);
    }

    /// <summary>Zero everywhere.</summary>
    public static void Zeros(Tensor tensor) => Constant(tensor, 0);

    /// <summary>One everywhere.</summary>
    public static void Ones(Tensor tensor) => Constant(tensor, 1);

    /// <summary>He et al. 2015, https://arxiv.org/abs/1502.01852: uniform in ±gain·√(3/fan).</summary>
    /// <param name="tensor">A weight (out, in, kernel...).</param>
    /// <param name="gain">Of the activation that follows, see <see cref="Gain"/>; PyTorch's layers use <c>Gain.LeakyRelu(Math.Sqrt(5))</c>. Null: rectifier.</param>
    /// <param name="mode">Inputs (PyTorch's default) or outputs.</param>
    public static void KaimingUniform(Tensor tensor, double? gain = null, FanMode mode = FanMode.In)
    {
        if (tensor.ElementCount == 0)
        {
            return;
        }

        var deviation = (gain ?? Gain.Relu) / Math.Sqrt(Fan.Of(tensor).By(mode));
        var bound = Math.Sqrt(3.0) * deviation;
        Uniform(tensor, -bound, bound);
    }

    /// <summary>He et al. 2015, https://arxiv.org/abs/1502.01852: normal with deviation gain/√fan.</summary>
    /// <inheritdoc cref="KaimingUniform"/>
    public static void KaimingNormal(Tensor tensor, double? gain = null, FanMode mode = FanMode.In)
    {
        if (tensor.ElementCount > 0)
        {
            Normal(tensor, 0, (gain ?? Gain.Relu) / Math.Sqrt(Fan.Of(tensor).By(mode)));
        }
    }

    /// <summary>Glorot and Bengio 2010, https://proceedings.mlr.press/v9/glorot10a.html: uniform in ±gain·√(6/(in + out)).</summary>
    /// <param name="tensor">A weight (out, in, kernel...).</param>
    /// <param name="gain">Of the activation that follows, see <see cref="Gain"/>.</param>
    public static void XavierUniform(Tensor tensor, double gain = 1)
    {
        var bound = Math.Sqrt(3.0) * XavierDeviation(tensor, gain);
        Uniform(tensor, -bound, bound);
    }

    /// <summary>Glorot and Bengio 2010, https://proceedings.mlr.press/v9/glorot10a.html: normal with deviation gain·√(2/(in + out)).</summary>
    /// <inheritdoc cref="XavierUniform"/>
    public static void XavierNormal(Tensor tensor, double gain = 1) => Normal(tensor, 0, XavierDeviation(tensor, gain));

    /// <summary>Normal, cut to [<paramref name="low"/>, <paramref name="high"/>] (absolute values, not deviations) by the inverse of its distribution.</summary>
    public static void TruncatedNormal(Tensor tensor, double mean = 0, double deviation = 1, double low = -2, double high = 2)
    {
        if (skips)
        {
            return;
        }

        using var noGrad = Autograd.NoGrad();
        tensor.Uniform_(2 * Below((low - mean) / deviation) - 1, 2 * Below((high - mean) / deviation) - 1);
        tensor.Erfinv_();
        tensor.Mul_(deviation * Math.Sqrt(2.0));
        tensor.Add_(mean);
        tensor.Clamp_(low, high);

        // Share of the standard normal distribution below x.
        static double Below(double x) => (1.0 + CMath.Erf(x / Math.Sqrt(2.0))) / 2.0;
    }

    /// <summary>Saxe et al. 2013, https://arxiv.org/abs/1312.6120: rows (or columns, if fewer) orthonormal, times the gain. Dimensions after the first are taken as one.</summary>
    /// <exception cref="ArgumentException">The tensor has fewer than two dimensions.</exception>
    public static void Orthogonal(Tensor tensor, double gain = 1)
    {
        if (tensor.Dim < 2)
        {
            throw new ArgumentException($"orthogonal weights need at least 2 dimensions; this tensor has shape {Tensor.ShapeText(tensor.Shape)}", nameof(tensor));
        }

        if (tensor.ElementCount == 0)
        {
            return;
        }

        if (skips)
        {
            return;
        }

        using var noGrad = Autograd.NoGrad();
        using var scope = new TensorScope();
        var rows = tensor.Shape[0];
        var columns = tensor.ElementCount / rows;
        var drawn = Ops.Empty([rows, columns], dtype: tensor.DType, device: tensor.Device).Normal_(0, 1);
        var (q, r) = Ops.LinalgQr(rows < columns ? drawn.T() : drawn);

        // The signs make the distribution uniform: https://arxiv.org/abs/math-ph/0609050.
        q.Mul_(r.Diag().Sign());
        tensor.Copy_((rows < columns ? q.T() : q).Reshape(tensor.Shape));
        tensor.Mul_(gain);
    }

    /// <summary>Draws again as before, when disposed.</summary>
    public readonly ref struct SkipGuard
    {
        private readonly bool before;

        internal SkipGuard(bool before)
        {
            this.before = before;
            skips = true;
        }

        public void Dispose() => skips = before;
    }

    private static double XavierDeviation(Tensor tensor, double gain)
    {
        var fan = Fan.Of(tensor);
        return gain * Math.Sqrt(2.0 / (fan.In + fan.Out));
    }
}
