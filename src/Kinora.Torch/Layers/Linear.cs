using Kinora.Torch.Initializers;

namespace Kinora.Torch.Layers;

/// <summary>Fully connected: (..., in) becomes (..., out). Parameters: <c>weight</c> (out, in) and <c>bias</c> (out).</summary>
public sealed class Linear : Layer
{
    /// <summary>Weights are drawn as PyTorch draws them.</summary>
    public Linear(long inFeatures, long outFeatures, bool bias = true)
    {
        Weight = RegisterParameter("weight", Ops.Empty([outFeatures, inFeatures]));
        Initialize.KaimingUniform(Weight, Gain.LeakyRelu(Math.Sqrt(5)));
        if (bias)
        {
            Bias = RegisterParameter("bias", Ops.Empty([outFeatures]));
            var bound = inFeatures > 0 ? 1 / Math.Sqrt(inFeatures) : 0;
            Initialize.Uniform(Bias, -bound, bound);
        }
    }

    /// <summary>(out, in).</summary>
    public Tensor Weight { get; }

    /// <summary>(out), or null without bias.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Ops.Linear(input, Weight, Bias);
}
