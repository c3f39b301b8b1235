using Kinora.Video;
using Kinora.Video.Sampling;

namespace Kinora.Data.Loading;

/// <summary>One clip as a network gets it, before pixels become numbers.</summary>
/// <param name="Views">Its views, one in training.</param>
/// <param name="Warning">What is wrong with a file that can be read in part; null where nothing is known to be.</param>
public sealed record ShownClip(IReadOnlyList<ShownView> Views, string? Warning)
{
    internal static ShownClip Of(MadeClip clip) => clip.Failure is { } reason
        ? throw new VideoException(reason)
        : new ShownClip([.. clip.Views.Zip(clip.Plans, (frames, plan) => new ShownView(frames, plan))], clip.Warning);
}

/// <summary>One view of a clip.</summary>
/// <param name="Frames">Sampled, scaled and augmented, (T, H, W, 3).</param>
/// <param name="Plan">Which frames of the video they are, and which are padding.</param>
public sealed record ShownView(Frames Frames, ClipPlan Plan);
