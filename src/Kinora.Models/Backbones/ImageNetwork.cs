using Kinora.Torch;
using Kinora.Torch.Layers;

namespace Kinora.Models.Backbones;

/// <summary>
/// A network for single pictures, under torchvision's parameter names. <see cref="Layer.Forward"/> takes pictures
/// (N, C, H, W) and gives logits (N, classes). As the backbone of a network for clips it is built without its last layer
/// (0 classes) and gives one vector a frame.
/// </summary>
public abstract class ImageNetwork : Layer
{
    /// <summary>The number of classes; 0 without a last layer.</summary>
    public abstract int Classes { get; }

    /// <summary>Length of the vector that <see cref="Features"/> gives, F.</summary>
    public abstract int FeatureCount { get; }

    /// <summary>
    /// The parts in the order in which a picture passes them, without the last layer: the first are frozen first. A part is
    /// one or several modules, as torchvision names them: (conv1, bn1), layer1, layer2, ...
    /// </summary>
    public abstract IReadOnlyList<IReadOnlyList<Module>> Stages { get; }

    /// <summary>What a picture shows, averaged over its area: (N, C, H, W) becomes (N, F).</summary>
    public abstract Tensor Features(Tensor pictures);
}
