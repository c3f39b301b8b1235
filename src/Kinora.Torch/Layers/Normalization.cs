namespace Kinora.Torch.Layers;

/// <summary>
/// Batch normalisation (https://arxiv.org/abs/1502.03167): each channel is brought to mean 0 and variance 1 over the batch and its
/// positions, then scaled by <c>weight</c> and shifted by <c>bias</c>, both (C). In evaluation mode the buffers
/// <c>running_mean</c> and <c>running_var</c>, both (C), take the place of the batch's own; <c>num_batches_tracked</c> counts.
/// </summary>
public abstract class BatchNorm : Layer
{
    private readonly string inputs;
    private readonly double epsilon;
    private readonly double? momentum;

    private protected BatchNorm(string inputs, long channels, double epsilon, double? momentum, bool affine, bool trackStatistics)
    {
        (this.inputs, this.epsilon, this.momentum) = (inputs, epsilon, momentum);
        if (affine)
        {
            Weight = RegisterParameter("weight", Ops.Ones([channels]));
            Bias = RegisterParameter("bias", Ops.Zeros([channels]));
        }

        if (trackStatistics)
        {
            RunningMean = RegisterBuffer("running_mean", Ops.Zeros([channels]));
            RunningVariance = RegisterBuffer("running_var", Ops.Ones([channels]));
            BatchesTracked = RegisterBuffer("num_batches_tracked", Ops.Zeros([], dtype: DType.Int64));
        }
    }

    /// <summary>Factors (C), or null without.</summary>
    public Tensor? Weight { get; }

    /// <summary>Summands (C), or null without.</summary>
    public Tensor? Bias { get; }

    /// <summary>Mean of each channel as learnt, (C), or null when statistics are not tracked.</summary>
    public Tensor? RunningMean { get; }

    /// <summary>Variance of each channel as learnt, (C), or null when statistics are not tracked.</summary>
    public Tensor? RunningVariance { get; }

    /// <summary>How many batches the statistics come from, int64, or null when they are not tracked.</summary>
    public Tensor? BatchesTracked { get; }

    /// <summary>
    /// When true the statistics are used and kept as they are even in training mode, as fine-tuning on few clips wants it.
    /// Whether <see cref="Weight"/> and <see cref="Bias"/> learn is another matter: see <see cref="Module.RequiresGrad"/>.
    /// </summary>
    public bool Frozen { get; set; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        RequireInput(input);
        var training = Training && !Frozen;
        if (training && input.ElementCount == input.Shape[1])
        {
            throw new ArgumentException($"{GetType().Name} in training mode needs more than one value per channel, found shape {Tensor.ShapeText(input.Shape)}", nameof(input));
        }

        var factor = momentum ?? 0;
        if (training && BatchesTracked is not null)
        {
            using var noGrad = Autograd.NoGrad();
            BatchesTracked.Add_(1);
            factor = momentum ?? 1 / BatchesTracked.Item();
        }

        return Ops.BatchNorm(input, Weight, Bias, RunningMean, RunningVariance, training || RunningMean is null, factor, epsilon, cudnnEnabled: true);
    }

    private protected abstract bool Accepts(int dimensions);

    private void RequireInput(Tensor input)
    {
        if (!Accepts(input.Dim))
        {
            throw new ArgumentException($"{GetType().Name} takes {inputs}, found shape {Tensor.ShapeText(input.Shape)}", nameof(input));
        }
    }
}

/// <summary>Batch normalisation of (N, C) or (N, C, T).</summary>
/// <inheritdoc cref="BatchNorm3d"/>
public sealed class BatchNorm1d(long channels, double epsilon = 1e-5, double? momentum = 0.1, bool affine = true, bool trackStatistics = true)
    : BatchNorm("(N, C) or (N, C, T)", channels, epsilon, momentum, affine, trackStatistics)
{
    private protected override bool Accepts(int dimensions) => dimensions is 2 or 3;
}

/// <summary>Batch normalisation of (N, C, H, W).</summary>
/// <inheritdoc cref="BatchNorm3d"/>
public sealed class BatchNorm2d(long channels, double epsilon = 1e-5, double? momentum = 0.1, bool affine = true, bool trackStatistics = true)
    : BatchNorm("(N, C, H, W)", channels, epsilon, momentum, affine, trackStatistics)
{
    private protected override bool Accepts(int dimensions) => dimensions is 4;
}

/// <summary>Batch normalisation of (N, C, T, H, W).</summary>
/// <param name="channels">C.</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="momentum">Share of the newest batch in the running statistics, 0 to 1; null for the plain mean over all batches.</param>
/// <param name="affine">Whether there are <c>weight</c> and <c>bias</c>.</param>
/// <param name="trackStatistics">Whether there are running statistics; without, each batch is normalised by its own even in evaluation mode.</param>
public sealed class BatchNorm3d(long channels, double epsilon = 1e-5, double? momentum = 0.1, bool affine = true, bool trackStatistics = true)
    : BatchNorm("(N, C, T, H, W)", channels, epsilon, momentum, affine, trackStatistics)
{
    private protected override bool Accepts(int dimensions) => dimensions is 5;
}

/// <summary>
/// Layer normalisation (https://arxiv.org/abs/1607.06450): the last dimensions, of the sizes given, are brought to
/// mean 0 and variance 1 for each position before them, then scaled by <c>weight</c> and shifted by <c>bias</c>, both of that shape.
/// </summary>
public sealed class LayerNorm : Layer
{
    private readonly long[] shape;
    private readonly double epsilon;

    /// <summary>Normalises over the last dimensions.</summary>
    /// <param name="shape">Their sizes; often one number, the features.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="affine">Whether there are <c>weight</c> and <c>bias</c>.</param>
    public LayerNorm(long[] shape, double epsilon = 1e-5, bool affine = true)
    {
        (this.shape, this.epsilon) = ([.. shape], epsilon);
        if (affine)
        {
            Weight = RegisterParameter("weight", Ops.Ones(shape));
            Bias = RegisterParameter("bias", Ops.Zeros(shape));
        }
    }

    /// <summary>Normalises over the last dimension.</summary>
    public LayerNorm(long features, double epsilon = 1e-5, bool affine = true)
        : this([features], epsilon, affine)
    {
    }

    /// <summary>Factors, or null without.</summary>
    public Tensor? Weight { get; }

    /// <summary>Summands, or null without.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Ops.LayerNorm(input, shape, Weight, Bias, epsilon);
}
