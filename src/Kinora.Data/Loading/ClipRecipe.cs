using Kinora.Video.Augmentation;
using Kinora.Video.Sampling;
using Kinora.Video.Scaling;

namespace Kinora.Data.Loading;

/// <summary>How a file becomes the frames of a clip.</summary>
/// <param name="Sampler">Which frames.</param>
/// <param name="Geometry">The size, and the way there.</param>
/// <param name="Filter">Whose scaling.</param>
/// <param name="Colour">Colour or gray.</param>
/// <param name="Augmentations">What is changed at random, for training; null for nothing.</param>
/// <param name="Views">Clips taken from each video, for evaluation; 1 for training.</param>
/// <param name="Crops">Crops of each of these clips, 1, 3 or 10, for evaluation; more than 1 only where the geometry cuts one out, and not with features.</param>
/// <param name="NeverFlipped">Numbers of the classes whose clips are never mirrored, because left and right matter; null for none.</param>
/// <param name="Features">Gives features instead of pixels, of a frozen backbone or stored ones; null for pixels.</param>
public sealed record ClipRecipe(
    ClipSampler Sampler,
    FrameGeometry Geometry,
    ScaleFilter Filter,
    FrameColour Colour = FrameColour.Rgb,
    Augmentations? Augmentations = null,
    int Views = 1,
    int Crops = 1,
    IReadOnlySet<int>? NeverFlipped = null,
    ClipFeatures? Features = null);
