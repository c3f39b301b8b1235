namespace Kinora.Torch.Layers;

/// <summary>How the losses of the samples become one.</summary>
public enum Reduction
{
    /// <summary>They do not: one loss for each sample.</summary>
    None = 0,

    /// <summary>Their mean, weighted by the class weights where there are such.</summary>
    Mean = 1,

    /// <summary>Their sum.</summary>
    Sum = 2,
}

/// <summary>Negative logarithm of the softmax probability of the true class.</summary>
public sealed class CrossEntropyLoss : Module
{
    private readonly Reduction reduction;
    private readonly double smoothing;
    private readonly long ignoreIndex;
    private readonly Tensor? classWeights;

    /// <summary>Settings as PyTorch names and defaults them.</summary>
    /// <param name="weight">One factor for each class, (classes), or null for 1; owned by the loss from now on.</param>
    /// <param name="labelSmoothing">Share of the truth spread evenly over all classes, 0 to 1 (https://arxiv.org/abs/1512.00567).</param>
    /// <param name="ignoreIndex">Samples of this class count for nothing.</param>
    /// <param name="reduction">How the losses of the samples become one.</param>
    public CrossEntropyLoss(Tensor? weight = null, double labelSmoothing = 0, long ignoreIndex = -100, Reduction reduction = Reduction.Mean)
    {
        if (labelSmoothing is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing, "label smoothing lies between 0 and 1");
        }

        (this.reduction, smoothing, this.ignoreIndex) = (reduction, labelSmoothing, ignoreIndex);
        classWeights = weight is null ? null : RegisterBuffer("weight", weight);
    }

    /// <summary>The loss, a scalar unless the reduction is none.</summary>
    /// <param name="logits">(N, classes), or (N, classes, ...).</param>
    /// <param name="target">Classes as int64, (N) or (N, ...); or probabilities of the logits' shape.</param>
    public Tensor Forward(Tensor logits, Tensor target) =>
        logits.CrossEntropyLoss(target, classWeights, (long)reduction, ignoreIndex, smoothing);
}
