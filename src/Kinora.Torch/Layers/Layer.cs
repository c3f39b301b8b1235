namespace Kinora.Torch.Layers;

/// <summary>A module that makes one tensor from one tensor.</summary>
public abstract class Layer : Module
{
    /// <summary>Computes the output. It is a tensor like any other: it belongs to the scope open at the call.</summary>
    public abstract Tensor Forward(Tensor input);
}
