using Kinora.Video.Sampling;

namespace Kinora.Video.Augmentation;

/// <summary>
/// A random change of a clip while training. One draw serves all frames of the clip, so that what moves in it still moves
/// as one. Pure: the same frames and draw give the same result, and the frames given are left as they are.
/// </summary>
public interface IAugmentation
{
    /// <summary>Changes a clip.</summary>
    /// <param name="frames">The clip, (T, H, W, 3); never written to, but it may be what is returned, when nothing changes.</param>
    /// <param name="draw">Random numbers for this augmentation alone.</param>
    Frames Apply(Frames frames, ClipDraw draw);

    /// <summary>
    /// The same for clips of optical flow, as <see cref="Flow.FlowFrames"/> writes them: what moves pixels moves vectors unchanged. Null
    /// where it would change nothing, as what changes colours.
    /// </summary>
    /// <exception cref="ArgumentException">It cannot be done to flow; the message says why.</exception>
    IAugmentation? ForFlow() => this;

    /// <summary>The text form, which <see cref="Augmentations.Parse"/> reads; its first word names the kind.</summary>
    string ToString();
}
